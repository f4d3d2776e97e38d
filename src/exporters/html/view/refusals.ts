import type { Refusal } from "../../../model/fact.ts";
import { isAboutScope, type Finding } from "../../../model/finding.ts";
import type { Coverage } from "../../../model/results.ts";
import { parseScope } from "../../../model/scope.ts";
import type { Collected } from "../collect.ts";
import { counted, grouped, refusalAdvice, SCOPE } from "../text.ts";
import { whereView, type WhereView } from "./atoms.ts";

export interface RefusalsView {
  readonly rows: readonly RefusalRow[];
  readonly leftOut: string | null;
}

interface RefusalRow {
  readonly what: string;
  readonly where: WhereView;
  readonly operation: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: string;
  readonly advice: string;
}

/** What was asked for and refused: whole scopes first, then single resources. */
export const refusalsView = ({ coverage, details, summary }: Collected): RefusalsView => {
  const scopes = coverage.values().filter(isRefused);
  const unread = details.values().filter(({ status }) => status === "NOT_EVALUATED");
  const resources = unread.filter(({ resource }) => !isAboutScope(resource));
  const left = summary.counts.notEvaluated - unread.length;
  return {
    rows: [...scopes.map(scopeRow), ...distinct(resources).map(resourceRow)],
    leftOut: left > 0 ? counted(left, "further finding") : null,
  };
};

/** A scope that is partial only for a resource of it is explained by that resource's line. */
const isRefused = ({ status, refusal, reason, unread }: Coverage): boolean =>
  status === "unread" || (status === "partial" && (refusal !== null || reason !== null || unread === 0));

/** Every rule that needs a fact has a finding where it is unread: one line for all of them. */
const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(
    findings.map((finding) => [
      JSON.stringify([finding.resource.id, finding.unread?.operation, finding.unread?.code]),
      finding,
    ]),
  ).values(),
];

const refused = (refusal: Refusal | null, otherwise: string): Omit<RefusalRow, "what" | "where"> =>
  refusal === null
    ? { operation: "–", code: "–", message: otherwise, attempts: "–", advice: "Run again." }
    : {
        operation: refusal.operation,
        code: refusal.code,
        message: refusal.message,
        attempts: grouped(refusal.attempts),
        advice: refusalAdvice(refusal.operation, refusal.code),
      };

const scopeRow = ({ scope, status, refusal, reason }: Coverage): RefusalRow => ({
  what: SCOPE[status].label,
  where: scopeView(scope),
  ...refused(refusal, reason ?? "The scope was cut off before its end."),
});

const resourceRow = ({ resource, unread, message }: Finding): RefusalRow => ({
  what: resource.name,
  where: whereView(resource),
  ...refused(unread, message),
});

const scopeView = (id: string): WhereView => {
  const scope = parseScope(id);
  return scope?.provider === "aws"
    ? { ...whereView(scope), service: scope.service }
    : { first: id, region: null };
};
