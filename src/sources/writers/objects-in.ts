import type { Node, ObjectNode } from "../written/node.ts";

/** Every object of a file's documents, outer ones first, in the order of the text. */
export function* objectsIn(documents: readonly Node[]): Iterable<ObjectNode> {
  const stack = documents.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === "object") {
      yield node;
      stack.push(...node.members.map(({ value }) => value).toReversed());
    } else if (node.kind === "array") stack.push(...node.items.toReversed());
  }
}
