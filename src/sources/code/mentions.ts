import type { SyntaxNode } from "@lezer/common";
import { sourceOf, type Program } from "./program.ts";

/** What uses none of the names in it: comments, imports, types, and what a test says of a mock. */
export const isSilent = (node: SyntaxNode, program: Program): boolean =>
  (program.language.nodes.silent.has(node.name) &&
    !program.kind.programs.renamed.test(sourceOf(node, program))) ||
  node.name === "FunctionDefinition" ||
  (node.name === "ClassDefinition" &&
    !program.kind.programs.inherited.test(
      sourceOf(node.getChild("ArgList") ?? node, program).slice(0, 1_000),
    )) ||
  (node.name === "MemberExpression" && program.kind.programs.mocked.test(sourceOf(node, program)));

/** A command's name that a test hands over to say what is expected of it: `mock.on(PutIdentityPolicyCommand)`. */
export const isMocked = (node: SyntaxNode, program: Program): boolean => {
  if (node.name !== "VariableName") return false;
  if (node.prevSibling?.name === "instanceof") return true;
  const call = node.parent?.name === "ArgList" ? node.parent.parent : null;
  const callee = call?.firstChild ?? null;
  return (
    callee?.name === "MemberExpression" &&
    /\.(?:on|commandCalls|toHaveReceived\w*|toBeInstanceOf)$/.test(sourceOf(callee, program))
  );
};

/** A definition up to its body. */
export const headOf = (node: SyntaxNode): { readonly from: number; readonly to: number } => {
  const body = node.getChild("Body");
  return body === null ? node : { from: node.from, to: body.from };
};
