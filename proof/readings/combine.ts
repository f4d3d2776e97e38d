import type { Request } from "../../src/policy/evaluate/request.ts";
import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { explore, type Class, type Exploration } from "../world/explore.ts";
import { openQuestions, type OpenQuestion } from "./open-questions.ts";

/** One answer to each question, as the index of its reading. */
interface Explored {
  readonly chosen: readonly number[];
  readonly exposure: Class;
  readonly request: Request | null;
  readonly whole: boolean;
}

/** What all readings come to together. */
export interface Combined {
  readonly exposure: Class | "undecided";
  /** The questions that the exposure rests on, by name. */
  readonly doubts: readonly string[];
  /** An allowed request of the widest class. */
  readonly request: Request | null;
  /** False where a world was too large and only its beginning was looked at. */
  readonly whole: boolean;
  /** A careful decision may be undecided all the same. */
  readonly loose: boolean;
  readonly questions: readonly string[];
}

const ORDER: readonly Class[] = ["private", "restricted", "cross-account", "exposed"];

/** One choice of a reading of each question. */
export const choices = (questions: readonly OpenQuestion[]): readonly (readonly number[])[] =>
  questions.reduce<readonly (readonly number[])[]>(
    (all, { readings }) => all.flatMap((some) => readings.map((_, index) => [...some, index])),
    [[]],
  );

/** The policies as one choice of readings reads them. */
export const readAs = (
  policies: readonly Policy[],
  questions: readonly OpenQuestion[],
  chosen: readonly number[],
): readonly Policy[] =>
  questions.reduce((read, { readings }, index) => readings[chosen[index] ?? 0]?.(read) ?? read, policies);

/** Enumerates under every reading and says what they come to. */
export const combined = (policies: readonly Policy[], question: Question, unknownFirst = false): Combined => {
  const questions = openQuestions(policies, question, unknownFirst);
  // Readings of which one hides what the other changes leave the same policies.
  const known = new Map<string, Omit<Exploration, "size">>();
  const all = choices(questions).map((chosen): Explored => {
    const read = readAs(policies, questions, chosen);
    const text = JSON.stringify(read);
    const { exposure, request, whole } = known.get(text) ?? explore(read, question);
    known.set(text, { exposure, request, whole });
    return { chosen, exposure, request, whole };
  });
  const widest = all.reduce((best, one) =>
    ORDER.indexOf(one.exposure) > ORDER.indexOf(best.exposure) ? one : best,
  );
  const base = {
    request: widest.request,
    whole: all.every(({ whole }) => whole),
    loose: questions.some(({ loose }) => loose),
    questions: questions.map(({ name }) => name),
  };
  if (widest.exposure !== "exposed") return { ...base, exposure: widest.exposure, doubts: [] };
  const open = openUnderEveryReview(questions, all);
  if (open === null) return { ...base, exposure: "undecided", doubts: restsOn(questions, all) };
  return { ...base, exposure: "exposed", doubts: open };
};

const isOpen = ({ exposure }: Explored): boolean => exposure === "exposed";

/**
 * The doubts of a failure: where the readings of the failure class can be chosen so that every reading of the others, the
 * standard one first, is exposed; null where they cannot.
 */
const openUnderEveryReview = (
  questions: readonly OpenQuestion[],
  all: readonly Explored[],
): readonly string[] | null => {
  const at = (weight: OpenQuestion["weight"]): readonly number[] =>
    questions.flatMap((one, index) => (one.weight === weight ? [index] : []));
  const [failure, standard] = [at("failure"), at("standard")];
  const key = ({ chosen }: Explored): string => failure.map((index) => chosen[index]).join();
  const byStandard = all.filter(({ chosen }) => standard.every((index) => chosen[index] === 0));
  const ways = [...new Set(all.map(key))];
  const opening = ways.filter((way) => byStandard.filter((one) => key(one) === way).every(isOpen));
  if (opening.length === 0) return null;
  const others = (way: string | undefined): readonly Explored[] =>
    all.filter((one) => key(one) === way && !byStandard.includes(one));
  return [
    ...(opening.length < ways.length ? failure : []).map((index) => questions[index]?.name ?? ""),
    ...(others(opening[0]).some((one) => !isOpen(one)) ? standard : []).map(
      (index) => questions[index]?.name ?? "",
    ),
  ];
};

/**
 * By the page that SES's own guide uses, the questions another answer to which, whatever the answers to the others are,
 * makes it open or not. Where nothing opens it by that page, the other page does.
 */
const restsOn = (questions: readonly OpenQuestion[], all: readonly Explored[]): readonly string[] => {
  const named = (picks: (one: OpenQuestion, index: number) => boolean): readonly string[] =>
    questions.filter(picks).map(({ name }) => name);
  const usual = all.filter(({ chosen }) =>
    questions.every(({ weight }, index) => weight !== "standard" || chosen[index] === 0),
  );
  if (!usual.some(isOpen)) return named(({ weight }) => weight === "standard");
  return named(({ weight }, index) => {
    const groups = new Map<string, Set<boolean>>();
    for (const one of usual) {
      const rest = one.chosen.filter((_choice, other) => other !== index).join();
      groups.set(rest, (groups.get(rest) ?? new Set()).add(isOpen(one)));
    }
    return weight !== "standard" && [...groups.values()].some(({ size }) => size > 1);
  });
};
