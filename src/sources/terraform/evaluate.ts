import { concat, hole, spanOf, type Span, type Text } from "../written/text.ts";
import { interpolated, LONGEST_TEXT, textValue, type Value } from "../written/value.ts";
import { bind, DEEPEST_EVALUATION, type Frame } from "./frame.ts";
import { entriesOf, keyText } from "./entries.ts";
import { FUNCTIONS } from "./functions/functions.ts";
import { binary, truth, unary } from "./operators.ts";
import { attribute, extended, index, NOWHERE, spanOfRange, unresolved, written } from "./traverse.ts";
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
      return template(expression, frame);
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
    case "conditional": {
      const condition = truth(evaluate(expression.condition, frame));
      return typeof condition === "boolean"
        ? evaluate(condition ? expression.whenTrue : expression.whenFalse, frame)
        : condition;
    }
    case "unary":
      return unary(expression.operator, evaluate(expression.operand, frame), spanOfRange(expression));
    case "binary":
      return binary(
        expression.operator,
        evaluate(expression.left, frame),
        () => evaluate(expression.right, frame),
        spanOfRange(expression),
      );
    case "for":
      return comprehension(expression, frame);
    case "unknown":
      return unresolved(expression);
  }
};

const literal = (value: number | boolean | null, span: Span): Value =>
  value === null
    ? { kind: "null", span }
    : typeof value === "number"
      ? { kind: "number", number: value, span }
      : { kind: "boolean", boolean: value, span };

const template = (expression: Expression & { readonly type: "template" }, frame: Frame): Value => {
  const [only] = expression.parts;
  return expression.parts.length === 1 && only?.type === "interpolation"
    ? evaluate(only.expression, frame)
    : textValue(render(expression.parts, frame), spanOfRange(expression));
};

/** A text made of more pieces than this is not a policy of 4 KB. */
const MOST_PIECES = 20_000;

/** The text that a template comes to, with holes where parts of it are not known. */
export const render = (parts: readonly TemplatePart[], frame: Frame): Text => {
  const texts: Text[] = [];
  let length = 0;
  let pieces = 0;
  for (const part of parts) {
    const text = renderPart(part, frame);
    length += text.text.length;
    pieces += text.pieces.length;
    if (length > LONGEST_TEXT || pieces > MOST_PIECES)
      return hole("a template that is too long", wholeOf(text));
    texts.push(text);
  }
  return concat(texts);
};

const wholeOf = (text: Text): Span => spanOf(text, 0, text.text.length) ?? NOWHERE;

const renderPart = (part: TemplatePart, frame: Frame): Text => {
  switch (part.type) {
    case "text":
      return part.text;
    case "interpolation":
      return interpolated(evaluate(part.expression, frame), spanOfRange(part));
    case "if": {
      const condition = truth(evaluate(part.condition, frame));
      return typeof condition === "boolean"
        ? render(condition ? part.whenTrue : part.whenFalse, frame)
        : hole(condition.expression, condition.span);
    }
    case "for": {
      const over = evaluate(part.over, frame);
      const entries = entriesOf(over);
      if (entries === null) return interpolated(over, spanOfRange(part.over));
      return concat(entries.map(([key, value]) => render(part.parts, bindEntry(frame, part, key, value))));
    }
  }
};

const bindEntry = (
  frame: Frame,
  names: { readonly key: string | null; readonly value: string },
  key: Value,
  value: Value,
): Frame =>
  bind(
    frame,
    new Map(
      names.key === null
        ? [[names.value, value]]
        : [
            [names.key, key],
            [names.value, value],
          ],
    ),
  );

const object = (expression: Expression & { readonly type: "object" }, frame: Frame): Value => {
  const entries = new Map<string, Value>();
  for (const { key, value } of expression.elements) {
    const name = keyText(evaluate(key, frame));
    if (name === null) return unresolved(key);
    entries.set(name, evaluate(value, frame));
  }
  return { kind: "object", entries, span: spanOfRange(expression) };
};

const splat = (of: Value, steps: readonly Step[], range: Range, frame: Frame): Value => {
  if (of.kind === "unknown") return extended(of, range);
  const items = of.kind === "list" ? of.items : of.kind === "null" ? [] : [of];
  return {
    kind: "list",
    span: spanOfRange(range),
    items: items.map((item) =>
      steps.reduce<Value>(
        (at, step) =>
          step.type === "attribute"
            ? attribute(at, step.name, range)
            : index(at, evaluate(step.key, frame), range),
        item,
      ),
    ),
  };
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
    if (last.kind !== "list") return last.kind === "unknown" ? last : unresolved(expression);
    values.splice(-1, 1, ...last.items);
  }
  return run(values, { span: spanOfRange(expression), expression: written(expression), frame });
};

/** `try`: the first that is not wrong; one that is merely not known could be either, and ends the search. */
const attempt = (args: readonly Expression[], name: string, range: Range, frame: Frame): Value => {
  for (const argument of args) {
    const value = evaluate(argument, frame);
    const wrong = value.kind === "unknown" && value.wrong === true;
    if (name === "can")
      return value.kind === "unknown" && !wrong
        ? value
        : { kind: "boolean", boolean: !wrong, span: spanOfRange(range) };
    if (!wrong) return value;
  }
  return { ...unresolved(range), wrong: true };
};

const comprehension = (expression: Expression & { readonly type: "for" }, frame: Frame): Value => {
  const over = evaluate(expression.over, frame);
  const entries = entriesOf(over);
  if (entries === null) return over.kind === "unknown" ? over : unresolved(expression);
  const items: Value[] = [];
  const members = new Map<string, Value>();
  for (const [key, value] of entries) {
    const bound = bindEntry(frame, expression, key, value);
    const kept = expression.condition === null ? true : truth(evaluate(expression.condition, bound));
    if (kept === false) continue;
    const result = kept === true ? evaluate(expression.result, bound) : kept;
    if (expression.resultKey === null) items.push(result);
    else {
      const name = keyText(evaluate(expression.resultKey, bound));
      if (name === null || kept !== true) return unresolved(expression);
      const known = members.get(name);
      const span = result.span;
      members.set(
        name,
        expression.grouped
          ? { kind: "list", items: [...(known?.kind === "list" ? known.items : []), result], span }
          : result,
      );
    }
  }
  const span = spanOfRange(expression);
  return expression.resultKey === null
    ? { kind: "list", items, span }
    : { kind: "object", entries: members, span };
};
