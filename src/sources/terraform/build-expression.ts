import type { Node as SyntaxNode } from "web-tree-sitter";
import { slice, type Text } from "../written/text.ts";
import { buildHeredoc, buildQuoted } from "./build-template.ts";
import { namesOf } from "./bound-names.ts";
import type { Expression, ObjectElement, Range, Step } from "./syntax.ts";

/** Expressions nested deeper than this are not understood; a policy needs some dozen levels. */
const DEEPEST = 150;

export const buildExpression = (node: SyntaxNode, unit: Text, depth: number): Expression =>
  depth > DEEPEST ? { ...rangeOf(node, unit), type: "unknown" } : build(node, unit, depth + 1);

const rangeOf = (node: SyntaxNode, unit: Text): Range => ({
  unit,
  from: node.startIndex,
  to: node.endIndex,
});

const build = (node: SyntaxNode, unit: Text, depth: number): Expression => {
  const range = rangeOf(node, unit);
  const children = node.namedChildren.filter(({ type }) => type !== "comment");
  const [first] = children;
  switch (node.type) {
    case "expression":
      return buildTraversal(children, unit, depth) ?? { ...range, type: "unknown" };
    case "literal_value":
    case "template_expr":
    case "collection_value":
    case "for_expr":
    case "operation":
      return first === undefined ? { ...range, type: "unknown" } : buildExpression(first, unit, depth);
    case "string_lit":
    case "quoted_template":
      return {
        ...range,
        type: "template",
        parts: buildQuoted(node, unit, { build: buildExpression, depth }),
      };
    case "heredoc_template":
      return {
        ...range,
        type: "template",
        parts: buildHeredoc(node, unit, { build: buildExpression, depth }),
      };
    case "numeric_lit":
      return { ...range, type: "literal", value: Number(node.text) };
    case "bool_lit":
      return { ...range, type: "literal", value: node.text === "true" };
    case "null_lit":
      return { ...range, type: "literal", value: null };
    case "tuple":
      return { ...range, type: "tuple", items: elements(children, unit, depth) };
    case "object":
      return {
        ...range,
        type: "object",
        elements: children
          .filter(({ type }) => type === "object_elem")
          .map((element) => buildElement(element, unit, depth)),
      };
    case "variable_expr":
      return { ...range, type: "variable", name: node.text };
    case "function_call":
      return buildCall(node, unit, depth);
    case "conditional":
      return buildConditional(children, range, depth);
    case "unary_operation":
    case "binary_operation":
      return buildOperation(node, unit, depth);
    case "for_tuple_expr":
    case "for_object_expr":
      return buildFor(node, unit, depth);
    default:
      return { ...range, type: "unknown" };
  }
};

const elements = (children: readonly SyntaxNode[], unit: Text, depth: number): readonly Expression[] =>
  children.filter(({ type }) => type === "expression").map((child) => buildExpression(child, unit, depth));

/** A term and the steps after it: `a.b[0].c`. */
const buildTraversal = (children: readonly SyntaxNode[], unit: Text, depth: number): Expression | null => {
  const [term, ...rest] = children;
  if (term === undefined) return null;
  return rest.reduce<Expression>(
    (of, node) => {
      const range = { unit, from: of.from, to: node.endIndex };
      if (node.type === "splat") {
        const [inner] = node.namedChildren;
        return { ...range, type: "splat", of, steps: stepsOf(inner?.namedChildren ?? [], unit, depth) };
      }
      const step = stepOf(node, unit, depth);
      if (step === null) return { ...range, type: "unknown" };
      return step.type === "attribute"
        ? { ...range, type: "attribute", of, name: step.name }
        : { ...range, type: "index", of, key: step.key };
    },
    buildExpression(term, unit, depth),
  );
};

const stepsOf = (nodes: readonly SyntaxNode[], unit: Text, depth: number): readonly Step[] =>
  nodes.map((node) => stepOf(node, unit, depth)).filter((step) => step !== null);

const stepOf = (node: SyntaxNode, unit: Text, depth: number): Step | null => {
  const range = rangeOf(node, unit);
  const [inner] = node.namedChildren;
  if (node.type === "get_attr") return { ...range, type: "attribute", name: inner?.text ?? "" };
  if (node.type !== "index" || inner === undefined) return null;
  if (inner.type === "legacy_index")
    return {
      ...range,
      type: "index",
      key: { ...range, type: "literal", value: Number(inner.text.slice(1)) },
    };
  const key = inner.namedChildren.find(({ type }) => type === "expression");
  return key === undefined ? null : { ...range, type: "index", key: buildExpression(key, unit, depth) };
};

const buildElement = (node: SyntaxNode, unit: Text, depth: number): ObjectElement => {
  const [key, value] = node.namedChildren.filter(({ type }) => type === "expression");
  const missing: Expression = { ...rangeOf(node, unit), type: "unknown" };
  return {
    key: key === undefined ? missing : buildKey(key, unit, depth),
    value: value === undefined ? missing : buildExpression(value, unit, depth),
  };
};

/** A key that is one bare word is that word, not a variable. */
const buildKey = (node: SyntaxNode, unit: Text, depth: number): Expression => {
  const { children } = node;
  return children.length === 1 && children[0]?.type === "variable_expr"
    ? {
        ...rangeOf(node, unit),
        type: "template",
        parts: [{ type: "text", text: slice(unit, node.startIndex, node.endIndex) }],
      }
    : buildExpression(node, unit, depth);
};

const buildCall = (node: SyntaxNode, unit: Text, depth: number): Expression => {
  const [name, list] = node.namedChildren.filter(({ type }) => type !== "comment");
  const given = list?.type === "function_arguments" ? list.namedChildren : [];
  return {
    ...rangeOf(node, unit),
    type: "call",
    name: name?.text ?? "",
    arguments: elements(given, unit, depth),
    spread: given.some(({ type }) => type === "ellipsis"),
  };
};

const buildConditional = (children: readonly SyntaxNode[], range: Range, depth: number): Expression => {
  const [condition, whenTrue, whenFalse] = elements(children, range.unit, depth);
  return condition === undefined || whenTrue === undefined || whenFalse === undefined
    ? { ...range, type: "unknown" }
    : { ...range, type: "conditional", condition, whenTrue, whenFalse };
};

const OPERATORS: ReadonlySet<string> = new Set("! - + * / % == != < <= > >= && ||".split(" "));

/** Operands are terms with the steps after them, or operations, without an `expression` around them. */
const buildOperation = (node: SyntaxNode, unit: Text, depth: number): Expression => {
  const range = rangeOf(node, unit);
  const operands: SyntaxNode[][] = [[]];
  let operator = "";
  for (const child of node.children) {
    if (!child.isNamed && OPERATORS.has(child.type)) {
      operator = child.type;
      operands.push([]);
    } else if (child.isNamed && child.type !== "comment") operands.at(-1)?.push(child);
  }
  const [left, right] = operands.map((nodes) => buildTraversal(nodes, unit, depth));
  if (right === undefined || right === null) return { ...range, type: "unknown" };
  return node.type === "unary_operation"
    ? { ...range, type: "unary", operator, operand: right }
    : left === undefined || left === null
      ? { ...range, type: "unknown" }
      : { ...range, type: "binary", operator, left, right };
};

/** `[for k, v in over : result if condition]`, `{for k, v in over : key => result...}`. */
const buildFor = (node: SyntaxNode, unit: Text, depth: number): Expression => {
  const range = rangeOf(node, unit);
  const children = node.namedChildren;
  const intro = children.find(({ type }) => type === "for_intro");
  const names = namesOf(intro);
  const [over] = elements(intro?.namedChildren ?? [], unit, depth);
  const results = elements(children, unit, depth);
  const result = results.at(-1);
  const guard = children.find(({ type }) => type === "for_cond");
  const [condition = null] = elements(guard?.namedChildren ?? [], unit, depth);
  if (over === undefined || result === undefined) return { ...range, type: "unknown" };
  return {
    ...range,
    type: "for",
    ...names,
    over,
    resultKey: node.type === "for_object_expr" ? (results[0] ?? null) : null,
    result,
    grouped: children.some(({ type }) => type === "ellipsis"),
    condition,
  };
};
