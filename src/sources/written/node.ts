import type { Span, Text } from "./text.ts";

/** Data as it is written in JSON or YAML: every member is kept, repeated names too, each with its place. */
export type Node = {
  readonly span: Span;
  /** Where it stands in the text that it was read from, if it was read from one. */
  readonly range?: readonly [from: number, to: number];
} & (
  | { readonly kind: "object"; readonly members: readonly Member[] }
  | { readonly kind: "array"; readonly items: readonly Node[] }
  | { readonly kind: "string"; readonly text: Text }
  | { readonly kind: "number"; readonly value: number; readonly written: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "unknown"; readonly expression: string }
);

export interface Member {
  readonly name: Text;
  readonly value: Node;
}

export type ObjectNode = Extract<Node, { readonly kind: "object" }>;

/** The value of an object's member: the last one of that name, as every reader of JSON takes it. */
export const member = (node: Node | undefined, ...path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>(
    (at, name) =>
      at?.kind === "object" ? at.members.findLast(({ name: { text } }) => text === name)?.value : undefined,
    node,
  );

/** The text of a string node without holes. */
export const stringOf = (node: Node | undefined): string | undefined =>
  node?.kind === "string" && node.text.pieces.every(({ hole }) => hole === undefined)
    ? node.text.text
    : undefined;

export const itemsOf = (node: Node | undefined): readonly Node[] =>
  node?.kind === "array" ? node.items : [];

export const membersOf = (node: Node | undefined): readonly Member[] =>
  node?.kind === "object" ? node.members : [];

/** The second of two members of one name, if there are such. */
export const repeated = (node: ObjectNode): Member | undefined => {
  const seen = new Set<string>();
  return node.members.find(({ name: { text } }) => seen.size === seen.add(text).size);
};
