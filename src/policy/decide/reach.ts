import { byCodeUnits } from "../../text/order.ts";
import type { Exposure, Otherwise, Reach } from "../question.ts";
import { isPolicy } from "../parse/parse-policy.ts";
import { holesIn } from "./compile/unresolved.ts";
import { decideOverReadings, decideUnder, holeReason, type Decision } from "./decision.ts";
import { canonicalGrants } from "./explain/canonical-grant.ts";
import { doubtEvidence, doubtReason } from "./explain/doubts.ts";
import { evidenceOf } from "./explain/evidence.ts";
import { witnessOf } from "./explain/witness.ts";
import { questionsOf, type Opened } from "./opened-question.ts";
import { nextTo, type Combined } from "./readings/combine.ts";
import type { OpenQuestion, Reading } from "./readings/open-question.ts";
import { withFreshBudget } from "./request/environment.ts";
import type { Query } from "./search/query.ts";
import { confusedDeputies } from "./who/confused-deputy.ts";
import { listParties } from "./who/list-parties.ts";

/** Each part of the explanation has steps of its own, so that a verdict at the limit is explained all the same. */
const afresh = (query: Query): Query => ({ ...query, environment: withFreshBudget(query.environment) });

/** The answer without its explanation, for a fraction of its time. */
export const partiesReached = (opened: Opened): Pick<Reach, "exposure" | "allowedTo" | "witness"> => {
  const { question } = opened;
  // What is known only in part is explained by more than one reading.
  if (opened.holes) return reachOf(opened);
  const { exposure, decision, reading } = decideOverReadings(opened, questionsOf(opened), false);
  const { granted } = decision.classification;
  return {
    exposure,
    allowedTo: partiesOf(exposure, decision),
    witness:
      granted === null || exposure === "invalid" ? null : witnessOf(question, granted, carriedUnder(reading)),
  };
};

/** The answer to a question that can be asked, with its whole explanation. */
export const reachOf = (opened: Opened, questions: readonly OpenQuestion[] = questionsOf(opened)): Reach => {
  const { question } = opened;
  const combined = decideOverReadings(opened, questions, true);
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
