import { nodeValue } from "../terraform/functions/json-value.ts";
import type { Node } from "../written/node.ts";
import { concat, hole, slice, spanOf, type Text } from "../written/text.ts";
import { encodeJson, interpolated, textValue, unknown, type Value } from "../written/value.ts";

/** What Jinja expressions of one file may refer to. */
export interface JinjaContext {
  /** What wins over the file's own variables, such as one of the command line. */
  readonly given: (name: string) => Value | undefined;
  /** A variable that the file itself sets; undefined where it does not, or does so twice. */
  readonly variable: (name: string) => Node | undefined;
  /** The text of a file for `lookup('file' | 'template', …)`; null where there is none. */
  readonly lookUp: (kind: string, path: string) => Text | null;
}

/** Variables may refer to each other this deep. */
const DEEPEST = 10;

/** A value of a playbook with its Jinja resolved as far as the file says it; what is left is a hole. */
export const jinjaValue = (node: Node, context: JinjaContext, depth = 0): Value => {
  if (depth > DEEPEST) return unknown("variables that refer to each other", node.span);
  if (node.kind === "array")
    return {
      kind: "list",
      span: node.span,
      items: node.items.map((item) => jinjaValue(item, context, depth + 1)),
    };
  if (node.kind === "object")
    return {
      kind: "object",
      span: node.span,
      entries: new Map(
        node.members.map(({ name, value }) => [name.text, jinjaValue(value, context, depth + 1)]),
      ),
    };
  if (node.kind !== "string") return nodeValue(node);
  const { text, span } = node;
  const whole = /^\s*\{\{-?([^]{1,1000}?)-?\}\}\s*$/.exec(text.text)?.[1];
  if (whole !== undefined && !whole.includes("{{"))
    return expression(whole, context, depth) ?? textValue(holed(text, context, depth), span);
  return textValue(holed(text, context, depth), span);
};

/** Filters that change no more than the spelling of a value. */
const FILTERS = /^(?:to_json|to_nice_json|from_json|string|trim|tojson)\b(?:\([^)]*\))?$/;

/** A variable, or a file that is looked up; null for any other expression. */
const expression = (source: string, context: JinjaContext, depth: number): Value | null => {
  const [term = "", ...filters] = source.split("|").map((part) => part.trim());
  if (!filters.every((filter) => FILTERS.test(filter))) return null;
  const file = LOOKUP.exec(term);
  if (file !== null) {
    const text = context.lookUp(file[1] ?? "", file[2] ?? file[3] ?? "");
    return text === null ? null : textValue(text, spanOf(text, 0, text.text.length) ?? NOWHERE);
  }
  const given = context.given(term);
  if (given !== undefined) return given;
  const node = /^[A-Za-z_]\w*$/.test(term) ? context.variable(term) : undefined;
  return node === undefined ? null : jinjaValue(node, context, depth + 1);
};

const LOOKUP =
  /^(?:lookup|query)\(\s*['"](?:ansible\.builtin\.)?(file|template)['"]\s*,\s*(?:'([^']+)'|"([^"]+)")[^()]*\)$/;

const NOWHERE = { file: { path: "", text: "" }, from: 0, to: 0 };

/** A text with each `{{ … }}` resolved or a hole. */
const holed = (text: Text, context: JinjaContext, depth: number): Text => {
  const parts: Text[] = [];
  let at = 0;
  for (const { 0: written, 1: inner = "", index } of text.text.matchAll(/\{\{-?([^]{0,1000}?)-?\}\}/g)) {
    const span = spanOf(text, index, index + written.length);
    if (span === null) continue;
    const value = expression(inner, context, depth);
    parts.push(slice(text, at, index));
    parts.push(
      value === null
        ? hole(written, span)
        : value.kind === "object" || value.kind === "list"
          ? encodeJson(value)
          : interpolated(value, span),
    );
    at = index + written.length;
  }
  return at === 0 ? text : concat([...parts, slice(text, at, text.text.length)]);
};
