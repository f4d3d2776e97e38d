import type { CodeKind } from "../written/code-kind.ts";
import type { Account } from "../written/identity.ts";
import { member, itemsOf, stringOf, type Node } from "../written/node.ts";
import { concat, hole, made, slice, spanOf, type Span, type Text } from "../written/text.ts";
import {
  encodeJson,
  interpolated,
  knownText,
  LONGEST_TEXT,
  madeText,
  textValue,
  unknown,
  type UnknownValue,
  type Value,
} from "../written/value.ts";
import { comparable, conditionHolds } from "./conditions.ts";
import { withOpenReferences } from "./dynamic-references.ts";
import { guarded, type Template } from "./frame.ts";
import { attributeOf, referenceTo } from "./references.ts";
import { TRANSFORM, transformName } from "./transforms.ts";

/** Steps of evaluation; a large template takes some ten thousand. */
const STEPS = 300_000;

export const openTemplate = (
  root: Node,
  account: Account,
  kind: CodeKind,
  {
    open = new Map(),
    given = new Map(),
    nested = () => null,
    budget = { left: STEPS },
  }: Partial<Surrounding> = {},
): Template => {
  const template: Template = {
    root,
    account,
    kind,
    open,
    given,
    nested: (resource) => guarded(template, `stack ${resource}`, () => nested(resource)),
    busy: new Set(),
    budget,
    evaluate: (node) => evaluate(node, template),
  };
  return template;
};

/** What is known of a template beside its own text. */
type Surrounding = Pick<Template, "open" | "given" | "nested" | "budget">;

/** What a part of a template comes to; null for `AWS::NoValue`, which takes its member away. */
const evaluate = (node: Node, template: Template): Value | null => {
  const { span } = node;
  template.budget.left -= 1;
  if (template.budget.left < 0) return unknown("a template that takes too long", span);
  switch (node.kind) {
    case "object": {
      const [only] = node.members;
      const name = node.members.length === 1 ? only?.name.text : undefined;
      if (only !== undefined && name !== undefined && (name === "Ref" || name.startsWith("Fn::")))
        return intrinsic(name, only.value, template);
      // A macro sees what stands beside it and may change any of it.
      const transform = member(node, TRANSFORM);
      if (transform !== undefined) return unknown(`!Transform ${transformName(transform)}`, span);
      const entries = new Map<string, Value>();
      for (const { name: key, value } of node.members) {
        const evaluated = evaluate(value, template);
        if (evaluated !== null) entries.set(key.text, evaluated);
      }
      return { kind: "object", entries, span };
    }
    case "array":
      return { kind: "list", items: present(node.items, template), span };
    case "string":
      return textValue(withOpenReferences(node.text), span);
    case "number":
      return /^0\d/.test(node.written)
        ? madeText(node.written, span)
        : { kind: "number", number: node.value, span };
    case "boolean":
      return { kind: "boolean", boolean: node.value, span };
    case "null":
    case "unknown":
      return node;
  }
};

const present = (items: readonly Node[], template: Template): readonly Value[] =>
  items.map((item) => evaluate(item, template)).filter((value) => value !== null);

const intrinsic = (name: string, argument: Node, template: Template): Value | null => {
  const unresolved = unknown(expressionOf(name, argument), argument.span);
  switch (name) {
    case "Ref": {
      const target = stringOf(argument);
      return target === "AWS::NoValue"
        ? null
        : target === undefined
          ? unresolved
          : (referenceTo(target, template, argument.span) ?? unresolved);
    }
    case "Fn::GetAtt": {
      const path = pathOf(argument);
      return path === null
        ? unresolved
        : (attributeOf(path[0], path[1], template, argument.span) ?? unresolved);
    }
    case "Fn::Sub":
      return sub(argument, template) ?? unresolved;
    case "Fn::Join":
      return join(argument, template) ?? unresolved;
    case "Fn::Select":
      return select(argument, template) ?? unresolved;
    case "Fn::Split":
      return split(argument, template) ?? unresolved;
    case "Fn::FindInMap":
      return findInMap(argument, template) ?? unresolved;
    case "Fn::If":
      return choose(argument, template, unresolved);
    case "Fn::Length": {
      const list = evaluate(argument, template);
      return list?.kind === "list"
        ? { kind: "number", number: list.items.length, span: argument.span }
        : unresolved;
    }
    case "Fn::ToJsonString": {
      const value = evaluate(argument, template);
      return value === null ? unresolved : textValue(encodeJson(value), argument.span);
    }
    default:
      return unresolved;
  }
};

/** As people know it: `!Ref Domain`, `!GetAtt Role.Arn`. */
const expressionOf = (name: string, argument: Node): string => {
  const text =
    stringOf(argument) ??
    (name === TRANSFORM
      ? transformName(argument)
      : itemsOf(argument)
          .map((item) => stringOf(item) ?? "…")
          .join(" "));
  return `!${name.replace("Fn::", "")} ${text}`;
};

const pathOf = (argument: Node): readonly [string, string] | null => {
  const parts =
    argument.kind === "array" ? argument.items.map(stringOf) : (stringOf(argument)?.split(".") ?? []);
  const [resource, ...attribute] = parts;
  return resource === undefined || attribute.length === 0 || attribute.includes(undefined)
    ? null
    : [resource, attribute.join(".")];
};

/** `${Name}`, `${Resource.Attribute}`; `${!Literal}` is `${Literal}`. */
const VARIABLE = /\$\{([^{}$]{1,300})\}/g;

const sub = (argument: Node, template: Template): Value | null => {
  const [pattern, variables] = argument.kind === "array" ? argument.items : [argument];
  if (pattern?.kind !== "string") return null;
  const { text } = pattern;
  const parts: Text[] = [];
  let at = 0;
  for (const { 0: whole, 1: inner = "", index } of text.text.matchAll(VARIABLE)) {
    const span = spanOf(text, index, index + whole.length) ?? pattern.span;
    parts.push(slice(text, at, index));
    at = index + whole.length;
    const name = inner.trim();
    if (name.startsWith("!")) {
      parts.push(made(`\${${name.slice(1)}}`, span));
      continue;
    }
    const given = member(variables, name);
    const value = given === undefined ? reference(name, template, pattern) : evaluate(given, template);
    parts.push(value === null ? hole(whole, span) : interpolated(value, span));
  }
  parts.push(slice(text, at, text.text.length));
  return bounded(concat(parts), pattern.span);
};

const bounded = (text: Text, span: Span): Value =>
  text.text.length > LONGEST_TEXT
    ? unknown("a text that is too long", span)
    : textValue(withOpenReferences(text), span);

const reference = (name: string, template: Template, { span }: Node): Value | null => {
  const dot = name.indexOf(".");
  return dot < 0
    ? referenceTo(name, template, span)
    : attributeOf(name.slice(0, dot), name.slice(dot + 1), template, span);
};

const join = (argument: Node, template: Template): Value | null => {
  const [separator, list] = itemsOf(argument);
  const between = stringOf(separator);
  const items = list === undefined ? null : evaluate(list, template);
  if (between === undefined || items === null || list === undefined) return null;
  if (items.kind !== "list") return null;
  const parts = items.items.flatMap((item, index): readonly Text[] => {
    const text = item.kind === "text" ? item.text : interpolated(item, item.span);
    return index === 0 || between === ""
      ? [text]
      : [made(between, { ...list.span, to: list.span.from }), text];
  });
  return bounded(concat(parts), list.span);
};

const select = (argument: Node, template: Template): Value | null => {
  const [position, list] = itemsOf(argument);
  const at =
    position === undefined
      ? Number.NaN
      : Number(stringOf(position) ?? (position.kind === "number" ? position.value : Number.NaN));
  const value = list === undefined ? null : evaluate(list, template);
  return value?.kind === "list" ? (value.items[at] ?? null) : null;
};

const split = (argument: Node, template: Template): Value | null => {
  const [separator, source] = itemsOf(argument);
  const between = stringOf(separator);
  const text = source === undefined ? null : knownText(evaluate(source, template));
  return between === undefined || text === null || source === undefined
    ? null
    : {
        kind: "list",
        items: text.split(between).map((part) => madeText(part, source.span)),
        span: source.span,
      };
};

const findInMap = (argument: Node, template: Template): Value | null => {
  const [, , , options] = itemsOf(argument);
  const path = itemsOf(argument)
    .slice(0, 3)
    .map((key) => comparable(evaluate(key, template)));
  const names = path.filter((name) => name !== null);
  if (names.length !== 3) return null;
  // Of the language extensions: where the map has no such key.
  const found = member(template.root, "Mappings", ...names) ?? member(options, "DefaultValue");
  return found === undefined
    ? null
    : guarded(template, `map ${names.join("/")}`, () => evaluate(found, template));
};

const choose = (argument: Node, template: Template, unresolved: UnknownValue): Value | null => {
  const [name, whenTrue, whenFalse] = itemsOf(argument);
  const holds = conditionHolds(stringOf(name), template);
  const chosen = holds === null ? undefined : holds ? whenTrue : whenFalse;
  return chosen === undefined ? unresolved : evaluate(chosen, template);
};
