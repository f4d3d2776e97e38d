import { say, type Said } from "../messages.ts";
import type { Exposure, Question, Reach } from "../question.ts";
import { isPolicy } from "../parse/parse-policy.ts";
import { holesIn } from "./compile/unresolved.ts";
import type { Opened } from "./opened-question.ts";
import { combine, type Combined } from "./readings/combine.ts";
import type { OpenQuestion, Reading } from "./readings/open-question.ts";
import { mayWiden } from "./readings/read-predicate.ts";
import { readQuery, type Query } from "./search/query.ts";
import { classify, type Classification } from "./who/classify.ts";

/** An unreadable document may be a Deny unless nothing in its text can spell one. */
const mayDeny = (text: string): boolean => /deny|\\u/i.test(text);

/** The answer under one reading of the open questions. */
export interface Decision {
  readonly exposure: Exposure;
  readonly classification: Classification;
  readonly query: Query;
  readonly reason: Reach["reason"];
  /** What the narrow reading comes to, where another one is explained; null elsewhere. */
  readonly narrow: Pick<Decision, "classification" | "query"> | null;
}

export const decideUnder = (opened: Opened, reading: Reading): Decision => {
  const { question, parsed, holes } = opened;
  const query = readQuery(opened.narrow, reading);
  const classification = classify(query);
  if (holes || !parsed.every(isPolicy)) return decideBroken(opened, reading, query, classification);
  const { exposure } = classification;
  return { exposure, classification, query, reason: stopReason(question, classification), narrow: null };
};

const nameOf = (question: Question, index: number): string => question.documents[index]?.name ?? "";

const stopReason = (question: Question, classification: Classification): Reach["reason"] =>
  classification.stopped === null
    ? null
    : { document: nameOf(question, classification.stopped.document), ...classification.stopped.reason };

/** With documents that cannot be read, whole or in part. */
const decideBroken = (
  { question, parsed, holes, wide }: Opened,
  reading: Reading,
  query: Query,
  classification: Classification,
): Decision => {
  const answer = (exposure: Exposure, reason: Reach["reason"]): Decision => ({
    exposure,
    classification,
    query,
    reason,
    narrow: null,
  });
  const because = (index: number, why: Said): Reach["reason"] => ({
    document: nameOf(question, index),
    ...why,
  });
  const broken = parsed.flatMap((one, index) => (isPolicy(one) ? [] : [{ index, one }]));
  if (classification.exposure === "undecided")
    return answer("undecided", stopReason(question, classification));
  if (classification.exposure === "exposed") {
    const denying = broken.find(({ index }) => mayDeny(question.documents[index]?.text ?? ""));
    if (denying === undefined) return answer("exposed", null);
    return answer("undecided", because(denying.index, say("may-deny", denying.one.says)));
  }
  const widestQuery = holes ? readQuery(wide, reading) : query;
  const widest = holes ? classify(widestQuery) : classification;
  const isOpen = widest.exposure === "exposed" || widest.exposure === "undecided";
  if (widest.exposure !== classification.exposure && isOpen)
    return answer("undecided", stopReason(question, widest) ?? holeReason(question, parsed));
  const [invalid] = broken;
  // No stranger can, whatever the expression comes to: who can at most is what is said.
  if (invalid === undefined)
    return holes
      ? {
          ...answer(widest.exposure, null),
          classification: widest,
          query: widestQuery,
          narrow: { classification, query },
        }
      : answer(classification.exposure, null);
  const { line, column, says } = invalid.one;
  return answer("invalid", because(invalid.index, say("invalid", line, column, says)));
};

/** Names the first expression that could not be resolved. */
export const holeReason = (question: Question, parsed: Opened["parsed"]): Reach["reason"] => {
  for (const [index, one] of parsed.entries()) {
    const hole = isPolicy(one) ? holesIn(one)[0] : undefined;
    if (hole !== undefined)
      return {
        document: nameOf(question, index),
        ...say("unresolved", hole.at, hole.expression),
      };
  }
  return null;
};

export const AS_WRITTEN: Reading = new Map();

/** The answer over all readings; `thorough` also finds the doubts of a failure, which do not change the exposure. */
export const decideOverReadings = (
  opened: Opened,
  questions: readonly OpenQuestion[],
  thorough: boolean,
): Combined<Decision> => {
  if (questions.length === 0) {
    const decision = decideUnder(opened, AS_WRITTEN);
    return { exposure: decision.exposure, decision, reading: AS_WRITTEN, doubts: [] };
  }
  return combine(
    questions,
    (reading) => decideUnder(opened, reading),
    ({ exposure }) => (exposure === "exposed" ? thorough : mayWiden(opened.wide)),
  );
};
