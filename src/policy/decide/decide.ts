import type { Exposure, Question, Reach } from "../question.ts";
import { isPolicy, parsePolicy } from "../parse/parse-policy.ts";
import type { NotAPolicy, Policy } from "../shapes.ts";
import { holesIn, read, type Reading } from "./compile/unresolved.ts";
import { deputiesOf } from "./who/confused-deputy.ts";
import { evidenceOf } from "./explain/evidence.ts";
import { faultsOf } from "./explain/canonical-grant.ts";
import { caseOf, type Case } from "./search/query.ts";
import { STEPS } from "./request/environment.ts";
import { judge, type Judged } from "./who/classify.ts";
import { partiesOf } from "./who/list-parties.ts";
import { witnessOf } from "./explain/witness.ts";

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

/** With documents that cannot be read, whole or in part. */
const decideBroken = (question: Question, opened: Opened, the: Case, judged: Judged): Decision => {
  const { parsed } = opened;
  const answer = (exposure: Exposure, reason: Reach["reason"]): Decision => ({
    exposure,
    judged,
    the,
    parsed,
    reason,
  });
  const because = (index: number, says: string): Reach["reason"] => ({
    document: nameOf(question, index),
    says,
  });
  const broken = parsed.flatMap((one, index) => (isPolicy(one) ? [] : [{ index, one }]));
  if (judged.exposure === "undecided") return answer("undecided", stopReason(question, judged));
  if (judged.exposure === "exposed") {
    const denying = broken.find(({ index }) => mayDeny(question.documents[index]?.text ?? ""));
    if (denying === undefined) return answer("exposed", null);
    const says = `it is not a policy (${denying.one.says}) and could be a Deny of the same request`;
    return answer("undecided", because(denying.index, says));
  }
  const wide = opened.holes ? judge(caseFor(question, opened, "wide")) : judged;
  const isOpen = wide.exposure === "exposed" || wide.exposure === "undecided" || broken.length === 0;
  if (wide.exposure !== judged.exposure && isOpen)
    return answer("undecided", stopReason(question, wide) ?? holeReason(question, parsed));
  const [invalid] = broken;
  if (invalid === undefined) return answer(judged.exposure, null);
  const { line, column, says } = invalid.one;
  return answer("invalid", because(invalid.index, `line ${line}, column ${column}: ${says}`));
};

/** Names the first expression that could not be resolved. */
const holeReason = (question: Question, parsed: Opened["parsed"]): Reach["reason"] => {
  for (const [index, one] of parsed.entries()) {
    const hole = isPolicy(one) ? holesIn(one)[0] : undefined;
    if (hole !== undefined)
      return {
        document: nameOf(question, index),
        says: `${hole.at} depends on the expression ${hole.expression}, which could not be resolved`,
      };
  }
  return null;
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
  const { granted } = judged;
  return {
    exposure,
    allowedTo: exposure === "invalid" || exposure === "undecided" ? [] : partiesOf(again(), judged),
    evidence: evidenceOf(again(), parsed, judged),
    witness: granted === null || exposure === "invalid" ? null : witnessOf(question, granted),
    accepting:
      granted === null || exposure === "invalid"
        ? null
        : { document: granted.allow.document, at: granted.allow.statement.at },
    faults: exposure === "exposed" && granted !== null ? faultsOf(again(), granted) : [],
    deputies: deputiesOf(again(), judged),
    reason,
  };
};
