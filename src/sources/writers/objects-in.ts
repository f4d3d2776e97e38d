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

/** Every text of a file's documents. */
export function* textsIn(documents: readonly Node[]): Iterable<Node & { readonly kind: "string" }> {
  const stack = documents.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === "string") yield node;
    else if (node.kind === "object") stack.push(...node.members.map(({ value }) => value).toReversed());
    else if (node.kind === "array") stack.push(...node.items.toReversed());
  }
}
