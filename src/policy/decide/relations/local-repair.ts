import { spend } from "../../sets/budget.ts";
import { repeats } from "../../sets/pattern.ts";
import { holdsFor, isGood, problemsOf, valueIn, type Knot, type Problems, type Values } from "./component.ts";
import type { Slot } from "../keys/condition-key.ts";
import { solveText } from "../solve/solve-text.ts";
import { equalTo, pattern, type Tie } from "../request/relation.ts";

/**
 * Values that pass all rules and meet all ties, found by putting the ones into the others' places, without any automata;
 * null where that leads nowhere, which says nothing.
 */
export const guess = (knot: Knot): Values | null => {
  const problems = problemsOf(knot);
  const values = new Map(knot.fixed);
  for (const [variable, problem] of problems) {
    const value = solveText(problem);
    if (value === null) return null;
    values.set(variable, value);
  }
  const empty = new Map(
    [...values].map(([variable, value]) => {
      const problem = problems.get(variable);
      return [variable, problem !== undefined && isGood(problem, "") ? "" : value];
    }),
  );
  return mended(knot, problems, values) ?? mended(knot, problems, empty);
};

const mended = (knot: Knot, problems: Problems, values: Map<string, string>): Values | null => {
  // A chain is put right from one end to the other in as many rounds as it has ties.
  for (let round = 0; round <= knot.ties.length; round += 1) {
    spend(knot.ask.world.budget, knot.ties.length * 4);
    const broken = knot.ties.filter((tie) => !holdsFor(tie, values));
    if (broken.some((tie) => !mend(tie, values, knot.fixed))) return null;
  }
  const good = [...problems].every(([variable, problem]) => isGood(problem, values.get(variable) ?? ""));
  return good && knot.ties.every((tie) => holdsFor(tie, values)) ? values : null;
};

/** Gives the key the text that the rest makes, or the one variable the text of the key. */
const mend = (tie: Tie, values: Map<string, string>, fixed: Knot["fixed"]): boolean => {
  if (!tie.sign) return false;
  const isOpen = ({ variable, view, row }: Slot): boolean =>
    view === "whole" && !fixed.has(variable) && (row?.class === "chosen" || row?.class === "content");
  if (isOpen(tie.key)) {
    const tokens = pattern(tie, (slot) => valueIn(values, slot) ?? "");
    const units = tokens.map((token) => (typeof token === "string" ? token : repeats(token) ? "" : "x"));
    values.set(tie.key.variable, units.join(""));
    return true;
  }
  const other = equalTo(tie);
  if (other === null || !isOpen(other)) return false;
  values.set(other.variable, valueIn(values, tie.key) ?? "");
  return true;
};
