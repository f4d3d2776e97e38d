import type { Exposure, Question, Reach } from "../question.ts";
import { isPolicy, parsePolicy } from "../parse/parse-policy.ts";
import type { NotAPolicy, Policy } from "../shapes.ts";
import { holesIn, read, type Reading } from "./holes.ts";
import { deputiesOf } from "./deputies.ts";
import { evidenceOf } from "./evidence.ts";
import { faultsOf } from "./faults.ts";
import { caseOf, type Case } from "./case.ts";
import { STEPS } from "./world.ts";
import { judge, type Judged } from "./judge.ts";
import { partiesOf } from "./parties.ts";
import { witnessOf } from "./witness.ts";

/** A question whose documents have been read: what each is, or why it is no policy. */
interface Opened {
  readonly parsed: readonly (Policy | NotAPolicy)[];
  readonly holes: boolean;
}

const open = (question: Question): Opened => {
  const parsed = question.documents.map((document) => parsePolicy(document.text, document.unresolved));
  return { parsed, holes: question.documents.some((document) => (document.unresolved?.length ?? 0) > 0) };
};

const caseFor = (question: Question, { parsed, holes }: Opened, reading: Reading): Case =>
  caseOf(
    question,
    parsed.map((one) => (!isPolicy(one) ? null : holes ? read(one, reading) : one)),
  );

/** An unreadable document may be a Deny unless nothing in its text can spell one. */
const mayDeny = (text: string): boolean => /deny|\\u/i.test(text);

interface Decision {
  readonly exposure: Exposure;
  readonly judged: Judged;
  readonly the: Case;
  readonly parsed: Opened["parsed"];
  readonly reason: Reach["reason"];
}

const decide = (question: Question): Decision => {
  const opened = open(question);
  const narrow = caseFor(question, opened, "narrow");
  const judged = judge(narrow);
  if (!opened.holes && opened.parsed.every(isPolicy))
    return {
      exposure: judged.exposure,
      judged,
      the: narrow,
      parsed: opened.parsed,
      reason: stopReason(question, judged),
    };
  return decideBroken(question, opened, narrow, judged);
};

const nameOf = (question: Question, index: number): string => question.documents[index]?.name ?? "";

const stopReason = (question: Question, judged: Judged): Reach["reason"] =>
  judged.stopped === null
    ? null
    : { document: nameOf(question, judged.stopped.document), says: judged.stopped.says };

const decideBroken = (question: Question, opened: Opened, the: Case, judged: Judged): Decision => {
  const broken = opened.parsed.flatMap((one, index) => (isPolicy(one) ? [] : [{ index, one }]));
  const denying = broken.find(({ index }) => mayDeny(question.documents[index]?.text ?? ""));
  const wide = opened.holes ? judge(caseFor(question, opened, "wide")) : judged;
  const because = (index: number, says: string): Reach["reason"] => ({
    document: nameOf(question, index),
    says,
  });
  if (judged.exposure === "exposed" && denying === undefined)
    return { exposure: "exposed", judged, the, parsed: opened.parsed, reason: null };
  if (judged.exposure === "exposed" && denying !== undefined)
    return {
      exposure: "undecided",
      judged,
      the,
      parsed: opened.parsed,
      reason: because(
        denying.index,
        `it is not a policy (${denying.one.says}) and could be a Deny of the same request`,
      ),
    };
  const certain = wide.exposure === judged.exposure;
  if (!certain || judged.exposure === "undecided") {
    const index = opened.parsed.findIndex((one) => isPolicy(one) && holesIn(one).length > 0);
    const policy = opened.parsed[index];
    const hole = policy !== undefined && isPolicy(policy) ? holesIn(policy)[0] : undefined;
    if (wide.exposure === "exposed" || broken.length === 0)
      return {
        exposure: "undecided",
        judged,
        the,
        parsed: opened.parsed,
        reason:
          stopReason(question, judged) ??
          because(
            index,
            `${hole?.at ?? ""} depends on the expression ${hole?.expression ?? ""}, which could not be resolved`,
          ),
      };
  }
  const invalid = broken[0];
  if (invalid !== undefined)
    return {
      exposure: "invalid",
      judged,
      the,
      parsed: opened.parsed,
      reason: because(
        invalid.index,
        `line ${invalid.one.line}, column ${invalid.one.column}: ${invalid.one.says}`,
      ),
    };
  return { exposure: judged.exposure, judged, the, parsed: opened.parsed, reason: null };
};

/** The exposure alone, without evidence, witness or places. */
export const exposureOf = (question: Question): Exposure => decide(question).exposure;

/**
 * Decides who can reach the resource, over all of its documents together, and explains it. Pure, synchronous and total:
 * what cannot be decided is answered `undecided`, and why.
 */
export const decideExposure = (question: Question): Reach => {
  const key = keyOf(question);
  const known = memo.get(key);
  if (known !== undefined) return known;
  const reach = explained(decide(question), question);
  // A map that is cleared stays linked to its old tables, and what was in them lives until the next full collection.
  if (memo.size >= MEMO_SIZE) memo = new Map();
  memo.set(key, reach);
  return reach;
};

/** Several rules ask the same of one resource, one after the other. */
const MEMO_SIZE = 64;
let memo = new Map<string, Reach>();

const keyOf = (question: Question): string => JSON.stringify(question);

const explained = ({ exposure, judged, the, reason, parsed }: Decision, question: Question): Reach => {
  // Each part of the explanation has steps of its own, so that a verdict at the limit is explained all the same.
  const again = (): Case => ({ ...the, world: { ...the.world, budget: { left: STEPS } } });
  const open = exposure === "exposed";
  return {
    exposure,
    allowedTo: exposure === "invalid" || exposure === "undecided" ? [] : partiesOf(again(), judged),
    evidence: evidenceOf(again(), parsed, judged),
    witness: judged.granted === null || exposure === "invalid" ? null : witnessOf(question, judged.granted),
    faults: open ? faultsOf(again()) : [],
    deputies: deputiesOf(again(), judged),
    reason,
  };
};
