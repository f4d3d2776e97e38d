import { posix } from "node:path";
import type { SourceFile, Text } from "../written/text.ts";
import { expressionOf, type Value } from "../written/value.ts";

/** Where a module stands: what is not known in it is another thing than what has the same name in another call of it. */
export interface Origin {
  readonly folder: string;
  /** `module.a.module.b.`, empty for the root. */
  readonly prefix: string;
  /** What is not known about how many of a resource there are, by which `each` and `count` are told apart. */
  readonly each?: Value | null;
  readonly caller: Origin | null;
}

/** A text that is equal for two values of which one must be the other: an expression with the call that it belongs to. */
export const originOf = (value: Value, origin: Origin): string =>
  value.kind === "text"
    ? originOfText(value.text, origin)
    : named(expressionOf(value), value.span.file, origin);

export const originOfText = ({ text, pieces }: Text, origin: Origin): string =>
  pieces
    .map(({ at, length, hole, file }) =>
      hole === undefined ? text.slice(at, at + length) : `\${${named(hole, file, origin)}}`,
    )
    .join("");

const named = (expression: string, file: SourceFile, origin: Origin): string => {
  const { prefix, each } = declaring(file, origin);
  const counted = each !== undefined && each !== null && /\b(?:each|count)\./.test(expression);
  return `${prefix}${expression}${counted ? ` of ${expressionOf(each)}` : ""}`;
};

/** The call whose module the file belongs to; an input keeps the expression of the caller that gave it. */
const declaring = ({ path }: SourceFile, origin: Origin): Origin => {
  const folder = path.includes("/") ? posix.dirname(path) : "";
  for (let at: Origin | null = origin; at !== null; at = at.caller) if (at.folder === folder) return at;
  return origin;
};
