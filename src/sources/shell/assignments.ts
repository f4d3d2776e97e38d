import { forEachChild, type ArrayValue, type Command, type SyntaxNode, type Word } from "unbash";

/**
 * The one thing that each variable of a script is assigned; null for one that is assigned more than once, or by what is not
 * a plain assignment (a loop, `read`), so that its value depends on what ran. Code from elsewhere (`source`, `eval`) may assign
 * whatever was assigned before it; where it is in a function, that is everything.
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
      for (const argument of node.args) {
        if (argument.type === "Word") assign(argument.value, null);
      }
    else if (node.type === "Command" && printedInto(node) !== null) assign(printedInto(node) ?? "", null);
    else if (isForeign(node)) for (const name of found.keys()) found.set(name, null);
  }
  if ([...nodesOf(root)].some((node) => node.type === "Function" && [...nodesOf(node)].some(isForeign)))
    for (const name of found.keys()) found.set(name, null);
  return found;
};

/** One assignment that holds for what follows; a value of null is no plain text. */
interface Assigned {
  readonly at: number;
  readonly name: string;
  readonly value: Word | null;
}

/** What a script assigns, in the order of its text; `A=1 command` assigns for that command alone. */
export const assignmentsInOrder = (root: SyntaxNode): readonly Assigned[] => {
  const found: Assigned[] = [];
  const passing = new Set<SyntaxNode>();
  for (const node of nodesOf(root)) {
    if (node.type === "Command" && node.name !== undefined)
      for (const one of node.prefix) if (one.type === "Assignment") passing.add(one);
    if (node.type === "For") found.push({ at: node.pos, name: node.name.value, value: null });
    else if (node.type === "Assignment" && !passing.has(node))
      found.push({
        at: node.pos,
        name: node.name,
        value: node.append !== true && node.value.type === "Word" ? node.value : null,
      });
  }
  return found.toSorted((a, b) => a.at - b.at);
};

/** Commands whose arguments are names of variables that they set. */
const SETTERS = /^(?:read|mapfile|readarray|getopts|unset)$/;

/** `printf -v NAME` */
const printedInto = (node: Command): string | null => {
  const [option, name] = node.args;
  return node.name?.value === "printf" &&
    option?.type === "Word" &&
    option.value === "-v" &&
    name?.type === "Word"
    ? name.value
    : null;
};

/** Whether a command runs code that is not in the script's text. */
const isForeign = (node: SyntaxNode): boolean =>
  node.type === "Command" && /^(?:source|\.|eval)$/.test(node.name?.value ?? "");

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
