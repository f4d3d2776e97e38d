import type { KeyMeaning } from "../../keys.ts";
import { findKey } from "../../keys.ts";
import type { AskedAction } from "../../question.ts";
import type { BaseOperator, Condition, PatternElement } from "../../shapes.ts";
import { isNegated, operandOf, type Operand } from "./operand.ts";
import { GLOBAL_SLOTS, slotOf, type Slot } from "../keys/condition-key.ts";
import { templateOf, variablesOf, type Template } from "./policy-variables.ts";

/**
 * One condition in the terms of its key: what it is when the key is missing, and which test its values must pass when
 * it is there: some (or, with `every`, all) of the key's values fit the operand (or, without `sign`, do not).
 */
export interface Clause {
  readonly slot: Slot;
  /** Null for what a Principal or Resource says. */
  readonly condition: Condition | null;
  readonly whenMissing: boolean;
  /** Of Null: what it is when the key is there, whatever its value. */
  readonly whenPresent: boolean | null;
  readonly every: boolean;
  readonly sign: boolean;
  readonly operand: Operand;
  /** Values with variables, each anew for every request. */
  readonly variables: { readonly templates: readonly Template[]; readonly slots: readonly Slot[] } | null;
}

/** Finds the slots of a question's keys, the service's own among them. */
export type FindSlot = (key: string) => Slot;

export const slotFinder = (rows: readonly KeyMeaning[], actions: readonly AskedAction[]): FindSlot => {
  const own = new Map<string, Slot>();
  return (key) => {
    const known = GLOBAL_SLOTS.get(key) ?? own.get(key);
    if (known !== undefined) return known;
    const row = findKey(key, rows);
    const found =
      row === null || row.name.startsWith("aws:")
        ? slotOf(key, row)
        : slotOf(key, row, carrying(key, actions));
    own.set(key, found);
    return found;
  };
};

/** The actions that carry a service's key, as bits. */
const carrying = (key: string, actions: readonly AskedAction[]): number => {
  const name = key.toLowerCase();
  return actions.reduce(
    (bits, action, index) =>
      action.keys.some((own) => own.toLowerCase() === name) ? bits | (1 << index) : bits,
    0,
  );
};

/** Variables stand in values of string, ARN and Boolean operators only (IAM user guide, "Policy variables"). */
const takesVariables = (operator: BaseOperator): boolean =>
  operator === "Bool" || operator.startsWith("String") || operator.startsWith("Arn");

const NOTHING: Operand = { form: "exact", texts: [], fold: false };

export const clauseOf = (condition: Condition, find: FindSlot, withVariables: boolean): Clause => {
  const slot = find(condition.key);
  return condition.operator === "Null"
    ? nullClause(condition, slot)
    : valueClause(condition, slot, find, withVariables);
};

/** With ForAllValues it is always true, with ForAnyValue never (IAM Access Analyzer, policy checks). */
const nullClause = (condition: Condition, slot: Slot): Clause => {
  const says = (value: string): boolean => condition.values.some((one) => one.text.toLowerCase() === value);
  const fixed = condition.qualifier === null ? null : condition.qualifier === "ForAllValues";
  return {
    slot,
    condition,
    whenMissing: fixed ?? says("true"),
    whenPresent: fixed ?? says("false"),
    every: false,
    sign: true,
    operand: NOTHING,
    variables: null,
  };
};

const valueClause = (condition: Condition, slot: Slot, find: FindSlot, withVariables: boolean): Clause => {
  const { operator, qualifier, ifExists } = condition;
  const negated = isNegated(operator);
  const texts = condition.values.map((value) => value.text);
  const variable = withVariables && takesVariables(operator) && texts.some((text) => text.includes("${"));
  const templates = variable ? texts.map(templateOf) : null;
  const slots = templates === null ? [] : unique(templates.flatMap(variablesOf)).map(find);
  return {
    slot,
    condition,
    whenMissing: ifExists || (qualifier === null ? negated : qualifier === "ForAllValues"),
    whenPresent: null,
    // Without a qualifier, a negated operator asks that no value fit.
    every: qualifier === null ? negated : qualifier === "ForAllValues",
    sign: !negated,
    operand: templates === null ? operandOf(operator, texts) : NOTHING,
    variables: templates === null ? null : { templates, slots },
  };
};

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** The Resource element where it has variables: a condition on the one resource that is asked about. */
const RESOURCE_SLOT: Slot = {
  key: "resource",
  name: "resource",
  row: null,
  behind: "constant",
  variable: "resource",
  view: "whole",
  shape: slotOf("resource", null).shape,
  optional: false,
  together: "resource",
  multivalued: false,
};

export const resourceClause = (element: PatternElement, find: FindSlot): Clause => {
  const templates = element.values.map((value) => templateOf(value.text));
  return {
    slot: RESOURCE_SLOT,
    condition: null,
    whenMissing: false,
    whenPresent: null,
    every: element.not,
    sign: !element.not,
    operand: NOTHING,
    variables: { templates, slots: unique(templates.flatMap(variablesOf)).map(find) },
  };
};

/** A Principal or NotPrincipal for a party of which not all or none are meant. */
export const textClause = (slot: Slot, operand: Operand, sign: boolean): Clause => ({
  slot,
  condition: null,
  whenMissing: !sign,
  whenPresent: null,
  every: !sign,
  sign,
  operand,
  variables: null,
});
