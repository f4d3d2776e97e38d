import type { AssessOptions } from "./assess/assess.ts";
import { judge, type ActiveRule } from "./assess/judge.ts";
import { frozen } from "./assess/frozen.ts";
import type { Kind } from "./model/kind.ts";
import type { RemedyAnswer, Targets } from "./model/remedy.ts";
import type { Resource } from "./model/resource.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "./model/snapshot.ts";
import type { Verdict } from "./model/verdict.ts";
import { planResource } from "./remedy/plan.ts";
import type { Planning, PlanningRule } from "./remedy/planning.ts";
import { sealed, type Plan, type PlannedResource, type Refused } from "./remedy/plan-file.ts";
import { fixableOf } from "./services/index.ts";

export interface FixOptions {
  /** Who keeps access to a resource. */
  readonly targetsOf: (record: ResourceRecord) => Targets;
  /** Known senders beside them, such as AWS services; nobody where absent. */
  readonly keepFor?: (record: ResourceRecord) => readonly string[];
  /** The account of resources in source code that do not say theirs. */
  readonly owner: string | null;
  /** Names of those who lose access on purpose. */
  readonly lockOut: readonly string[];
  /** Plans these resources alone, by id; all where absent. */
  readonly only?: (record: ResourceRecord) => boolean;
}

/** Nobody named: who keeps access follows from trust, or from the policies themselves. */
export const NOBODY: Targets = { accounts: [], principals: [], organizations: [], by: "principals" };

/** The narrower policies of every resource of a snapshot that fails a rule with a remedy. */
export const planFixes = async (
  records: Iterable<SnapshotRecord> | AsyncIterable<SnapshotRecord>,
  judging: AssessOptions,
  options: FixOptions,
): Promise<Plan> => {
  const resources: PlannedResource[] = [];
  const refused: Refused[] = [];
  for await (const record of records) {
    if (!isResourceRecord(record) || options.only?.(record) === false) continue;
    const planning = planningFor(record, judging, options);
    const planned = planning === null ? null : planResource(record, resources.length + 1, planning);
    if (planned === null) continue;
    if ("why" in planned) refused.push(planned);
    else resources.push(planned);
  }
  return sealed({
    kind: "plan",
    version: 1,
    tool: `${judging.tool.name} ${judging.tool.version}`,
    now: judging.now,
    trust: judging.trust,
    rules: judging.rules.map(({ rule, settings }) => ({ id: rule.meta.id, settings })),
    lockOut: options.lockOut,
    resources,
    refused,
    patch: null,
  });
};

/** What planning of one record needs; null where its kind cannot be written. */
export const planningFor = (
  record: ResourceRecord,
  judging: AssessOptions,
  options: Omit<FixOptions, "only">,
): Planning | null => {
  const kind = judging.kinds.find((one) => one.kind === record.kind);
  const fixable = fixableOf(record.kind);
  if (kind === undefined || fixable === null) return null;
  return {
    rules: judging.rules
      .filter(({ rule }) => rule.kind === record.kind)
      .map((active) => planningRule(active, kind, judging.now)),
    kind,
    fixable,
    trust: judging.trust,
    targets: options.targetsOf(record),
    keep: options.keepFor?.(record) ?? [],
    owner: options.owner,
    lockOut: options.lockOut,
    now: judging.now,
  };
};

const planningRule = (active: ActiveRule, kind: Kind, now: string): PlanningRule => {
  const { rule, settings } = active;
  const verdicts = new Map<Resource, Verdict | null>();
  return {
    rule,
    mends: rule.remedy !== undefined,
    // A plan asks again and again about the same few states of one resource, always with the same trust.
    judge: (resource, trust) => {
      const known = verdicts.get(resource);
      if (known !== undefined) return known;
      const judgement = judge(active, resource, kind, { now, trust });
      const verdict = "verdict" in judgement ? judgement.verdict : null;
      verdicts.set(resource, verdict);
      return verdict;
    },
    remedy:
      rule.remedy === undefined
        ? null
        : (resource, faults, context) => offered(active, resource, { ...context, settings }, faults),
  };
};

/** What a plugin's rule offers is anyone's code: it gets a copy, and whatever it answers has to be proved. */
const offered = (
  { rule, foreign }: ActiveRule,
  resource: Resource,
  context: Parameters<NonNullable<ActiveRule["rule"]["remedy"]>>[2],
  faults: Parameters<NonNullable<ActiveRule["rule"]["remedy"]>>[1],
): RemedyAnswer => {
  if (rule.remedy === undefined) return { none: "no remedy is known" };
  if (!foreign) return rule.remedy(resource, faults, context);
  try {
    const given = frozen(structuredClone({ resource, faults, context }));
    return structuredClone(rule.remedy(given.resource, given.faults, given.context));
  } catch (error) {
    return {
      none: `the remedy of ${rule.meta.id} failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
};
