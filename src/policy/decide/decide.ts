import { byCodeUnits } from "../../text/order.ts";
import type { Exposure, Otherwise, Question, Reach } from "../question.ts";
import { isPolicy, parsePolicy } from "../parse/parse-policy.ts";
import type { NotAPolicy, Policy } from "../shapes.ts";
import { tooLarge } from "../parse/too-large.ts";
import { fillingOf, type Filling } from "./compile/partly-known.ts";
import { holesIn, readAs } from "./compile/unresolved.ts";
import { combine, nextTo, type Combined } from "./readings/combine.ts";
import type { OpenQuestion, Reading } from "./readings/open-question.ts";
import { openQuestions, raiseOnlyDisputed } from "./readings/open-questions.ts";
import { mayWiden } from "./readings/read-predicate.ts";
import { confusedDeputies } from "./who/confused-deputy.ts";
import { doubtEvidence, doubtReason } from "./explain/doubts.ts";
import { evidenceOf } from "./explain/evidence.ts";
import { canonicalGrants } from "./explain/canonical-grant.ts";
import { queryOf, readQuery, type Query } from "./search/query.ts";
import { MOST_ACTIONS } from "./keys/dimensions.ts";
import { withFreshBudget } from "./request/environment.ts";
import { classify, type Classification } from "./who/classify.ts";
import { listParties } from "./who/list-parties.ts";
import { witnessOf } from "./explain/witness.ts";

/** A question whose documents have been read: what each is, or why it is no policy. */
interface Opened {
  readonly question: Question;
  readonly parsed: readonly (Policy | NotAPolicy)[];
  readonly holes: boolean;
  readonly filling: Filling;
  /** The documents grant as little as they may. */
  readonly narrow: Query;
  /** The documents grant as much as they may; the same query where nothing in them is unresolved. */
  readonly wide: Query;
}

const open = (question: Question): Opened => {
  const parsed = question.documents.map(
    ({ text, unresolved }) => tooLarge(text, question.largestDocument) ?? parsePolicy(text, unresolved),
  );
  const holes = question.documents.some((document) => (document.unresolved?.length ?? 0) > 0);
  const filling = holes ? fillingOf(question) : NO_FILLING;
  const narrow = queryOf(
    question,
    parsed.map((one) => (!isPolicy(one) ? null : holes ? readAs(one, "narrow", filling) : one)),
  );
  const wide = holes
    ? queryOf(
        question,
        parsed.map((one) => (isPolicy(one) ? readAs(one, "wide", filling) : null)),
      )
    : narrow;
  return { question, parsed, holes, filling, narrow, wide };
};

const NO_FILLING: Filling = { named: [], other: "" };

/** What the statements of a query depend on and the documentation leaves open. */
const questionsOf = ({ question, narrow, wide }: Opened): readonly OpenQuestion[] => {
  const statements = [...narrow.allows, ...narrow.denies];
  return openQuestions(
    wide === narrow ? statements : [...statements, ...wide.allows, ...wide.denies],
    narrow.environment.find,
    question.disputed?.name ?? "",
  );
};

/** An unreadable document may be a Deny unless nothing in its text can spell one. */
const mayDeny = (text: string): boolean => /deny|\\u/i.test(text);

/** The answer under one reading of the open questions. */
interface Decision {
  readonly exposure: Exposure;
  readonly classification: Classification;
  readonly query: Query;
  readonly reason: Reach["reason"];
  /** What the narrow reading comes to, where another one is explained; null elsewhere. */
  readonly narrow: Pick<Decision, "classification" | "query"> | null;
}

const decideUnder = (opened: Opened, reading: Reading): Decision => {
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
    : { document: nameOf(question, classification.stopped.document), says: classification.stopped.says };

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

const AS_WRITTEN: Reading = new Map();

/** The answer over all readings; `thorough` also finds the doubts of a failure, which do not change the exposure. */
const decide = (
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

/** The exposure alone, without evidence, witness or places. */
export const exposureOf = (question: Question): Exposure => {
  if (question.actions.length > MOST_ACTIONS) return "undecided";
  const opened = open(question);
  return plainExposure(opened) ?? decide(opened, questionsOf(opened), false).exposure;
};

/**
 * The exposure where no other reading can change it: strangers get in as written, or the absence of disputed keys lets
 * in nobody more. Null where readings have to be weighed. Most policies end here, without looking for questions.
 */
const plainExposure = (opened: Opened): Exposure | null => {
  const { holes, narrow } = opened;
  const { allows, denies, environment } = narrow;
  if (holes || !raiseOnlyDisputed(allows, environment.find) || !raiseOnlyDisputed(denies, environment.find))
    return null;
  const { exposure } = decideUnder(opened, AS_WRITTEN);
  return exposure === "exposed" || !mayWiden(narrow) ? exposure : null;
};

/** The query to explain the answer with: under the reading that the answer rests on, and of as little as is granted for certain. */
export const decidedQuery = (question: Question): Query => {
  const opened = open(question);
  const { query, narrow } = decide(opened, questionsOf(opened), false).decision;
  return narrow?.query ?? query;
};

/**
 * Decides who can reach the resource, over all of its documents together, and explains it. Pure, synchronous and total:
 * what cannot be decided is answered `undecided`, and why.
 */
export const decideExposure = (question: Question): Reach => {
  const key = keyOf(question);
  const known = memo.get(key);
  if (known !== undefined) return known;
  const reach = question.actions.length > MOST_ACTIONS ? tooManyActions(question) : explained(question);
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
  certain: null,
  reason: {
    document: documents[0]?.name ?? "",
    says: `the question has ${actions.length} actions; one question can have ${MOST_ACTIONS}`,
  },
  doubts: [],
  otherwise: [],
});

/** Several rules ask the same of one resource, one after the other. */
const MEMO_SIZE = 64;
let memo = new Map<string, Reach>();

const keyOf = (question: Question): string => JSON.stringify(question);

/** Each part of the explanation has steps of its own, so that a verdict at the limit is explained all the same. */
const afresh = (query: Query): Query => ({ ...query, environment: withFreshBudget(query.environment) });

const explained = (question: Question): Reach => {
  const opened = open(question);
  const questions = questionsOf(opened);
  const combined = decide(opened, questions, true);
  const { exposure, decision, doubts } = combined;
  const { classification, query } = decision;
  const { granted } = classification;
  const told = doubtsOf(opened, combined);
  const reach: Reach = {
    exposure,
    allowedTo: partiesOf(exposure, decision),
    evidence: [...evidenceOf(afresh(query), opened.parsed, classification), ...doubtEvidence(question, told)],
    witness:
      granted === null || exposure === "invalid"
        ? null
        : witnessOf(question, granted, carriedUnder(combined.reading)),
    accepting:
      granted === null || exposure === "invalid"
        ? null
        : { document: granted.allow.document, at: granted.allow.statement.at },
    faults: exposure === "exposed" && granted !== null ? canonicalGrants(afresh(query), granted) : [],
    deputies: confusedDeputies(afresh(query), classification),
    certain: null,
    reason: exposure === decision.exposure ? decision.reason : doubtReason(question, told),
    doubts: doubts.map(({ name }) => name).sort(byCodeUnits),
    otherwise: otherwiseOf(opened, questions, combined),
  };
  return decision.narrow === null ? reach : withCertain(reach, decision.narrow, opened);
};

/** The answer of what may be granted at most, with what is granted for certain. */
const withCertain = (
  reach: Reach,
  { query, classification }: NonNullable<Decision["narrow"]>,
  { question, parsed, filling }: Opened,
): Reach => {
  const certain = {
    allowedTo: listParties(afresh(query), classification),
    deputies: confusedDeputies(afresh(query), classification),
  };
  const { allowedTo, deputies } = reach;
  const agree = JSON.stringify(certain) === JSON.stringify({ allowedTo, deputies });
  return shownByExpression(
    agree ? reach : { ...reach, certain, reason: reach.reason ?? holeReason(question, parsed) },
    filling.other,
    parsed,
  );
};

/** The account that stands for one that is not known is shown as its expression. */
const shownByExpression = (reach: Reach, other: string, parsed: Opened["parsed"]): Reach => {
  const expressions = parsed
    .flatMap((one) => (isPolicy(one) ? holesIn(one) : []))
    .flatMap(({ parts = [] }) =>
      parts.flatMap((part) => (typeof part === "string" ? [] : [part.expression])),
    );
  const shown = `\${${[...new Set(expressions)].join(" or ")}}`;
  const text = JSON.stringify(reach);
  return text.includes(other)
    ? (JSON.parse(text.replaceAll(other, () => JSON.stringify(shown).slice(1, -1))) as Reach)
    : reach;
};

const partiesOf = (exposure: Exposure, { query, classification }: Decision): Reach["allowedTo"] =>
  exposure === "invalid" || exposure === "undecided" ? [] : listParties(afresh(query), classification);

/** The unknown keys that the reading lets every request carry, with their values. */
const carriedUnder = (reading: Reading): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from(reading, ([{ name }, choice]) =>
      choice.is === "present" ? [[name.slice("key:".length), choice.value] as const] : [],
    ).flat(),
  );

/** A doubt, and the exposures under the readings that differ in it alone. */
interface Told {
  readonly question: OpenQuestion;
  readonly exposures: readonly Exposure[];
}

const doubtsOf = (opened: Opened, { doubts, reading, decision }: Combined<Decision>): readonly Told[] =>
  doubts.map((question) => ({
    question,
    exposures: [
      decision.exposure,
      ...nextTo([question], reading).map((next) => decideUnder(opened, next.reading).exposure),
    ],
  }));

/** What the rules that ask for more than the exposure need to know of the other readings. */
const otherwiseOf = (
  opened: Opened,
  questions: readonly OpenQuestion[],
  { reading }: Combined<Decision>,
): readonly Otherwise[] =>
  nextTo(questions, reading).map(({ question, reading: next }) => {
    const decision = decideUnder(opened, next);
    const deputies = confusedDeputies(afresh(decision.query), decision.classification);
    return {
      doubt: question.name,
      unlikely: question.weight !== "review",
      exposure: decision.exposure,
      allowedTo: partiesOf(decision.exposure, decision),
      deputies: [...new Set(deputies.map(({ service }) => service))].sort(byCodeUnits),
    };
  });
