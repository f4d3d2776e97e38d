import { isStop } from "../../sets/budget.ts";
import { shortestMember } from "../../sets/language.ts";
import type { Tokens } from "../../sets/pattern.ts";
import type { Requirement } from "../../sets/requirement.ts";
import { languageOf } from "../compile/operand.ts";
import type { Predicate } from "../compile/predicate.ts";
import type { Choice, Grants } from "./open-question.ts";
import { isComparedByText } from "./read-predicate.ts";

/** More cells of values than any sensible policy makes; each is a whole decision. */
const MOST_CELLS = 12;

/** Steps, far more than it takes to tell the values of a few patterns apart. */
const STEPS = 50_000;

const EITHER: readonly Grants[] = ["least", "most"];

/**
 * How a request can carry the key that the predicates are about, so that no predicate tells two of its values apart
 * that are not both here: one value of each cell into which the patterns cut the texts. Where there are too many, the
 * bounds of what the key can do.
 */
export const presentValues = (id: string, predicates: readonly Predicate[]): readonly Choice[] => {
  const own = predicates.filter(({ key, whenPresent }) => key.id === id && whenPresent === null);
  const byText = own.filter(isComparedByText);
  const isVariable = predicates.some(({ variables }) => variables?.keys.some((key) => key.id === id));
  const cells = cellsOf(byText.map(({ operand }) => languageOf(operand) ?? []));
  if (cells === null) return EITHER.map((grants) => ({ is: "bound", grants }));
  const grants: readonly Grants[] = byText.length === own.length && !isVariable ? ["least"] : EITHER;
  return cells.flatMap((value) => grants.map((one): Choice => ({ is: "present", value, grants: one })));
};

/** A text of each cell; null where there are too many, or one is too intricate. */
const cellsOf = (languages: readonly (readonly Tokens[])[]): readonly string[] | null => {
  const budget = { left: STEPS };
  try {
    let cells: readonly (readonly Requirement[])[] = [[]];
    for (const patterns of languages) {
      cells = cells
        .flatMap((cell) => [true, false].map((wanted) => [...cell, { patterns, wanted }]))
        .filter((cell) => shortestMember(cell, budget) !== null);
      if (cells.length > MOST_CELLS) return null;
    }
    return cells.map((cell) => shortestMember(cell, budget) ?? "");
  } catch (thrown) {
    if (!isStop(thrown)) throw thrown;
    return null;
  }
};
