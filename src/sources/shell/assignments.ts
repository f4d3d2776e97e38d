import { forEachChild, type ArrayValue, type SyntaxNode, type Word } from "unbash";

/**
 * The one thing that each variable of a script is assigned; null for one that is assigned more than once, or by what is not
 * a plain assignment (a loop, `read`), so that its value depends on what ran.
 */
export type Assignments = ReadonlyMap<string, Word | null>;

export const assignmentsOf = (root: SyntaxNode): Assignments => {
  const found = new Map<string, Word | null>();
  const assign = (name: string, value: Word | ArrayValue | null): void => {
    found.set(name, found.has(name) || value?.type !== "Word" ? null : value);
  };
  for (const node of nodesOf(root)) {
    if (node.type === "Assignment") assign(node.name, node.append === true ? null : node.value);
    else if (node.type === "For" || node.type === "Select") assign(node.name.value, null);
    else if (node.type === "Command" && SETTERS.test(node.name?.value ?? ""))
      for (const argument of node.args) if (argument.type === "Word") assign(argument.value, null);
  }
  return found;
};

const SETTERS = /^(?:read|mapfile|readarray|getopts|unset)$/;

/** Every node of a script before its children, without recursion. */
export function* nodesOf(root: SyntaxNode): Iterable<SyntaxNode> {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    const children: SyntaxNode[] = [];
    forEachChild(node, (child) => {
      children.push(child);
    });
    stack.push(...children.toReversed());
  }
}
