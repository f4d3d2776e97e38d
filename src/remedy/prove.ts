import type { Resource } from "../model/resource.ts";
import type { Targets } from "../model/remedy.ts";
import type { AnyRule } from "../model/rule.ts";
import type { Trust } from "../model/trust.ts";
import type { Verdict } from "../model/verdict.ts";
import { decideExposure } from "../policy/decide/decide.ts";
import { notContained, type Change } from "../policy/narrow/contained.ts";
import { isUnchangedFor } from "../policy/narrow/unchanged-for.ts";
import { isPolicy, parsePolicy } from "../policy/parse/parse-policy.ts";
import type { Party, Question } from "../policy/question.ts";
import type { Fixable } from "../services/fix.ts";
import type { Proof, SenderProof } from "./plan-file.ts";
import { accessOf, askingAbout, type Asking } from "./access.ts";
import { accountOf, senderOf, sendersOf, type Sender } from "./senders.ts";

/** One rule with the settings of the run. */
export interface FixingRule {
  readonly rule: AnyRule;
  /** Whether it offers a remedy: then it has to pass afterwards. */
  readonly mends: boolean;
  /** Null where a fact that the rule needs is not there. */
  judge(resource: Resource, trust: Trust): Verdict | null;
}

/** What a proof is about. */
export interface Claim {
  readonly before: Resource;
  readonly after: Resource;
  readonly rules: readonly FixingRule[];
  readonly fixable: Fixable;
  readonly trust: Trust;
  readonly targets: Targets;
  /** Known senders beside the targets. */
  readonly keep: readonly string[];
  /** Names of those who lose access on purpose. */
  readonly lockedOut: readonly string[];
  readonly now: string;
  /** The account of a resource in source code that does not say its own. */
  readonly owner: string | null;
}

/** Why a change is not proved, and who would, or might, lose access by it without being meant to. */
export interface Unproved {
  readonly unproved: string;
  readonly lost?: readonly Sender[];
}

/**
 * Proves a change: each rule that failed passes and none fails that passed; nobody can use the resource who could not
 * before; and each sender who is named and could before still can, but those who are locked out on purpose. Where nobody can
 * tell whether a sender could, the change must make no difference to him.
 */
export const prove = (claim: Claim): Proof | Unproved => {
  const { before, after, fixable, now, trust } = claim;
  const rules = rulesOf(claim);
  const bad = rules.find(
    ({ mends, status: { before: was, after: is } }) =>
      is !== "SUCCESS" && (was !== is || (mends && was === "FAILURE")),
  );
  if (bad !== undefined)
    return { unproved: `${bad.ruleId} would be ${bad.status.after} after the change: ${bad.says}` };
  const [asked, left] = [before, after].map((one) => ownedBy(fixable.question(one, { now, trust }), claim));
  if (asked === undefined || left === undefined) return { unproved: "there is nothing to ask about" };
  const changes = changesOf(asked, left);
  const wider = notContained(changes);
  if (wider !== null) return { unproved: `somebody might get access who has none: ${wider}` };
  const senders = provedSenders(claim, changes, askingAbout(asked), askingAbout(left));
  if ("unproved" in senders) return senders;
  const reach = decideExposure(left);
  return {
    rules: rules.map(({ ruleId, status }) => ({ ruleId, ...status })),
    exposure: { before: decideExposure(asked).exposure, after: reach.exposure },
    allowedTo: reach.allowedTo.map(shown),
    contained: true,
    senders,
  };
};

const ownedBy = (question: Question, { before, owner }: Claim): Question =>
  before.owner === null && owner !== null ? { ...question, owner } : question;

const shown = ({ kind, name }: Party): string => (kind === "everyone" ? "everyone" : `${kind} ${name}`);

interface Judged {
  readonly ruleId: string;
  readonly mends: boolean;
  readonly status: { readonly before: Verdict["status"]; readonly after: Verdict["status"] };
  readonly says: string;
}

const rulesOf = ({ before, after, rules, trust }: Claim): readonly Judged[] =>
  rules.flatMap(({ rule, mends, judge }) => {
    const [was, is] = [judge(before, trust), judge(after, trust)];
    return was === null || is === null
      ? []
      : [{ ruleId: rule.meta.id, mends, status: { before: was.status, after: is.status }, says: is.message }];
  });

const changesOf = (before: Question, after: Question): readonly Change[] =>
  before.documents.flatMap(({ name, text }) => {
    const old = parsePolicy(text);
    const now = after.documents.find((one) => one.name === name)?.text;
    if (!isPolicy(old) || now === text) return [];
    const parsed = now === undefined ? null : parsePolicy(now);
    // A text that is no policy any more is caught by the rules; here it grants nothing.
    return [{ document: name, before: old, after: parsed !== null && isPolicy(parsed) ? parsed : null }];
  });

const provedSenders = (
  { targets, keep, lockedOut }: Claim,
  changes: readonly Change[],
  before: Asking,
  after: Asking,
): readonly SenderProof[] | Unproved => {
  const meant = new Set(lockedOut.flatMap(senderOf).map(({ name }) => name));
  const proved: SenderProof[] = [];
  const lost: Lost[] = [];
  for (const sender of sendersOf(before.policies, targets, keep)) {
    const one =
      provedSender(sender, before, after, meant.has(sender.name)) ??
      undecidedSender(sender, changes, before.question, meant.has(sender.name));
    if ("lost" in one) lost.push(one);
    else proved.push(one);
  }
  const [first] = lost;
  return first === undefined ? proved : { unproved: first.says, lost: lost.map((one) => one.lost) };
};

/** A sender who loses access, or may; and what that is called. */
interface Lost {
  readonly lost: Sender;
  readonly says: string;
}

/** Null where it cannot be decided whether the sender has access. */
const provedSender = (
  sender: Sender,
  before: Asking,
  after: Asking,
  lockedOut: boolean,
): SenderProof | Lost | null => {
  const now = accessOf(after, sender);
  // Whoever can after could before: nothing was widened.
  if (now !== null && now.can)
    return { ...sender, before: true, after: true, witness: now.witness, lockedOut: false };
  const was = accessOf(before, sender);
  if (now === null || was === null) return null;
  if (!was.can || lockedOut)
    return { ...sender, before: was.can, after: false, witness: null, lockedOut: was.can };
  const says = `${sender.name} can send now and could not any more; --lock-out ${sender.name} says that this is meant`;
  return { lost: sender, says };
};

/** Whether he can send depends on what AWS does not document; that the change does not matter to him can still be told. */
const undecidedSender = (
  sender: Sender,
  changes: readonly Change[],
  { owner, actions: asked }: Question,
  lockedOut: boolean,
): SenderProof | Lost => {
  const { name } = sender;
  const account = accountOf(sender);
  const actions = asked.map((action) => action.name);
  const isUnchanged =
    account !== null && isUnchangedFor(changes, { name, account, isOwners: account === owner, actions });
  return isUnchanged || lockedOut
    ? { ...sender, before: null, after: null, witness: null, lockedOut: !isUnchanged }
    : { lost: sender, says: `whether ${name} can still send could not be decided` };
};
