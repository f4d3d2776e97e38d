import type { Exposure, Question, Reach } from "../question.ts";
import { isPolicy, parsePolicy } from "../parse/parse-policy.ts";
import type { NotAPolicy, Policy } from "../shapes.ts";
import { holesIn, readAs, type Reading } from "./compile/unresolved.ts";
import { confusedDeputies } from "./who/confused-deputy.ts";
import { evidenceOf } from "./explain/evidence.ts";
import { canonicalGrants } from "./explain/canonical-grant.ts";
import { queryOf, type Query } from "./search/query.ts";
import { MOST_ACTIONS } from "./keys/dimensions.ts";
import { STEP_LIMIT } from "./request/environment.ts";
import { classify, type Classification } from "./who/classify.ts";
import { listParties } from "./who/list-parties.ts";
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

const queryFor = (question: Question, { parsed, holes }: Opened, reading: Reading): Query =>
  queryOf(
    question,
    parsed.map((one) => (!isPolicy(one) ? null : holes ? readAs(one, reading) : one)),
  );

/** An unreadable document may be a Deny unless nothing in its text can spell one. */
const mayDeny = (text: string): boolean => /deny|\\u/i.test(text);

interface Decision {
  readonly exposure: Exposure;
  readonly classification: Classification;
  readonly query: Query;
  readonly parsed: Opened["parsed"];
  readonly reason: Reach["reason"];
}

const decide = (question: Question): Decision => {
  const opened = open(question);
  const narrow = queryFor(question, opened, "narrow");
  const classification = classify(narrow);
  if (!opened.holes && opened.parsed.every(isPolicy))
    return {
      exposure: classification.exposure,
      classification,
      query: narrow,
      parsed: opened.parsed,
      reason: stopReason(question, classification),
    };
  return decideBroken(question, opened, narrow, classification);
};

const nameOf = (question: Question, index: number): string => question.documents[index]?.name ?? "";

const stopReason = (question: Question, classification: Classification): Reach["reason"] =>
  classification.stopped === null
    ? null
    : { document: nameOf(question, classification.stopped.document), says: classification.stopped.says };

/** With documents that cannot be read, whole or in part. */
const decideBroken = (
  question: Question,
  opened: Opened,
  query: Query,
  classification: Classification,
): Decision => {
  const { parsed } = opened;
  const answer = (exposure: Exposure, reason: Reach["reason"]): Decision => ({
    exposure,
    classification,
    query,
    parsed,
    reason,
  });
  const because = (index: number, says: string): Reach["reason"] => ({
    document: nameOf(question, index),
    says,
  });
  const broken = parsed.flatMap((one, index) => (isPolicy(one) ? [] : [{ index, one }]));
  if (classification.exposure === "undecided")
    return answer("undecided", stopReason(question, classification));
  if (classification.exposure === "exposed") {
    const denying = broken.find(({ index }) => mayDeny(question.documents[index]?.text ?? ""));
    if (denying === undefined) return answer("exposed", null);
    const says = `it is not a policy (${denying.one.says}) and could be a Deny of the same request`;
    return answer("undecided", because(denying.index, says));
  }
  const wide = opened.holes ? classify(queryFor(question, opened, "wide")) : classification;
  const isOpen = wide.exposure === "exposed" || wide.exposure === "undecided" || broken.length === 0;
  if (wide.exposure !== classification.exposure && isOpen)
    return answer("undecided", stopReason(question, wide) ?? holeReason(question, parsed));
  const [invalid] = broken;
  if (invalid === undefined) return answer(classification.exposure, null);
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
export const exposureOf = (question: Question): Exposure =>
  question.actions.length > MOST_ACTIONS ? "undecided" : decide(question).exposure;

/**
 * Decides who can reach the resource, over all of its documents together, and explains it. Pure, synchronous and total:
 * what cannot be decided is answered `undecided`, and why.
 */
export const decideExposure = (question: Question): Reach => {
  const key = keyOf(question);
  const known = memo.get(key);
  if (known !== undefined) return known;
  const reach =
    question.actions.length > MOST_ACTIONS ? tooManyActions(question) : explained(decide(question), question);
  // A map that is cleared stays linked to its old tables, and what was in them lives until the next full collection.
  if (memo.size >= MEMO_SIZE) memo = new Map();
  memo.set(key, reach);
  return reach;
};

/** A caller with more actions asks several questions; what it asks in one is not answered in part. */
const tooManyActions = ({ actions, documents }: Question): Reach => ({
  exposure: "undecided",
  allowedTo: [],
  evidence: [],
  witness: null,
  accepting: null,
  faults: [],
  deputies: [],
  reason: {
    document: documents[0]?.name ?? "",
    says: `the question has ${actions.length} actions; one question can have ${MOST_ACTIONS}`,
  },
});

/** Several rules ask the same of one resource, one after the other. */
const MEMO_SIZE = 64;
let memo = new Map<string, Reach>();

const keyOf = (question: Question): string => JSON.stringify(question);

const explained = (
  { exposure, classification, query, reason, parsed }: Decision,
  question: Question,
): Reach => {
  // Each part of the explanation has steps of its own, so that a verdict at the limit is explained all the same.
  const again = (): Query => ({
    ...query,
    environment: { ...query.environment, budget: { left: STEP_LIMIT } },
  });
  const { granted } = classification;
  return {
    exposure,
    allowedTo: exposure === "invalid" || exposure === "undecided" ? [] : listParties(again(), classification),
    evidence: evidenceOf(again(), parsed, classification),
    witness: granted === null || exposure === "invalid" ? null : witnessOf(question, granted),
    accepting:
      granted === null || exposure === "invalid"
        ? null
        : { document: granted.allow.document, at: granted.allow.statement.at },
    faults: exposure === "exposed" && granted !== null ? canonicalGrants(again(), granted) : [],
    deputies: confusedDeputies(again(), classification),
    reason,
  };
};
