import { isUnread } from "../model/fact.ts";
import type { Finding, FindingResource } from "../model/finding.ts";
import { DEFAULT_FOLLOW_UP, type FollowUpPlan } from "../model/follow-up.ts";
import type { Kind } from "../model/kind.ts";
import type { Resource } from "../model/resource.ts";
import type { ScopeId } from "../model/scope.ts";
import type { ResourceRecord, ScopeRecord } from "../model/snapshot.ts";
import type { Trust } from "../model/trust.ts";
import type { Seen } from "./coverage.ts";
import { tally } from "./counts.ts";
import { findingOf, unreachedFinding } from "./finding.ts";
import { followedUp } from "./follow-up.ts";
import type { ActiveRule, Judgement } from "./judge.ts";
import { judgementOf, type JudgedRecord } from "./judge-ahead.ts";
import { readRecord } from "./read-record.ts";
import { rulesOf } from "./rules-of.ts";
import { withYields, type OwnFinding } from "./yield.ts";

/** A scope whose resources are coming in. */
export interface OpenScope {
  readonly id: ScopeId;
  readonly rules: readonly ActiveRule[];
  judge(judged: JudgedRecord<ResourceRecord>): Iterable<Finding>;
  /** Where the listing broke, what the baseline knows beyond it is unread. */
  unreached(record: ScopeRecord, resources: readonly FindingResource[]): Iterable<Finding>;
  count(): number;
  seen(): Seen;
}

export interface ScopeInput {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly options: {
    readonly rules: readonly ActiveRule[];
    readonly now: string;
    readonly trust: Trust;
    readonly followUp?: FollowUpPlan;
  };
  /** What names a resource in fingerprints, by its id. */
  readonly fingerprintKey: (id: string) => string;
  /** The finding with the exception that applies to it, if one does. */
  readonly accepted: (finding: Finding, tags: ReturnType<Kind["tags"]>) => Finding;
  /** The finding as it is reported: compared with the baseline, and counted. */
  readonly finished: (finding: Finding) => Finding;
}

/** A scope whose resources are coming in; its rules are those of its service. */
export const openScope = (
  id: ScopeId,
  { kinds, options, fingerprintKey, accepted, finished }: ScopeInput,
): OpenScope => {
  const { rules, passedOver } = rulesOf(id, { rules: options.rules, kinds });
  const tallied = tally(rules.map(({ rule }) => rule.meta.id));
  const needed = new Set(rules.flatMap(({ rule }) => rule.needs));
  let read = 0;
  let unread = 0;
  let unneeded = 0;
  return {
    id,
    rules,
    *judge({ record, judgements = [] }) {
      const kind = kinds.get(record.kind);
      const resource = readRecord(record, kind);
      const refusal = "problem" in resource ? resource.problem : null;
      const refused = refusedFacts(resource);
      const counts = refused.filter((fact) => needed.has(fact) || !isReadByCalls(kind, fact));
      if (refusal !== null || counts.length > 0) unread += 1;
      else read += 1;
      if (refusal === null && refused.length > counts.length) unneeded += 1;
      const tags = kind === undefined || refusal !== null ? undefined : kind.tags(resource);
      const documents = kind === undefined || refusal !== null ? [] : kind.documents(resource);
      const own = rules.map((active, index): OwnFinding => {
        const judgement = judgements[index] ?? judgementOf(active, resource, kind, options);
        const finding = findingOf(active, resource, documents, judgement, {
          now: options.now,
          fingerprintKey,
        });
        return { active, finding: accepted(finding, tags), yields: mayYield(judgement) };
      });
      const isOpen = refusal === null && kind !== undefined && hasOpenExpression(resource, kind);
      for (const one of withYields(own, isOpen)) {
        const finding = followedUp(
          finished(one),
          { read: tags, inCode: record.tagsInCode },
          options.followUp ?? DEFAULT_FOLLOW_UP,
        );
        tallied.add(finding);
        yield finding;
      }
    },
    *unreached({ status, unread: refusal }, resources) {
      if ((status !== "partial" && status !== "unread") || refusal === undefined) return;
      unread += resources.length;
      for (const resource of resources)
        for (const active of rules) {
          const finding = finished(unreachedFinding(active, id, resource, refusal, options.now));
          tallied.add(finding);
          yield finding;
        }
    },
    count: () => read + unread,
    seen: () => ({
      read,
      unread,
      unneeded,
      rules: tallied.byRule(),
      passedOver: passedOver.map(({ rule }) => rule.meta.id),
    }),
  };
};

/** Whether a document of the resource is source code of which a part could not be resolved. */
const hasOpenExpression = (resource: Resource, kind: Kind): boolean =>
  kind.documents(resource).some(({ unresolved = [] }) => unresolved.length > 0);

const refusedFacts = (resource: Resource): readonly string[] =>
  Object.entries(resource).flatMap(([name, fact]) => (isUnread(fact) ? [name] : []));

/** What no call reads, such as tags of SES, is of use to a rule without being needed by it. */
const isReadByCalls = (kind: Kind | undefined, fact: string): boolean => (kind?.facts[fact] ?? []).length > 0;

/** A verdict may say that it is not to be told where another rule's is. */
const mayYield = (judgement: Judgement): boolean =>
  "verdict" in judgement && judgement.verdict.status === "FAILURE" && judgement.verdict.yields === true;
