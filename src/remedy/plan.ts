import type { Changed } from "./changed.ts";
import type { AnyKind } from "../model/kind.ts";
import type { PolicyDocument, Resource } from "../model/resource.ts";
import type { Remedy, RemedyAnswer, RemedyContext, Targets } from "../model/remedy.ts";
import type { ResourceRecord } from "../model/snapshot.ts";
import { parseScope } from "../model/scope.ts";
import type { Trust } from "../model/trust.ts";
import type { Fault } from "../model/verdict.ts";
import type { Fixable } from "../services/fix.ts";
import { editJson } from "../text/json-edit.ts";
import type { Choice, PlannedResource, Proof, Refused } from "./plan-file.ts";
import { prove, type FixingRule } from "./prove.ts";
import { stepsOf } from "./steps.ts";

/** A rule as a plan uses it: it judges, and may offer a remedy. */
export interface PlanningRule extends FixingRule {
  remedy:
    | ((
        resource: Resource,
        faults: readonly Fault[],
        context: Omit<RemedyContext, "settings">,
      ) => RemedyAnswer)
    | null;
}

export interface Planning {
  readonly rules: readonly PlanningRule[];
  readonly kind: AnyKind;
  readonly fixable: Fixable;
  /** Of the run, without the targets. */
  readonly trust: Trust;
  readonly targets: Targets;
  /** Accounts, principals and services that are known to send; they must not lose access. */
  readonly keep: readonly string[];
  /** The account of resources in source code that do not say theirs. */
  readonly owner: string | null;
  readonly lockOut: readonly string[];
  readonly now: string;
}

/** Changes made for one rule may bring out another's fault, as a grant that hid it is gone; this is far more than there are. */
const ROUNDS = 4;

/**
 * The narrower policies of one resource, with their proof; why there are none; or null where no rule that offers a remedy
 * fails. Pure and total.
 */
export const planResource = (
  record: ResourceRecord,
  number: number,
  planning: Planning,
): PlannedResource | Refused | null => {
  const before = planning.kind.read(record);
  if ("problem" in before) return null;
  const trust = withTargets(planning.trust, planning.targets, ownerOfCode(before, planning.owner));
  const failing = failures(before, planning, trust);
  if (failing.length === 0) return null;
  const findings = failing.map(({ rule, message }) => ({ ruleId: rule.rule.meta.id, message }));
  const owner = before.owner ?? planning.owner;
  const work = provedWork(record, before, { ...planning, owner }, trust);
  if ("why" in work) return { id: record.id, findings, why: work.why };
  const { choices, documents, proof } = work;
  const { account = null, region = null } = placeOf(record);
  const { fixable, targets } = planning;
  const steps = stepsOf({ resource: before, account, region, fixable, documents, choices, proof });
  return {
    number,
    record,
    name: before.name,
    account,
    region,
    findings,
    targets,
    owner,
    keep: planning.keep,
    choices,
    steps,
    proof,
  };
};

type Proved = Work & { readonly proof: Proof };

/** Names that would lose access are kept in a second attempt; far more attempts than there are names to lose. */
const ATTEMPTS = 4;

const provedWork = (
  record: ResourceRecord,
  before: Resource,
  planning: Planning,
  trust: Trust,
): Proved | { readonly why: string } => {
  const { rules, fixable, targets, now, lockOut } = planning;
  let keep: readonly string[] = planning.keep;
  for (let attempt = 1; ; attempt += 1) {
    const work = narrowed(record, before, planning, trust, keep);
    if ("none" in work) return { why: work.none };
    const { after, choices, documents } = work;
    const tooLong = documents.find(({ text }) => bytes(text ?? "") > fixable.largestPolicy);
    if (tooLong !== undefined) return { why: tooLongSays(tooLong, fixable) };
    const lockedOut = [...lockOut, ...choices.flatMap((choice) => choice.lockedOut)];
    const proof = prove({
      before,
      after,
      rules,
      fixable,
      trust,
      targets,
      keep: planning.keep,
      lockedOut,
      now,
      owner: planning.owner,
    });
    if (!("unproved" in proof)) return { ...work, proof };
    const lost = (proof.lost ?? []).filter(({ name }) => !keep.includes(name));
    if (lost.length === 0 || attempt === ATTEMPTS) return { why: proof.unproved };
    keep = [...keep, ...lost.map(({ name }) => name)];
  }
};

const tooLongSays = ({ name, text }: Changed, { largestPolicy }: Fixable): string =>
  `policy "${name}" would have ${bytes(text ?? "")} bytes, and the service takes ${largestPolicy}; name fewer senders, or an organisation`;

const bytes = (text: string): number => Buffer.byteLength(text);

const placeOf = ({ scope }: ResourceRecord): { readonly account?: string; readonly region?: string } => {
  const parsed = parseScope(scope);
  return parsed?.provider === "aws" ? { account: parsed.account, region: parsed.region } : {};
};

/** The account that the user says source code is applied in, where the code does not say it. */
export const ownerOfCode = (resource: Pick<Resource, "owner">, owner: string | null): readonly string[] =>
  resource.owner === null && owner !== null ? [owner] : [];

/** Whoever is named as a target is no stranger, nor is the account of the code. */
export const withTargets = (trust: Trust, targets: Targets, owners: readonly string[] = []): Trust => ({
  ...trust,
  accounts: joined(trust.accounts, [...targets.accounts, ...owners]),
  principals: joined(trust.principals, targets.principals),
  organizations: joined(trust.organizations, targets.organizations),
});

const joined = (a: readonly string[], b: readonly string[]): readonly string[] =>
  [...new Set([...a, ...b])].sort();

interface Failing {
  readonly rule: PlanningRule;
  readonly message: string;
  readonly faults: readonly Fault[];
}

const failures = (resource: Resource, { rules }: Planning, trust: Trust): readonly Failing[] =>
  rules.flatMap((rule) => failureOf(rule, resource, trust) ?? []);

const failureOf = (rule: PlanningRule, resource: Resource, trust: Trust): Failing | null => {
  const verdict = rule.remedy === null ? null : rule.judge(resource, trust);
  return verdict?.status === "FAILURE" ? { rule, message: verdict.message, faults: verdict.faults } : null;
};

const firstFailure = (resource: Resource, { rules }: Planning, trust: Trust): Failing | null => {
  for (const rule of rules) {
    const failing = failureOf(rule, resource, trust);
    if (failing !== null) return failing;
  }
  return null;
};

interface Work {
  readonly after: Resource;
  readonly choices: readonly Choice[];
  /** Those that are changed. */
  readonly documents: readonly Changed[];
}

/** One rule after the other, each on what the ones before it left, until none fails. */
const narrowed = (
  record: ResourceRecord,
  before: Resource,
  planning: Planning,
  trust: Trust,
  keep: readonly string[],
): Work | { readonly none: string } => {
  const { kind, fixable, targets, owner, now } = planning;
  let documents: readonly Changed[] = kind
    .documents(before as never)
    .map(({ name, document }) => ({ name, before: document, text: document }));
  const choices: Choice[] = [];
  let after = before;
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = firstFailure(after, planning, trust);
    if (first === null) return { after, choices, documents: documents.filter(isChanged) };
    const { rule, faults } = first;
    const answer = rule.remedy?.(after, faults, { now, trust, targets, owner, keep }) ?? NO_REMEDY;
    if ("none" in answer) return answer;
    const next = applied(documents, answer.remedies);
    if ("none" in next) return next;
    documents = next;
    choices.push(...answer.remedies.map((remedy) => choiceOf(rule.rule.meta.id, remedy)));
    const read = kind.read(fixable.withPolicies(record, left(documents, kind.documents(before as never))));
    if ("problem" in read) return { none: read.problem };
    after = read;
  }
  const stuck = firstFailure(after, planning, trust);
  return stuck === null
    ? { after, choices, documents: documents.filter(isChanged) }
    : { none: `${stuck.rule.rule.meta.id} still fails after ${ROUNDS} changes: ${stuck.message}` };
};

const NO_REMEDY = { none: "no remedy is known" } as const;

const isChanged = ({ before, text }: Changed): boolean => before !== text;

const choiceOf = (ruleId: string, { lockedOut = [], ...remedy }: Remedy): Choice => ({
  ruleId,
  ...remedy,
  lockedOut,
});

const left = (documents: readonly Changed[], before: readonly PolicyDocument[]): readonly PolicyDocument[] =>
  documents.flatMap(({ name, text }) => {
    if (text === null) return [];
    const old = before.find((one) => one.name === name);
    return [old?.document === text ? old : { name, document: text }];
  });

const applied = (
  documents: readonly Changed[],
  remedies: readonly Remedy[],
): readonly Changed[] | { readonly none: string } => {
  let changed = documents;
  for (const { document, means, edits } of remedies) {
    const old = changed.find(({ name }) => name === document);
    if (old === undefined || old.text === null) return { none: `there is no policy "${document}" to change` };
    const text = means === "policy" ? { text: null } : editJson(old.text, edits);
    if ("problem" in text) return { none: `policy "${document}": ${text.problem}` };
    changed = changed.map((one) => (one === old ? { ...one, text: text.text } : one));
  }
  return changed;
};
