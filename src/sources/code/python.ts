import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import { made, type SourceFile, type Text } from "../written/text.ts";
import { bindings } from "./python-bindings.ts";
import { quotedText } from "./quoted.ts";
import { childrenOf, DEEPEST, type Argument, type Expression, type Language, type Member } from "./syntax.ts";

const isPunctuation = ({ name }: SyntaxNode): boolean => /^[^A-Za-z]/.test(name) || name === "Comment";

const partsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  childrenOf(node).filter((child) => !isPunctuation(child) && child.name !== "await");

const build = (node: SyntaxNode, file: SourceFile, depth = 0): Expression => {
  const { from, to } = node;
  const range = { from, to };
  const text = (at: SyntaxNode): string => file.text.slice(at.from, at.to);
  const inner = (at: SyntaxNode | undefined): Expression =>
    at === undefined ? { ...range, type: "unknown" } : build(at, file, depth + 1);
  if (depth > DEEPEST) return { ...range, type: "unknown" };
  const [first, second] = partsOf(node);
  switch (node.name) {
    case "String":
    case "FormatString":
      return { ...range, type: "text", parts: stringParts(node, file, inner) };
    case "ContinuedString":
      return {
        ...range,
        type: "text",
        parts: partsOf(node).map((part) => inner(part)),
      };
    case "Number":
      return { ...range, type: "literal", value: Number(text(node).replaceAll("_", "")) };
    case "Boolean":
      return { ...range, type: "literal", value: text(node) === "True" };
    case "None":
      return { ...range, type: "literal", value: null };
    case "VariableName":
      return { ...range, type: "name", name: text(node) };
    case "ParenthesizedExpression":
    case "AwaitExpression":
      return inner(first);
    case "BinaryExpression": {
      const operator = childrenOf(node)[1];
      return operator?.name === "ArithOp" && text(operator) === "+"
        ? { ...range, type: "plus", left: inner(first), right: inner(partsOf(node).at(-1)) }
        : { ...range, type: "unknown" };
    }
    case "DictionaryExpression":
      return { ...range, type: "object", members: entriesOf(node, inner) };
    case "ArrayExpression":
    case "TupleExpression":
    case "SetExpression":
      return { ...range, type: "list", items: argumentsIn(node, file, inner) };
    case "MemberExpression": {
      if (second === undefined) return { ...range, type: "unknown" };
      return second.name === "PropertyName"
        ? { ...range, type: "member", of: inner(first), name: text(second) }
        : { ...range, type: "index", of: inner(first), key: inner(second) };
    }
    case "CallExpression": {
      const list = childrenOf(node).find(({ name }) => name === "ArgList");
      return {
        ...range,
        type: "call",
        callee: inner(first),
        arguments: list === undefined ? [] : argumentsIn(list, file, inner),
      };
    }
    case "LambdaExpression":
      return { ...range, type: "function", result: inner(childrenOf(node).at(-1)) };
    default:
      return { ...range, type: "unknown" };
  }
};

/** A string's prefix and quotes say how it is read: raw, bytes, with expressions in it, over several lines. */
const stringParts = (
  node: SyntaxNode,
  file: SourceFile,
  inner: (at: SyntaxNode | undefined) => Expression,
): readonly (Text | Expression)[] => {
  const source = file.text.slice(node.from, node.to);
  const [opening = "", prefix = "", quotes = ""] = /^([A-Za-z]{0,2})("""|'''|"|')/.exec(source) ?? [];
  const end = source.endsWith(quotes) ? node.to - quotes.length : node.to;
  const isRaw = /r/i.test(prefix);
  // A backslash before what it does not escape stays.
  const read = (from: number, to: number): readonly Text[] =>
    isRaw
      ? [made(file.text.slice(from, to), { file, from, to })]
      : quotedText(file, from, to, (escape) => !/^(?:[\\'"abfnrtv0\r\n]|[uUx])/.test(escape));
  if (!/[ft]/i.test(prefix)) return read(node.from + opening.length, end);
  const parts: (Text | Expression)[] = [];
  let at = node.from + opening.length;
  const literal = (to: number): void => {
    // Two braces are one.
    for (const { 0: run, index } of file.text.slice(at, to).matchAll(/\{\{|\}\}|[^{}]+|[{}]/g)) {
      const from = at + index;
      parts.push(
        ...(/^[{}]/.test(run)
          ? [made(run[0] ?? "", { file, from, to: from + run.length })]
          : read(from, from + run.length)),
      );
    }
  };
  for (const child of childrenOf(node).filter(({ name }) => name === "FormatReplacement")) {
    literal(child.from);
    parts.push(inner(partsOf(child)[0]));
    at = child.to;
  }
  literal(end);
  return parts;
};

const entriesOf = (
  node: SyntaxNode,
  inner: (at: SyntaxNode | undefined) => Expression,
): readonly Member[] => {
  const members: Member[] = [];
  let key: SyntaxNode | null = null;
  let spread = false;
  for (const child of childrenOf(node)) {
    if (child.name === "**") spread = true;
    else if (isPunctuation(child)) continue;
    else if (spread) {
      members.push({ key: null, value: inner(child) });
      spread = false;
    } else if (key === null) key = child;
    else {
      members.push({ key: inner(key), value: inner(child) });
      key = null;
    }
  }
  return members;
};

/** `x`, `name=x`, `*x`, `**x`. */
const argumentsIn = (
  list: SyntaxNode,
  file: SourceFile,
  inner: (at: SyntaxNode | undefined) => Expression,
): readonly Argument[] => {
  const found: Argument[] = [];
  const children = childrenOf(list).filter(({ name }) => name !== "Comment");
  for (const [index, child] of children.entries()) {
    const before = children[index - 1]?.name;
    if (isPunctuation(child) || child.name === "AssignOp" || children[index + 1]?.name === "AssignOp")
      continue;
    const named = before === "AssignOp" ? children[index - 2] : undefined;
    found.push({
      name: named === undefined ? null : file.text.slice(named.from, named.to),
      value: inner(child),
      spread: before === "*" || before === "**",
    });
  }
  return found;
};

export const python: Language = {
  parse: (text) => parser.parse(text),
  build,
  nodes: {
    calls: new Set(["CallExpression"]),
    objects: new Set(["DictionaryExpression"]),
    texts: new Set(["String", "FormatString", "ContinuedString"]),
    lists: new Set(["ArrayExpression"]),
    silent: new Set(["Comment", "ImportStatement", "TypeDef", "Decorator"]),
    conditional: new Set([
      "IfStatement",
      "ForStatement",
      "WhileStatement",
      "MatchStatement",
      "ConditionalExpression",
    ]),
  },
  bindings,
};
