import type { Member, Node } from "../written/node.ts";

/**
 * Two parts of a configuration as one, as lodash's `merge` does it: members by name, items of lists by position, and of
 * anything else the later one.
 */
const mergeNodes = (before: Node, after: Node): Node => {
  if (before.kind === "object" && after.kind === "object") {
    const members = new Map<string, Member>();
    for (const member of [...before.members, ...after.members]) {
      const { text } = member.name;
      const known = members.get(text);
      members.set(
        text,
        known === undefined ? member : { name: known.name, value: mergeNodes(known.value, member.value) },
      );
    }
    return { ...after, members: [...members.values()] };
  }
  if (before.kind === "array" && after.kind === "array") {
    const items = after.items.map((item, index) => {
      const other = before.items[index];
      return other === undefined ? item : mergeNodes(other, item);
    });
    return { ...after, items: [...items, ...before.items.slice(items.length)] };
  }
  return after;
};

/** The `resources` of a service: an object, or a list of such that are merged in order. */
export const mergedResources = (resources: Node): Node =>
  resources.kind === "array"
    ? resources.items
        .filter(({ kind }) => kind !== "null")
        .reduce<Node>((merged, item) => mergeNodes(merged, item), {
          kind: "object",
          members: [],
          span: resources.span,
        })
    : resources;
