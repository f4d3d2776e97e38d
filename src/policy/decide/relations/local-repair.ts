import { spend } from "../../sets/budget.ts";
import { repeats } from "../../sets/pattern.ts";
import {
  holdsFor,
  isGood,
  textQueriesOf,
  valueIn,
  type Component,
  type TextQueries,
  type Values,
} from "./component.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { solveText } from "../solve/solve-text.ts";
import { equalTo, pattern, type Relation } from "../request/relation.ts";

/**
 * Tries to satisfy all relations by copying values from one key to another, without building automata. Null where that
 * does not succeed, which proves nothing.
 */
export const repairLocally = (component: Component): Values | null => {
  const problems = textQueriesOf(component);
  const values = new Map(component.fixed);
  for (const [variable, query] of problems) {
    const value = solveText(query);
    if (value === null) return null;
    values.set(variable, value);
  }
  const empty = new Map(
    [...values].map(([variable, value]) => {
      const query = problems.get(variable);
      return [variable, query !== undefined && isGood(query, "") ? "" : value];
    }),
  );
  return mended(component, problems, values) ?? mended(component, problems, empty);
};

const mended = (component: Component, problems: TextQueries, values: Map<string, string>): Values | null => {
  // A chain is put right from one end to the other in as many rounds as it has relations.
  for (let round = 0; round <= component.relations.length; round += 1) {
    spend(component.context.environment.budget, component.relations.length * 4);
    const broken = component.relations.filter((relation) => !holdsFor(relation, values));
    if (broken.some((relation) => !mend(relation, values, component.fixed))) return null;
  }
  const good = [...problems].every(([variable, query]) => isGood(query, values.get(variable) ?? ""));
  return good && component.relations.every((relation) => holdsFor(relation, values)) ? values : null;
};

/** Gives the key the text that the rest makes, or the one variable the text of the key. */
const mend = (relation: Relation, values: Map<string, string>, fixed: Component["fixed"]): boolean => {
  if (!relation.sign) return false;
  const isOpen = ({ variable, projection, meaning }: ConditionKey): boolean =>
    projection === "whole" &&
    !fixed.has(variable) &&
    (meaning?.class === "chosen" || meaning?.class === "content");
  if (isOpen(relation.key)) {
    const tokens = pattern(relation, (key) => valueIn(values, key) ?? "");
    const units = tokens.map((token) => (typeof token === "string" ? token : repeats(token) ? "" : "x"));
    values.set(relation.key.variable, units.join(""));
    return true;
  }
  const other = equalTo(relation);
  if (other === null || !isOpen(other)) return false;
  values.set(other.variable, valueIn(values, relation.key) ?? "");
  return true;
};
