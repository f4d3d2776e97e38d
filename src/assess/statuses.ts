import type { ResourceRecord } from "../model/snapshot.ts";
import type { Status } from "../model/verdict.ts";
import type { AssessOptions } from "./assess.ts";
import { openScope } from "./open-scope.ts";

/** The status that each rule gives a resource, by the rule's id; exceptions and the baseline change none. */
export const statusesOf = (
  record: ResourceRecord,
  { rules, kinds, now, trust }: Pick<AssessOptions, "rules" | "kinds" | "now" | "trust">,
): ReadonlyMap<string, Status> => {
  const scope = openScope(record.scope, {
    kinds: new Map(kinds.map((kind) => [kind.kind, kind])),
    options: { rules, now, trust },
    fingerprintKey: (id) => id,
    accepted: (finding) => finding,
    finished: (finding) => finding,
  });
  return new Map(Array.from(scope.judge({ record }), ({ ruleId, status }) => [ruleId, status]));
};
