import type { Span } from "../written/text.ts";
import type { Value } from "../written/value.ts";
import type { ValueType } from "../written/value-type.ts";
import { comprehension } from "./comprehension.ts";
import { keyText } from "./entries.ts";
import { DEEPEST_EVALUATION, type Frame } from "./frame.ts";
import { FUNCTIONS } from "./functions/functions.ts";
import { binary, truth, unary } from "./operators.ts";
import { templateValue } from "./template.ts";
import { attribute, extended, index, spanOfRange, unresolved, written } from "./traverse.ts";
import { convert } from "./types/convert.ts";
import { typesOf } from "./types/type-of.ts";
import { unify } from "./types/unify.ts";
import type { Expression, Range, Step, TemplatePart } from "./syntax.ts";

/** What an expression comes to; whatever cannot be known is an unknown with its own text and place. */
export const evaluate = (expression: Expression, frame: Frame): Value => {
  const { budget } = frame;
  if (budget.depth > DEEPEST_EVALUATION || budget.left <= 0) return unresolved(expression);
  budget.left -= 1;
  budget.depth += 1;
  const value = evaluateNested(expression, frame);
  budget.depth -= 1;
  return value;
};

const evaluateNested = (expression: Expression, frame: Frame): Value => {
  switch (expression.type) {
    case "literal":
      return literal(expression.value, spanOfRange(expression));
    case "template":
      return evaluateTemplate(expression.parts, expression, frame);
    case "tuple":
      return {
        kind: "list",
        items: expression.items.map((item) => evaluate(item, frame)),
        span: spanOfRange(expression),
      };
    case "object":
      return object(expression, frame);
    case "variable":
      return frame.lookUp(expression.name) ?? unresolved(expression);
    case "attribute":
      return attribute(evaluate(expression.of, frame), expression.name, expression);
    case "index":
      return index(evaluate(expression.of, frame), evaluate(expression.key, frame), expression);
    case "splat":
      return splat(evaluate(expression.of, frame), expression.steps, expression, frame);
    case "call":
      return call(expression, frame);
    case "conditional":
      return conditional(expression, frame);
    case "unary":
      return unary(expression.operator, evaluate(expression.operand, frame), spanOfRange(expression));
    case "binary": {
      const [left, right] = [evaluate(expression.left, frame), evaluate(expression.right, frame)];
      return (
        wrongIn(left) ??
        wrongIn(right) ??
        binary(expression.operator, left, right, spanOfRange(expression), written(expression))
      );
    }
    case "for":
      return comprehension(expression, frame, evaluate);
    case "unknown":
      return unresolved(expression);
  }
};

/** What a template comes to: a text, or the value of the one interpolation that it consists of. */
export const evaluateTemplate = (parts: readonly TemplatePart[], range: Range, frame: Frame): Value =>
  templateValue(parts, range, frame, evaluate);

const literal = (value: number | boolean | null, span: Span): Value =>
  value === null
    ? { kind: "null", span }
    : typeof value === "number"
      ? { kind: "number", number: value, span }
      : { kind: "boolean", boolean: value, span };

const object = (expression: Expression & { readonly type: "object" }, frame: Frame): Value => {
  const entries = new Map<string, Value>();
  for (const { key, value } of expression.elements) {
    const name = evaluate(key, frame);
    const text = keyText(name);
    if (text === null)
      return name.kind === "unknown" || name.kind === "text" || name.kind === "entity"
        ? unresolved(key)
        : { ...unresolved(key), wrong: true };
    entries.set(text, evaluate(value, frame));
  }
  return { kind: "object", entries, span: spanOfRange(expression) };
};

/** Both results are brought to the type that they have in common, where both are known. */
const conditional = (expression: Expression & { readonly type: "conditional" }, frame: Frame): Value => {
  const condition = truth(evaluate(expression.condition, frame));
  if (typeof condition !== "boolean") return condition;
  const chosen = evaluate(condition ? expression.whenTrue : expression.whenFalse, frame);
  if (chosen.kind === "unknown") return chosen;
  const other = evaluate(condition ? expression.whenFalse : expression.whenTrue, frame);
  const types = wrongIn(other) === null ? typesOf([chosen, other]) : null;
  if (types === null) return chosen;
  if (types.includes("any")) return convert(chosen, types[1] ?? "any");
  const common = unify(types);
  return common === null ? { ...chosen, wrong: true } : convert(chosen, common);
};

/** The elements of a list stay of one type, those of a tuple and of anything else do not. */
const splat = (of: Value, steps: readonly Step[], range: Range, frame: Frame): Value => {
  if (of.kind === "unknown") return extended(of, range);
  if (of.kind === "null" && of.type !== undefined && isSequence(of.type))
    return { ...unresolved(range), wrong: true };
  const items = of.kind === "list" ? of.items : of.kind === "null" ? [] : [of];
  const results = items.map((item) => stepped(item, steps, range, frame));
  const span = spanOfRange(range);
  if (of.kind !== "list" || of.typed === undefined) return { kind: "list", items: results, span };
  if (items.length === 0 && of.typed.element !== null && !hasSteps(of.typed.element, steps))
    return { ...unresolved(range), wrong: true };
  const types = typesOf(results);
  const element = types === null ? null : (types[0] ?? "any");
  return { kind: "list", items: results, typed: { collection: "list", element }, span };
};

/** Whether an element of a type has the attributes that are asked of it; an index is not looked at. */
const hasSteps = (type: ValueType, [step, ...rest]: readonly Step[]): boolean => {
  if (step?.type !== "attribute" || type === "any") return true;
  if (typeof type === "string" || type.kind === "tuple" || type.kind === "list" || type.kind === "set")
    return false;
  const member = type.kind === "object" ? type.attributes.get(step.name) : type.element;
  return member !== undefined && hasSteps(member, rest);
};

const isSequence = (type: ValueType): boolean =>
  typeof type !== "string" && type.kind !== "map" && type.kind !== "object";

/** The steps taken from one element; a splat among them takes the rest from each of its elements. */
const stepped = (from: Value, steps: readonly Step[], range: Range, frame: Frame): Value => {
  let at = from;
  for (const [position, step] of steps.entries()) {
    if (step.type === "splat") return splat(at, steps.slice(position + 1), range, frame);
    at =
      step.type === "attribute"
        ? attribute(at, step.name, range)
        : index(at, evaluate(step.key, frame), range);
  }
  return at;
};

const call = (expression: Expression & { readonly type: "call" }, frame: Frame): Value => {
  const { name } = expression;
  const args = expression.arguments;
  if (name === "try" || name === "can") return attempt(args, name, expression, frame);
  const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (run === undefined) return unresolved(expression);
  const values = args.map((argument) => evaluate(argument, frame));
  const last = values.at(-1);
  if (expression.spread && last !== undefined) {
    if (last.kind !== "list")
      return last.kind === "unknown" ? last : { ...unresolved(expression), wrong: true };
    values.splice(-1, 1, ...last.items);
  }
  const wrong = values.map(wrongIn).find((part) => part !== null) ?? null;
  // What can be read of a policy is judged all the same.
  if (wrong !== null && name !== "jsonencode") return { ...unresolved(expression), wrong: true };
  const result = run(values, { span: spanOfRange(expression), expression: written(expression), frame });
  return wrong !== null && result.kind === "text" ? { ...result, wrong: true } : result;
};

/** `try`: the first that is not wrong; one that is merely not known could be either, and ends the search. */
const attempt = (args: readonly Expression[], name: string, range: Range, frame: Frame): Value => {
  for (const argument of args) {
    const value = evaluate(argument, frame);
    const wrong = wrongIn(value) !== null;
    if (name === "can")
      return value.kind === "unknown" && !wrong
        ? value
        : { kind: "boolean", boolean: !wrong, span: spanOfRange(range) };
    if (!wrong) return value;
  }
  return { ...unresolved(range), wrong: true };
};

/** The part of a value that Terraform refuses, and with it the whole; null where there is none. */
const wrongIn = (value: Value): Value | null => {
  if (value.wrong === true) return value;
  const parts = value.kind === "list" ? value.items : value.kind === "object" ? value.entries.values() : [];
  for (const part of parts) {
    const wrong = wrongIn(part);
    if (wrong !== null) return wrong;
  }
  return null;
};
