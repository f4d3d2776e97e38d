import type { Node as SyntaxNode } from "web-tree-sitter";
import type { Text } from "../written/text.ts";

/** The one or two names that a `for` binds. */
export const namesOf = (
  intro: SyntaxNode | undefined,
  { text }: Text,
): { readonly key: string | null; readonly value: string } => {
  const names = (intro?.namedChildren ?? [])
    .filter(({ type }) => type === "identifier")
    .map(({ startIndex, endIndex }) => text.slice(startIndex, endIndex));
  return { key: names.length > 1 ? (names[0] ?? null) : null, value: names.at(-1) ?? "" };
};
