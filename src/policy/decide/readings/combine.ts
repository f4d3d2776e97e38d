import type { Exposure } from "../../question.ts";
import type { Choice, OpenQuestion, Reading } from "./open-question.ts";

/** The order of precedence of contracts: what comes first is worse, or less certain. */
export const PRECEDENCE: readonly Exposure[] = [
  "exposed",
  "undecided",
  "invalid",
  "cross-account",
  "restricted",
  "private",
];

/** The decision under one reading. */
interface Decided {
  readonly exposure: Exposure;
}

export interface Combined<D extends Decided> {
  readonly exposure: Exposure;
  /** The decision to explain with, and its reading. */
  readonly decision: D;
  readonly reading: Reading;
  /** The questions that the exposure rests on. */
  readonly doubts: readonly OpenQuestion[];
}

type Status = "exposed" | "open" | "pass";

const statusOf = ({ exposure }: Decided): Status =>
  exposure === "exposed" ? "exposed" : exposure === "undecided" || exposure === "invalid" ? "open" : "pass";

/**
 * So many readings of the questions of weight `review` are decided one by one. Where there are more, questions are
 * bounded: every condition that they are about grants as much as it may, or as little.
 */
const MOST_READINGS = 64;

/**
 * One exposure for all readings of the open questions: `exposed` where the questions of weight `failure` can be read so
 * that strangers get in whatever those of weight `review` are; else `undecided` where some reading lets strangers in or
 * is not decided; else the first exposure that some reading gives. A question of weight `standard` has its first
 * reading, and its second is tried at last.
 *
 * @param decide one decision for a reading; asked again for the same reading only if `decide` itself forgets
 * @param standardMatters whether the second reading of a `standard` question has to be tried
 */
export const combine = <D extends Decided>(
  questions: readonly OpenQuestion[],
  decide: (reading: Reading) => D,
  standardMatters: (decision: D) => boolean,
): Combined<D> => {
  const weighing = (weight: OpenQuestion["weight"]): readonly OpenQuestion[] =>
    questions.filter((question) => question.weight === weight);
  const failure = readingsOf(weighing("failure"));
  const review = weighing("review");
  const [standard] = weighing("standard");
  const attempt = (reading: Reading): Tried<D> => ({ reading, decision: decide(reading) });
  const rows = failure.map((given) => ({ given, tried: tryAll(review, given, attempt) }));
  const all = rows.flatMap(({ tried }) => tried);
  const base = all[0];
  // Both products hold the empty reading at least.
  if (base === undefined) return { ...plainly(decide), doubts: [] };
  const open = rows.find(({ tried }) => tried.every(({ decision }) => statusOf(decision) === "exposed"));
  const answer = open?.tried[0] ?? (areSame(all) ? base : passing(all));
  if (answer === null) return { exposure: "undecided", ...base, doubts: mattering(questions, all) };
  const { exposure } = answer.decision;
  const isFirm = open === undefined || all.every(({ decision }) => decision.exposure === "exposed");
  const doubts = isFirm ? [] : weighing("failure");
  if (standard === undefined || !standardMatters(answer.decision)) return { exposure, ...answer, doubts };
  const others = (open === undefined ? rows : [open]).flatMap(({ given }) =>
    tryAll(review, given, (reading) => attempt(withSecond(reading, standard))),
  );
  if (exposure === "exposed") {
    const rests = others.some(({ decision }) => statusOf(decision) === "pass");
    return { exposure, ...answer, doubts: rests ? [...doubts, standard] : doubts };
  }
  if (statusOf(answer.decision) === "pass" && others.some(({ decision }) => statusOf(decision) !== "pass"))
    return { exposure: "undecided", ...answer, doubts: [standard] };
  const last = statusOf(answer.decision) === "pass" ? (passing([answer, ...others]) ?? answer) : answer;
  return { exposure: last.decision.exposure, ...last, doubts };
};

interface Tried<D> {
  readonly reading: Reading;
  readonly decision: D;
}

const plainly = <D extends Decided>(decide: (reading: Reading) => D): Omit<Combined<D>, "doubts"> => {
  const decision = decide(AS_WRITTEN);
  return { exposure: decision.exposure, decision, reading: AS_WRITTEN };
};

const AS_WRITTEN: Reading = new Map();

const areSame = (all: readonly Tried<Decided>[]): boolean =>
  new Set(all.map(({ decision }) => decision.exposure)).size === 1;

/** The pass that comes first in the order of precedence; null where some reading does not pass. */
const passing = <D extends Decided>(all: readonly Tried<D>[]): Tried<D> | null =>
  all.reduce<Tried<D> | null>(
    (first, one) =>
      first === null || statusOf(one.decision) !== "pass"
        ? null
        : PRECEDENCE.indexOf(one.decision.exposure) < PRECEDENCE.indexOf(first.decision.exposure)
          ? one
          : first,
    all[0] ?? null,
  );

const areFew = (questions: readonly OpenQuestion[]): boolean =>
  questions.reduce((product, { choices }) => product * choices.length, 1) <= MOST_READINGS;

/** Tries every reading of the questions added to the reading that is given. */
const tryAll = <D extends Decided>(
  questions: readonly OpenQuestion[],
  given: Reading,
  attempt: (reading: Reading) => Tried<D>,
): readonly Tried<D>[] =>
  areFew(questions)
    ? readingsOf(questions).map((reading) => attempt(new Map([...given, ...reading])))
    : tryBounds(questions, given, attempt);

/**
 * Branch and bound: the questions are answered one after the other, and where both bounds of those that are left give
 * the same exposure, so does every reading between them. When the decisions run out, the bounds stand for the rest.
 */
const tryBounds = <D extends Decided>(
  questions: readonly OpenQuestion[],
  given: Reading,
  attempt: (reading: Reading) => Tried<D>,
): readonly Tried<D>[] => {
  let left = MOST_READINGS - 2;
  const bounds = (at: number, reading: Reading): readonly Tried<D>[] =>
    boundsOf(questions.slice(at)).map((bound) => attempt(new Map([...reading, ...bound])));
  const branch = (at: number, reading: Reading, tried: readonly Tried<D>[]): readonly Tried<D>[] => {
    const question = questions[at];
    if (question === undefined || areSame(tried) || left < 2 * question.choices.length) return tried;
    left -= 2 * question.choices.length;
    return question.choices
      .map((choice) => new Map([...reading, [question, choice]]))
      .map((next) => ({ next, both: bounds(at + 1, next) }))
      .flatMap(({ next, both }) => branch(at + 1, next, both));
  };
  return branch(0, given, bounds(0, given));
};

const boundsOf = (questions: readonly OpenQuestion[]): readonly Reading[] =>
  questions.length === 0
    ? [AS_WRITTEN]
    : (["least", "most"] as const).map(
        (grants) =>
          new Map(questions.map((question): [OpenQuestion, Choice] => [question, { is: "bound", grants }])),
      );

/** Every way to answer all of the questions. */
const readingsOf = (questions: readonly OpenQuestion[]): readonly Reading[] =>
  questions.reduce<readonly Reading[]>(
    (readings, question) =>
      readings.flatMap((reading) =>
        question.choices.map((choice) => new Map([...reading, [question, choice]])),
      ),
    [AS_WRITTEN],
  );

const withSecond = (reading: Reading, question: OpenQuestion): Reading => {
  const [, second] = question.choices;
  return second === undefined ? reading : new Map([...reading, [question, second]]);
};

/** The questions of which another choice, whatever is chosen for the others, gives another status; all where none does. */
const mattering = (
  questions: readonly OpenQuestion[],
  all: readonly Tried<Decided>[],
): readonly OpenQuestion[] => {
  const tried = questions.filter(({ weight }) => weight !== "standard");
  const differInOne = (question: OpenQuestion, one: Tried<Decided>, other: Tried<Decided>): boolean =>
    statusOf(one.decision) !== statusOf(other.decision) &&
    one.reading.get(question) !== other.reading.get(question) &&
    tried.every((each) => each === question || agree(each, one.reading, other.reading));
  const alone = tried.filter((question) =>
    all.some((one) => all.some((other) => differInOne(question, one, other))),
  );
  return alone.length > 0 ? alone : tried;
};

/** Whether the readings can have the same choice: a bound, which is no choice of the question's own, stands for all. */
const agree = (question: OpenQuestion, one: Reading, other: Reading): boolean => {
  const both = [one.get(question), other.get(question)];
  return both[0] === both[1] || !both.every((choice) => question.choices.some((own) => own === choice));
};

/** Every reading that differs from this one in one question. */
export const nextTo = (
  questions: readonly OpenQuestion[],
  reading: Reading,
): readonly { readonly question: OpenQuestion; readonly reading: Reading }[] =>
  questions.flatMap((question) =>
    question.choices
      .filter((choice) => choice !== (reading.get(question) ?? question.choices[0]))
      .map((choice) => ({ question, reading: new Map([...reading, [question, choice]]) })),
  );
