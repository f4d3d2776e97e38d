import type { Resource } from "../model/resource.ts";
import type { ResourceRecord } from "../model/snapshot.ts";
import { parseScope } from "../model/scope.ts";
import type { Trust } from "../model/trust.ts";
import type { Fixable } from "../services/fix.ts";
import type { Changed } from "./changed.ts";
import { failureOf, type Failing } from "./failing.ts";
import { narrowed, type Work } from "./narrowed.ts";
import type { PlannedResource, Proof, Refused } from "./plan-file.ts";
import type { Planning } from "./planning.ts";
import { prove } from "./prove.ts";
import { stepsOf } from "./steps.ts";
import { ownerOfCode, withTargets } from "./targets.ts";

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
  const failing = planning.rules.flatMap((rule) => failureOf(rule, before, trust) ?? []);
  if (failing.length === 0) return null;
  const findings = failing.map(({ rule, message }) => ({ ruleId: rule.rule.meta.id, message }));
  const owner = before.owner ?? planning.owner;
  const work = provedWork(record, before, failing, { ...planning, owner }, trust);
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

const placeOf = ({ scope }: ResourceRecord): { readonly account?: string; readonly region?: string } => {
  const parsed = parseScope(scope);
  return parsed?.provider === "aws" ? { account: parsed.account, region: parsed.region } : {};
};

type Proved = Work & { readonly proof: Proof };

/** Names that would lose access are kept in a second attempt; far more attempts than there are names to lose. */
const ATTEMPTS = 4;

const provedWork = (
  record: ResourceRecord,
  before: Resource,
  failing: readonly Failing[],
  planning: Planning,
  trust: Trust,
): Proved | { readonly why: string } => {
  const { rules, fixable, targets, now, lockOut, owner } = planning;
  let keep: readonly string[] = planning.keep;
  for (let attempt = 1; ; attempt += 1) {
    const work = narrowed(record, before, failing, { ...planning, keep }, trust);
    if ("none" in work) return { why: work.none };
    const { after, choices, documents } = work;
    const tooLong = documents.find(({ text }) => bytes(text ?? "") > fixable.largestPolicy);
    if (tooLong !== undefined) return { why: tooLongSays(tooLong, fixable) };
    const lockedOut = [...lockOut, ...choices.flatMap((choice) => choice.lockedOut)];
    const claim = { before, after, rules, fixable, trust, targets, lockedOut, now, owner };
    const proof = prove({ ...claim, keep: planning.keep });
    if (!("unproved" in proof)) return { ...work, proof };
    const lost = (proof.lost ?? []).filter(({ name }) => !keep.includes(name));
    if (lost.length === 0 || attempt === ATTEMPTS) return { why: proof.unproved };
    keep = [...keep, ...lost.map(({ name }) => name)];
  }
};

const tooLongSays = ({ name, text }: Changed, { largestPolicy }: Fixable): string =>
  `policy "${name}" would have ${bytes(text ?? "")} bytes, and the service takes ${largestPolicy}; name fewer senders, or an organisation`;

const bytes = (text: string): number => Buffer.byteLength(text);
