import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/javascript";
import type { SourceFile } from "../written/text.ts";
import { bindings } from "./javascript-bindings.ts";
import { quotedText } from "./quoted.ts";
import { childrenOf, DEEPEST, type Argument, type Expression, type Language, type Member } from "./syntax.ts";

const DIALECTS: Readonly<Record<"ts" | "tsx", typeof parser>> = {
  ts: parser.configure({ dialect: "ts" }),
  tsx: parser.configure({ dialect: "ts jsx" }),
};

/** JavaScript and TypeScript; `tsx` reads JSX and takes no casts in angle brackets. */
export const javascript = (dialect: "ts" | "tsx"): Language => ({
  parse: (text) => DIALECTS[dialect].parse(text),
  build,
  nodes: {
    calls: new Set(["CallExpression", "NewExpression"]),
    objects: new Set(["ObjectExpression"]),
    texts: new Set(["String", "TemplateString"]),
    lists: new Set(["ArrayExpression"]),
    silent: new Set([
      "LineComment",
      "BlockComment",
      "ImportDeclaration",
      "ExportGroup",
      "TypeAnnotation",
      "TypeAliasDeclaration",
      "InterfaceDeclaration",
      "TypeArgList",
      "VariableDefinition",
      "PropertyDefinition",
    ]),
    conditional: new Set([
      "IfStatement",
      "SwitchStatement",
      "ForStatement",
      "WhileStatement",
      "DoStatement",
      "ConditionalExpression",
    ]),
  },
  bindings,
});

const isPunctuation = ({ name }: SyntaxNode): boolean => !/^[A-Za-z]/.test(name);

const partsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  childrenOf(node).filter(
    (child) => !isPunctuation(child) && !/Comment$|^(?:new|await|as|const|satisfies)$/.test(child.name),
  );

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
      return { ...range, type: "text", parts: quotedText(file, from + 1, to - 1) };
    case "TemplateString":
      return { ...range, type: "text", parts: templateParts(node, file, inner) };
    case "TaggedTemplateExpression":
      // `interpolate` of Pulumi and SST, `String.raw`: the text itself.
      return /(?:interpolate|raw|dedent)$/.test(first === undefined ? "" : text(first))
        ? inner(second)
        : { ...range, type: "unknown" };
    case "Number":
      return { ...range, type: "literal", value: Number(text(node).replaceAll("_", "")) };
    case "BooleanLiteral":
      return { ...range, type: "literal", value: text(node) === "true" };
    case "null":
      return { ...range, type: "literal", value: null };
    case "VariableName":
      return { ...range, type: "name", name: text(node) };
    case "this":
      return { ...range, type: "name", name: "this" };
    case "ParenthesizedExpression":
    case "AwaitExpression":
      return inner(first);
    case "PostfixExpression":
    case "InstantiationExpression":
      return inner(first);
    case "PrefixCast":
      return inner(partsOf(node).at(-1));
    case "BinaryExpression": {
      const operator = childrenOf(node)[1]?.name ?? "";
      if (operator === "as" || operator === "satisfies") return inner(first);
      const sign = childrenOf(node)[1];
      return operator === "ArithOp" && sign !== undefined && text(sign) === "+"
        ? { ...range, type: "plus", left: inner(first), right: inner(partsOf(node).at(-1)) }
        : { ...range, type: "unknown" };
    }
    case "ObjectExpression":
      return {
        ...range,
        type: "object",
        members: childrenOf(node)
          .filter(({ name }) => name === "Property")
          .map((property) => buildProperty(property, file, inner)),
      };
    case "ArrayExpression":
      return { ...range, type: "list", items: argumentsIn(node, inner) };
    case "MemberExpression": {
      const property = partsOf(node).at(-1);
      if (property === undefined || property === first) return { ...range, type: "unknown" };
      return property.name === "PropertyName"
        ? { ...range, type: "member", of: inner(first), name: text(property) }
        : { ...range, type: "index", of: inner(first), key: inner(property) };
    }
    case "CallExpression":
    case "NewExpression": {
      const list = childrenOf(node).find(({ name }) => name === "ArgList");
      return {
        ...range,
        type: "call",
        callee: inner(first),
        arguments: list === undefined ? [] : argumentsIn(list, inner),
      };
    }
    case "ArrowFunction":
    case "FunctionExpression": {
      const body = resultOf(node);
      return body === null
        ? { ...range, type: "unknown" }
        : { ...range, type: "function", result: inner(body) };
    }
    default:
      return { ...range, type: "unknown" };
  }
};

const templateParts = (
  node: SyntaxNode,
  file: SourceFile,
  inner: (at: SyntaxNode | undefined) => Expression,
): Extract<Expression, { type: "text" }>["parts"] => {
  const parts: Extract<Expression, { type: "text" }>["parts"][number][] = [];
  let at = node.from + 1;
  for (const child of childrenOf(node).filter(({ name }) => name === "Interpolation")) {
    parts.push(
      ...quotedText(file, at, child.from),
      inner(partsOf(child).find(({ name }) => !name.startsWith("Interpolation"))),
    );
    at = child.to;
  }
  return [...parts, ...quotedText(file, at, node.to - 1)];
};

/** Items of a list or of a call's arguments, of which each may be spread. */
const argumentsIn = (
  list: SyntaxNode,
  inner: (at: SyntaxNode | undefined) => Expression,
): readonly Argument[] => {
  const found: Argument[] = [];
  let spread = false;
  for (const child of childrenOf(list)) {
    if (child.name === "Spread") spread = true;
    else if (!isPunctuation(child) && !child.name.endsWith("Comment")) {
      found.push({ name: null, value: inner(child), spread });
      spread = false;
    }
  }
  return found;
};

const buildProperty = (
  property: SyntaxNode,
  file: SourceFile,
  inner: (at: SyntaxNode | undefined) => Expression,
): Member => {
  const children = childrenOf(property).filter(({ name }) => !name.endsWith("Comment"));
  const [key] = children;
  const range = { from: property.from, to: property.to };
  const unknown: Expression = { ...range, type: "unknown" };
  if (key?.name === "Spread") return { key: null, value: inner(children[1]) };
  const colon = children.findIndex(({ name }) => name === ":");
  const named = key?.name === "[" ? children[1] : key;
  if (named === undefined) return { key: null, value: unknown };
  const name: Expression =
    named.name === "PropertyDefinition" || named.name === "Number"
      ? { from: named.from, to: named.to, type: "text", parts: quotedText(file, named.from, named.to) }
      : inner(named);
  if (colon >= 0) return { key: name, value: inner(children[colon + 1]) };
  // `{ a }` is `{ a: a }`; a method or an accessor is neither.
  return children.length === 1 && named.name === "PropertyDefinition"
    ? {
        key: name,
        value: { from: named.from, to: named.to, type: "name", name: file.text.slice(named.from, named.to) },
      }
    : { key: name, value: unknown };
};

/** What a function returns, where it does nothing else but bind names before. */
const resultOf = (node: SyntaxNode): SyntaxNode | null => {
  const body = childrenOf(node).at(-1);
  if (body === undefined) return null;
  if (body.name !== "Block") return body;
  const statements = childrenOf(body).filter(
    (child) => !isPunctuation(child) && !child.name.endsWith("Comment"),
  );
  const last = statements.at(-1);
  return last?.name === "ReturnStatement" &&
    statements.slice(0, -1).every(({ name }) => name === "VariableDeclaration")
    ? (partsOf(last).find(({ name }) => name !== "return") ?? null)
    : null;
};
