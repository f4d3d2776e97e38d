import type { Question } from "../question.ts";

/**
 * A text that is equal for equal questions alone. What thousands of questions share (keys, actions, trust) is a number in
 * it; policies stand in it as they are, after their lengths, because writing them as JSON takes longer than many
 * decisions.
 */
export const questionKey = (question: Question): string => {
  const { documents, keys, actions, disputed, trust, resource, owner, now, largestDocument, samples, tags } =
    question;
  const parts = [
    numberOf(keys),
    numberOf(actions),
    numberOf(trust),
    disputed === undefined ? 0 : numberOf(disputed),
    largestDocument ?? "",
    measured(resource),
    measured(owner),
    measured(now),
    samples === undefined ? "" : JSON.stringify(samples),
    tags === undefined ? "" : JSON.stringify(tags),
    ...documents.map(
      ({ name, text, unresolved = [] }) =>
        measured(name) + measured(text) + (unresolved.length === 0 ? "" : JSON.stringify(unresolved)),
    ),
  ];
  return parts.join("\n");
};

const measured = (text: string): string => `${text.length}:${text}`;

/** A number is never given twice; where a table is begun anew, equal objects may have two. */
let next = 1;
let numbers = new Map<string, number>();
const MOST_NUMBERS = 1_000;
const known = new WeakMap<object, number>();

const numberOf = (shared: object): number => {
  const before = known.get(shared);
  if (before !== undefined) return before;
  const text = JSON.stringify(shared);
  const number = numbers.get(text) ?? next++;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: an equal question may only be decided twice
  if (numbers.size >= MOST_NUMBERS) numbers = new Map();
  numbers.set(text, number);
  known.set(shared, number);
  return number;
};
