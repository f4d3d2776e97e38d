import { stringOf, type Node } from "../written/node.ts";
import { concat, hole, made, slice, spanOf, type Span, type Text } from "../written/text.ts";
import { interpolated, textValue, unknown } from "../written/value.ts";
import type { Service } from "./service.ts";
import { sourceValue } from "./variable-sources.ts";
import { variableParts, type Expression, type Part, type Variable } from "./variable-syntax.ts";

/** Values with variables whose values have variables in turn. */
const DEEPEST = 60;

/** A part of the configuration with every variable resolved; what is not known is a hole. */
export const resolveNode = (node: Node, service: Service, depth = 0): Node => {
  service.budget.left -= 1;
  if (service.budget.left < 0 || depth > DEEPEST * 4)
    return unknown("a configuration that takes too long", node.span);
  switch (node.kind) {
    case "object":
      return {
        ...node,
        members: node.members.map(({ name, value }) => ({
          name,
          value: resolveNode(value, service, depth + 1),
        })),
      };
    case "array":
      return { ...node, items: node.items.map((item) => resolveNode(item, service, depth + 1)) };
    case "string":
      return resolveString(node, service, depth);
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return node;
  }
};

type StringNode = Extract<Node, { readonly kind: "string" }>;

const resolveString = (node: StringNode, service: Service, depth: number): Node => {
  const { text } = node.text;
  if (!text.includes("${")) return node;
  const parts = variableParts(text);
  // The Framework refuses such a text, so that nobody knows what is meant.
  if (parts === null) return { ...node, text: hole(text, node.span) };
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "variable") {
    const written = text.slice(only.from, only.to);
    const value = valueOf(only, service, node.span, depth);
    return value === null || value.kind === "unknown"
      ? { kind: "string", text: hole(written, node.span), span: node.span }
      : value;
  }
  const texts = parts.map((part) => partText(part, node, service, depth));
  return { kind: "string", text: concat(texts), span: node.span };
};

const partText = (part: Part, { text, span }: StringNode, service: Service, depth: number): Text => {
  if (part.kind === "text") return slice(text, part.from, part.to);
  const place = spanOf(text, part.from, part.to) ?? span;
  const value = valueOf(part, service, place, depth);
  return value === null
    ? hole(text.text.slice(part.from, part.to), place)
    : scalarText(value, text.text.slice(part.from, part.to), place);
};

const scalarText = (value: Node, written: string, place: Span): Text => {
  switch (value.kind) {
    case "string":
      return interpolated(textValue(value.text, value.span), place);
    case "number":
      return made(value.written, place);
    case "boolean":
      return made(String(value.value), place);
    case "null":
    case "object":
    case "array":
    case "unknown":
      return hole(written, place);
  }
};

/** The value of the first source that has one; null where none has. */
const valueOf = ({ sources }: Variable, service: Service, span: Span, depth: number): Node | null => {
  for (const source of sources) {
    if (source.kind === "literal") return literal(source.value, span);
    const found = sourceValue(
      source,
      { ...service, text: (expression) => expressionText(expression, service, depth) },
      span,
      (node) => resolveNode(node, service, depth + 1),
    );
    if (found !== null) return found;
  }
  return null;
};

const literal = (value: string | number | boolean | null, span: Span): Node => {
  if (value === null) return { kind: "null", span };
  if (typeof value === "boolean") return { kind: "boolean", value, span };
  return typeof value === "number"
    ? { kind: "number", value, written: String(value), span }
    : { kind: "string", text: made(value, span), span };
};

/** An address or a parameter as a text; null where a variable in it is not known. */
const expressionText = ({ text, parts }: Expression, service: Service, depth: number): string | null => {
  let whole = "";
  for (const part of parts) {
    if (part.kind === "text") {
      whole += text.slice(part.from, part.to);
      continue;
    }
    const { root } = service;
    const value = valueOf(part, service, root.span, depth + 1);
    const known =
      value?.kind === "number"
        ? value.written
        : value?.kind === "boolean"
          ? String(value.value)
          : stringOf(value ?? undefined);
    if (known === undefined) return null;
    whole += known;
  }
  return whole.trim();
};
