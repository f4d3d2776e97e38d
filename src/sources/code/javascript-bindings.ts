import type { SyntaxNode, Tree } from "@lezer/common";
import { around, type Binding } from "./syntax.ts";

const SCOPES: ReadonlySet<string> = new Set(
  "Script Block ArrowFunction FunctionDeclaration FunctionExpression MethodDeclaration ForStatement CatchClause".split(
    " ",
  ),
);

/** Every name that a program of JavaScript binds, with the range in which it holds. */
export const bindings = (tree: Tree, text: string): readonly Binding[] => {
  const found: Binding[] = [];
  tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "VariableDefinition") return;
      const scope = around(node, SCOPES) ?? tree.topNode;
      found.push({
        name: text.slice(node.from, node.to),
        scope: { from: scope.from, to: scope.to },
        value: initial(node),
        origin: originOf(node),
      });
    },
  });
  return found;
};

/** The declaration or the header of a loop that binds a name; of a callback's parameter, the function that calls it. */
const originOf = (node: SyntaxNode): SyntaxNode | null => {
  const binder = around(node, BINDERS);
  if (binder?.name === "VariableDeclaration") return binder;
  if (binder?.name === "ParamList") {
    const list = binder.parent?.parent;
    return list?.name === "ArgList" ? (list.parent?.firstChild ?? null) : null;
  }
  return binder;
};

const BINDERS: ReadonlySet<string> = new Set(["VariableDeclaration", "ParamList", "ForOfSpec", "ForInSpec"]);

const initial = (node: SyntaxNode): SyntaxNode | null => {
  if (node.parent?.name !== "VariableDeclaration") return null;
  for (let at = node.nextSibling; at !== null && at.name !== ","; at = at.nextSibling)
    if (at.name === "Equals") return at.nextSibling;
  return null;
};
