// Longer than other files: one builder for each form of expression, which build each other.

import type { Node as SyntaxNode } from "web-tree-sitter";
import { slice, type Text } from "../written/text.ts";
import { buildHeredoc, buildQuoted } from "./build-template.ts";
import { namesOf } from "./bound-names.ts";
import { parseNumber } from "./number.ts";
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

/** The text as it is written; the tree's own has other digits for numbers with an exponent. */
export const textOf = (node: SyntaxNode | undefined, { text }: Text): string =>
  node === undefined ? "" : text.slice(node.startIndex, node.endIndex);

const numberLiteral = (range: Range): Expression => {
  const value = parseNumber(range.unit.text.slice(range.from, range.to));
  return typeof value === "number" ? { ...range, type: "literal", value } : { ...range, type: "unknown" };
};

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
      return numberLiteral(range);
    case "bool_lit":
      return { ...range, type: "literal", value: textOf(node, unit) === "true" };
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
      return { ...range, type: "variable", name: textOf(node, unit) };
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
  return term === undefined ? null : traversed(buildExpression(term, unit, depth), rest, unit, depth);
};

const traversed = (
  start: Expression,
  nodes: readonly SyntaxNode[],
  unit: Text,
  depth: number,
): Expression => {
  const at = nodes.findIndex(({ type }) => type === "splat");
  if (at >= 0)
    return buildSplat(traversed(start, nodes.slice(0, at), unit, depth), nodes.slice(at), unit, depth);
  return nodes.reduce<Expression>((of, node) => {
    const range = { unit, from: of.from, to: node.endIndex };
    const step = stepOf(node, unit, depth);
    if (step === null) return { ...range, type: "unknown" };
    if (step.type === "attribute") return { ...range, type: "attribute", of, name: step.name };
    return step.type === "index"
      ? { ...range, type: "index", of, key: step.key }
      : { ...range, type: "unknown" };
  }, start);
};

/**
 * `a[*].b[0][*]` takes each step of each element, a further splat too; `a.*.b[0]` ends before the index, which is one of
 * the whole list.
 */
const buildSplat = (of: Expression, nodes: readonly SyntaxNode[], unit: Text, depth: number): Expression => {
  const [first, ...rest] = nodes;
  const inner = first?.namedChildren[0];
  const last = nodes.at(-1);
  const range = { unit, from: of.from, to: last?.endIndex ?? of.to };
  const own = inner?.namedChildren ?? [];
  if (inner?.type !== "attr_splat") {
    const isNested = rest.every((node) => node.namedChildren[0]?.type !== "attr_splat");
    const more = rest.flatMap((node) => [node, ...(node.namedChildren[0]?.namedChildren ?? [])]);
    return isNested
      ? { ...range, type: "splat", of, steps: stepsOf([...own, ...more], unit, depth) }
      : { ...range, type: "unknown" };
  }
  const end = own.findIndex(isNewIndex);
  const whole = end < 0 ? [] : own.slice(end);
  const steps = stepsOf(end < 0 ? own : own.slice(0, end), unit, depth);
  return traversed({ ...range, type: "splat", of, steps }, [...whole, ...rest], unit, depth);
};

const isNewIndex = (node: SyntaxNode): boolean =>
  node.type === "index" && node.namedChildren[0]?.type !== "legacy_index";

const stepsOf = (nodes: readonly SyntaxNode[], unit: Text, depth: number): readonly Step[] =>
  nodes.map((node) => stepOf(node, unit, depth)).filter((step) => step !== null);

const stepOf = (node: SyntaxNode, unit: Text, depth: number): Step | null => {
  const range = rangeOf(node, unit);
  const [inner] = node.namedChildren;
  if (node.type === "splat") return { ...range, type: "splat" };
  if (node.type === "get_attr") return { ...range, type: "attribute", name: textOf(inner, unit) };
  if (node.type !== "index" || inner === undefined) return null;
  if (inner.type === "legacy_index")
    return {
      ...range,
      type: "index",
      key: { ...range, type: "literal", value: Number(textOf(inner, unit).slice(1)) },
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
    name: textOf(name, unit),
    arguments: elements(given, unit, depth),
    spread: given.some(({ type }) => type === "ellipsis"),
  };
};

/** The grammar takes `a ? b : c ? d : e` for `(a ? b : c) ? d : e`; Terraform means `a ? b : (c ? d : e)`. */
const buildConditional = (children: readonly SyntaxNode[], range: Range, depth: number): Expression => {
  const [first, second, third] = children.filter(({ type }) => type === "expression");
  if (first === undefined || second === undefined || third === undefined)
    return { ...range, type: "unknown" };
  const branches = [second, third];
  let condition = first;
  for (let inner = bareConditional(condition); inner !== null; inner = bareConditional(condition)) {
    condition = inner[0];
    branches.unshift(inner[1], inner[2]);
    if (branches.length > 2 * DEEPEST) return { ...range, type: "unknown" };
  }
  const built = branches.map((branch) => buildExpression(branch, range.unit, depth));
  const conditions = [
    buildExpression(condition, range.unit, depth),
    ...built.filter((_, at) => at % 2 === 1),
  ];
  const last = conditions.pop() ?? { ...range, type: "unknown" };
  return conditions.reduceRight<Expression>((whenFalse, one, at) => {
    const whenTrue = built[at * 2] ?? whenFalse;
    return { ...range, from: one.from, type: "conditional", condition: one, whenTrue, whenFalse };
  }, last);
};

/** The three parts of a conditional that stands without parentheses. */
const bareConditional = (node: SyntaxNode): readonly [SyntaxNode, SyntaxNode, SyntaxNode] | null => {
  const [inner, ...more] = node.children;
  if (inner?.type !== "conditional" || more.length > 0) return null;
  const [condition, whenTrue, whenFalse] = inner.namedChildren.filter(({ type }) => type === "expression");
  return condition === undefined || whenTrue === undefined || whenFalse === undefined
    ? null
    : [condition, whenTrue, whenFalse];
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
  const names = namesOf(intro, unit);
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
