import type { ConditionKey } from "../keys/condition-key.ts";
import { ANY_DIMENSIONS } from "../keys/dimensions.ts";
import { arnFields } from "../compile/operand.ts";
import type { Predicate } from "../compile/predicate.ts";
import { withPredicates, type CompiledStatement } from "../compile/statement.ts";
import type { Condition } from "../../shapes.ts";
import type { Choice, Grants, Reading, Subject } from "./open-question.ts";

/** The statement as the reading has it. */
export const readStatement = (compiled: CompiledStatement, reading: Reading): CompiledStatement =>
  reading.size === 0
    ? compiled
    : withPredicates(compiled, () =>
        compiled
          .predicates()
          .all.map((predicate) => readPredicate(predicate, compiled.statement.effect, reading)),
      );

const readPredicate = (predicate: Predicate, effect: "Allow" | "Deny", reading: Reading): Predicate => {
  const without = withoutDisputed(reading);
  let read = predicate;
  // What is asked of the predicate as it was written: a reading changes its key.
  for (const [{ about }, choice] of reading)
    if (isAbout(about, predicate) && !(without && isOfDisputed(about, predicate)))
      read = chosen(read, about, choice, effect);
  return read;
};

/** Whether no request carries the disputed keys under the reading. */
const withoutDisputed = (reading: Reading): boolean =>
  Array.from(reading).some(([{ about }, { is }]) => about.of === "disputed keys" && is === "absent");

/** Whether the question is whether requests carry a key that is disputed. */
const isOfDisputed = (about: Subject, { key, variables }: Predicate): boolean =>
  about.of === "key" &&
  [key, ...(variables?.keys ?? [])].some(({ id, disputed }) => id === about.id && disputed);

/** Whether the predicate depends on what the question is about. */
export const isAbout = (about: Subject, predicate: Predicate): boolean => {
  const { key, condition, variables } = predicate;
  switch (about.of) {
    case "key":
      return key.id === about.id || (variables?.keys.some(({ id }) => id === about.id) ?? false);
    case "list":
      return key.id === about.id && isListCompared(predicate);
    case "operator":
      return condition?.written === about.written;
    case "short ARN":
      return condition !== null && hasShortArn(condition, variables !== null);
    case "ForAnyValue IfExists":
      return condition?.qualifier === "ForAnyValue" && condition.ifExists;
    case "disputed keys":
      return isDisputed(key, condition !== null) || (variables?.keys.some(isDisputedVariable) ?? false);
  }
};

const isDisputed = (key: ConditionKey, stated: boolean): boolean => stated && key.disputed;
const isDisputedVariable = (key: ConditionKey): boolean => key.disputed;

/**
 * Whether an ARN is compared with a pattern of fewer than six fields, `*` or `arn:aws:iam:*`: AWS speaks of six alone.
 *
 * @param withVariables whether `${…}` is a variable: then colons in its name divide nothing
 */
export const hasShortArn = ({ operator, values }: Condition, withVariables: boolean): boolean =>
  operator.startsWith("Arn") &&
  values
    .map(({ text }) => (withVariables ? text.replaceAll(/\$\{[^}]*\}/g, "") : text))
    .some((text) => /[*?]/.test(text) && arnFields(text) === null);

/** Whether a list is compared with values by an operator for one value. */
export const isListCompared = ({ key, condition }: Predicate): boolean =>
  key.meaning?.multivalued === true &&
  condition !== null &&
  condition.qualifier === null &&
  condition.operator !== "Null";

const chosen = (
  predicate: Predicate,
  about: Subject,
  choice: Choice,
  effect: "Allow" | "Deny",
): Predicate => {
  switch (choice.is) {
    case "as written":
      return predicate;
    case "without the key":
      return { ...predicate, whenMissing: choice.holds };
    case "compared":
      return choice.every ? { ...predicate, every: true } : asForAnyValue(predicate);
    case "as text":
      return asText(predicate);
    case "always":
      return always(predicate, choice.holds);
    case "bound":
      return always(predicate, grantsBy(effect, choice.grants));
    case "absent":
      return absent(predicate, (key) =>
        about.of === "key" ? key.id === about.id : about.of === "disputed keys" && key.disputed,
      );
    case "present":
      return present(predicate, about, choice, effect);
  }
};

/** Patterns of ARNs, those with variables among them, as patterns of texts. */
const asText = (predicate: Predicate): Predicate => {
  const { operand, variables, sign } = predicate;
  return {
    ...predicate,
    operand: operand.form === "arn" ? { form: "glob", patterns: operand.patterns } : operand,
    variables: variables === null ? null : { ...variables, operator: sign ? "StringLike" : "StringNotLike" },
  };
};

/** ForAnyValue is false without the key, whatever the operator after it says. */
const asForAnyValue = (predicate: Predicate): Predicate => ({
  ...predicate,
  every: false,
  whenMissing: predicate.condition?.ifExists === true,
});

/** An Allow that matches more grants more, a Deny that matches more grants less. */
const grantsBy = (effect: "Allow" | "Deny", grants: Grants): boolean =>
  (effect === "Allow") === (grants === "most");

const always = (predicate: Predicate, holds: boolean): Predicate => ({
  ...predicate,
  whenMissing: holds,
  whenPresent: holds,
  variables: null,
});

/** Keys that no request carries, as condition keys and as variables. */
const absent = (predicate: Predicate, isAbsent: (key: ConditionKey) => boolean): Predicate => {
  const never = (key: ConditionKey): ConditionKey => (isAbsent(key) ? { ...key, behind: "never" } : key);
  const { variables, condition } = predicate;
  return {
    ...predicate,
    // What a Principal says holds whatever keys conditions can use.
    key: condition === null ? predicate.key : never(predicate.key),
    variables:
      variables === null
        ? null
        : {
            ...variables,
            keys: variables.keys.map(never),
            find: (name) => never(variables.find(name)),
          },
  };
};

/** The key as one that every request carries with the value. */
const constantKey = (key: ConditionKey, value: string): ConditionKey => ({
  ...key,
  behind: "constant",
  constant: value,
  carriedOn: ANY_DIMENSIONS,
  optional: false,
  multivalued: false,
});

const present = (
  predicate: Predicate,
  about: Subject,
  { value, grants }: Extract<Choice, { readonly is: "present" }>,
  effect: "Allow" | "Deny",
): Predicate => {
  const holds = grantsBy(effect, grants);
  const isKey = about.of === "key" && predicate.key.id === about.id;
  const key = isKey ? constantKey(predicate.key, value) : predicate.key;
  // Null has its answer already.
  if (predicate.whenPresent !== null) return { ...predicate, key };
  return isKey && isComparedByText(predicate)
    ? { ...predicate, key }
    : { ...predicate, key, whenPresent: holds, variables: null };
};

/** Whether one text alone tells what the predicate is: neither a set operator, nor a number, nor a variable. */
export const isComparedByText = ({ condition, operand, variables }: Predicate): boolean =>
  variables === null &&
  condition?.qualifier === null &&
  condition.operator !== "Null" &&
  (operand.form === "exact" || operand.form === "glob" || operand.form === "arn");

/** Whether more may be granted where no request carries the disputed keys: what else the statements ask for is not looked at. */
export const mayWiden = ({
  allows,
  denies,
}: {
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
}): boolean =>
  allows.some((allow) => {
    const disputed = disputedIn(allow);
    return disputed.length > 0 && disputed.every(mayHoldWithout);
  }) || denies.some((deny) => disputedIn(deny).some(mayFailWithout));

const disputedIn = ({ statement, predicates }: CompiledStatement): readonly Predicate[] =>
  // Without a condition only a variable in Resource could speak of a key.
  statement.conditions.length === 0 && !statement.resource.values.some(({ text }) => text.includes("${"))
    ? NONE
    : predicates().all.filter((predicate) => isAbout(DISPUTED, predicate));

const NONE: readonly Predicate[] = [];
const DISPUTED: Subject = { of: "disputed keys" };

/** A variable without a value fits nothing; with a default, or in a Resource, it may do either. */
const mayHoldWithout = ({ key, whenMissing, condition }: Predicate): boolean =>
  !key.disputed || whenMissing || condition?.written !== undefined;

const mayFailWithout = (predicate: Predicate): boolean =>
  isInQuestion(predicate) || !predicate.key.disputed || !predicate.whenMissing;

/** Whether another question is what the condition is without its key. */
const isInQuestion = (predicate: Predicate): boolean =>
  predicate.condition?.written !== undefined || isAbout({ of: "ForAnyValue IfExists" }, predicate);
