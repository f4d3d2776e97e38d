import type { SyntaxNode, Tree } from "@lezer/common";
import { around, childrenOf, type Binding } from "./syntax.ts";

const SCOPES: ReadonlySet<string> = new Set([
  "Script",
  "FunctionDefinition",
  "LambdaExpression",
  "ClassDefinition",
]);

/** Every name that a program of Python binds, with the range in which it holds. */
export const bindings = (tree: Tree, text: string): readonly Binding[] => {
  const found: Binding[] = [];
  tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "VariableName") return;
      const iterated = iteratedBy(node);
      if (iterated === null && !isBound(node)) return;
      const scope = iterated?.parent ?? around(node.parent ?? node, SCOPES) ?? tree.topNode;
      found.push({
        name: text.slice(node.from, node.to),
        scope: { from: scope.from, to: scope.to },
        value: assigned(node),
        origin: iterated ?? matchedBy(node) ?? around(node, BINDERS),
      });
    },
  });
  return found;
};

/** What a variable of a comprehension runs through: `x` of `[s for s in x]`; null for any other name. */
const iteratedBy = (node: SyntaxNode): SyntaxNode | null => {
  let at = node;
  while (at.parent !== null && /^(?:Tuple|Array|Parenthesized)Expression$/.test(at.parent.name))
    at = at.parent;
  // A generator may be the only argument of a call.
  if (!/Comprehension|^ArgList$/.test(at.parent?.name ?? "")) return null;
  let before = at.prevSibling;
  while (before !== null && /^(?:,|VariableName|TupleExpression|ArrayExpression|\*)$/.test(before.name))
    before = before.prevSibling;
  if (before?.name !== "for") return null;
  for (let next = at.nextSibling; next !== null; next = next.nextSibling)
    if (next.name === "in") return next.nextSibling;
  return null;
};

/** What a name of a pattern is a part of: `x` of `match x: case [s]`. */
const matchedBy = (node: SyntaxNode): SyntaxNode | null =>
  node.parent?.name.endsWith("Pattern") === true
    ? (around(node, MATCHES)?.getChild("VariableName") ?? null)
    : null;

const MATCHES: ReadonlySet<string> = new Set(["MatchStatement"]);

const isBound = (node: SyntaxNode): boolean => {
  switch (node.parent?.name ?? "") {
    case "ParamList":
      return node.prevSibling?.name !== "AssignOp";
    case "ForStatement":
    case "WithStatement":
    case "ImportStatement":
    case "TryStatement":
      return node.prevSibling?.name !== "in" && node.prevSibling?.name !== "with";
    case "CapturePattern":
      return true;
    case "AsPattern":
      return node.prevSibling?.name === "as";
    case "NamedExpression":
      return node.prevSibling === null;
    case "AssignStatement":
    case "UpdateStatement":
    case "TupleExpression": {
      for (let at = node.nextSibling; at !== null; at = at.nextSibling)
        if (at.name === "AssignOp" || at.name === "UpdateOp") return true;
      return false;
    }
    default:
      return false;
  }
};

/** The statement that binds a name; of a loop its body belongs to it too. */
const BINDERS: ReadonlySet<string> = new Set([
  "AssignStatement",
  "ForStatement",
  "WithStatement",
  "NamedExpression",
]);

/** What a plain `name = value` assigns; null for any other way to bind. */
const assigned = (node: SyntaxNode): SyntaxNode | null => {
  const statement = node.parent;
  if (statement?.name !== "AssignStatement" || statement.firstChild?.from !== node.from) return null;
  const children = childrenOf(statement);
  const signs = children.filter(({ name }) => name === "AssignOp");
  const [sign] = signs;
  return signs.length === 1 && sign !== undefined && !children.some(({ name }) => name === ",")
    ? sign.nextSibling
    : null;
};
