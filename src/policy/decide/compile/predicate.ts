import { findKey, hasGlobalPrefix, isGlobal } from "../../keys.ts";
import type { AskedAction, Question } from "../../question.ts";
import type { BaseOperator, Condition, PatternElement } from "../../shapes.ts";
import { isNegated, operandOf, type Operand } from "./operand.ts";
import { GLOBAL_CONDITION_KEYS, conditionKeyOf, type ConditionKey } from "../keys/condition-key.ts";
import { resourceTemplateOf, templateOf, variablesOf, type Template } from "./policy-variables.ts";

/**
 * One condition in the terms of its key: what it is when the key is missing, and which test its values must pass when
 * it is there: some (or, with `every`, all) of the key's values fit the operand (or, without `sign`, do not).
 */
export interface Predicate {
  readonly key: ConditionKey;
  /** Null for what a Principal or Resource says. */
  readonly condition: Condition | null;
  readonly whenMissing: boolean;
  /** Of Null: what it is when the key is there, whatever its value. */
  readonly whenPresent: boolean | null;
  readonly every: boolean;
  readonly sign: boolean;
  readonly operand: Operand;
  /** Values with variables, each anew for every request. */
  readonly variables: {
    /** What they are compared by. */
    readonly operator: BaseOperator;
    readonly templates: readonly Template[];
    readonly keys: readonly ConditionKey[];
    /** The key of a variable's name. */
    readonly find: FindKey;
  } | null;
}

/** Finds the keys of a question's keys, the service's own among them. */
export type FindKey = (key: string) => ConditionKey;

type Asked = Pick<Question, "keys" | "actions" | "tags" | "disputed">;

/** @param own the keys that were found so far */
export const keyFinder = (asked: Asked, own: Map<string, ConditionKey>): FindKey => {
  return (key) => {
    const known = own.get(key);
    if (known !== undefined) return known;
    const found = asDisputed(asTag(keyIn(asked, key), asked), asked);
    own.set(key, found);
    return found;
  };
};

const keyIn = ({ keys, actions }: Asked, name: string): ConditionKey => {
  const known = GLOBAL_CONDITION_KEYS.get(name);
  if (known !== undefined) return known;
  const row = findKey(name, keys);
  return row === null || (isGlobal(row) && row.byAction !== true)
    ? conditionKeyOf(name, row)
    : conditionKeyOf(name, row, carrying(name, actions));
};

const RESOURCE_TAG = "aws:resourcetag/";

/** A tag of the resource is what it is, where the tags were read; else nothing is known about it. */
const asTag = (key: ConditionKey, { tags }: Asked): ConditionKey => {
  if (!key.id.startsWith(RESOURCE_TAG)) return key;
  if (tags === undefined) return { ...key, open: true };
  const name = key.id.slice(RESOURCE_TAG.length);
  // Names of condition keys, the tag's name in them included, are compared without regard to case.
  const value = Object.entries(tags).find(([tag]) => tag.toLowerCase() === name)?.[1];
  return value === undefined ? { ...key, behind: "never" } : { ...key, behind: "constant", constant: value };
};

const asDisputed = (key: ConditionKey, { disputed }: Asked): ConditionKey =>
  disputed === undefined ||
  disputed.undisputed.includes(key.name) ||
  !(key.meaning === null ? hasGlobalPrefix(key.name) : isGlobal(key.meaning))
    ? key
    : { ...key, disputed: true };

/** The actions that carry a service's key, as bits. */
const carrying = (key: string, actions: readonly AskedAction[]): number => {
  const name = key.toLowerCase();
  return actions.reduce(
    (bits, action, index) =>
      action.keys.some((own) => isOrHas(own.toLowerCase(), name)) ? bits | (1 << index) : bits,
    0,
  );
};

/** Whether the key is the name, or the family that the name is of. */
const isOrHas = (key: string, name: string): boolean =>
  key === name || (key.endsWith("/") && name.startsWith(key));

/** Variables are resolved in values of string and ARN operators only; elsewhere the text stands as it is. */
const takesVariables = (operator: BaseOperator): boolean =>
  operator.startsWith("String") || operator.startsWith("Arn");

const NOTHING: Operand = { form: "exact", texts: [], fold: false };

export const predicateOf = (condition: Condition, find: FindKey, withVariables: boolean): Predicate => {
  const key = find(condition.key);
  return condition.operator === "Null"
    ? nullPredicate(condition, key)
    : valuePredicate(condition, key, find, withVariables);
};

/** With ForAllValues it is always true, with ForAnyValue never (IAM Access Analyzer, policy checks). */
const nullPredicate = (condition: Condition, key: ConditionKey): Predicate => {
  const says = (value: string): boolean => condition.values.some((one) => one.text.toLowerCase() === value);
  const fixed = condition.qualifier === null ? null : condition.qualifier === "ForAllValues";
  return {
    key,
    condition,
    whenMissing: fixed ?? says("true"),
    whenPresent: fixed ?? says("false"),
    every: false,
    sign: true,
    operand: NOTHING,
    variables: null,
  };
};

const valuePredicate = (
  condition: Condition,
  key: ConditionKey,
  find: FindKey,
  withVariables: boolean,
): Predicate => {
  const { operator, qualifier, ifExists } = condition;
  const negated = isNegated(operator);
  const texts = condition.values.map((value) => value.text);
  const variable = withVariables && takesVariables(operator) && texts.some((text) => text.includes("${"));
  const templates = variable ? texts.map(templateOf) : null;
  const keys = templates === null ? [] : unique(templates.flatMap(variablesOf)).map(find);
  return {
    key,
    condition,
    whenMissing: ifExists || (qualifier === null ? negated : qualifier === "ForAllValues"),
    whenPresent: null,
    // Without a qualifier, a negated operator asks that no value fit.
    every: qualifier === null ? negated : qualifier === "ForAllValues",
    sign: !negated,
    operand: templates === null ? operandOf(operator, texts) : NOTHING,
    variables: templates === null ? null : { operator, templates, keys, find },
  };
};

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** The Resource element where it has variables: a condition on the one resource that is asked about. */
const RESOURCE_KEY: ConditionKey = {
  ...conditionKeyOf("resource", null),
  behind: "constant",
  constant: { the: "resource" },
  open: false,
};

export const resourcePredicate = (element: PatternElement, find: FindKey): Predicate => {
  const templates = element.values.map((value) => resourceTemplateOf(value.text));
  return {
    key: RESOURCE_KEY,
    condition: null,
    whenMissing: false,
    whenPresent: null,
    every: element.not,
    sign: !element.not,
    operand: NOTHING,
    variables: {
      operator: "StringLike",
      templates,
      keys: unique(templates.flatMap(variablesOf)).map(find),
      find,
    },
  };
};

/** A Principal or NotPrincipal for a party of which not all or none are meant. */
export const textPredicate = (key: ConditionKey, operand: Operand, sign: boolean): Predicate => ({
  key,
  condition: null,
  whenMissing: !sign,
  whenPresent: null,
  every: !sign,
  sign,
  operand,
  variables: null,
});
