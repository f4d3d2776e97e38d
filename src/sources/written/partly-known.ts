import { matchesGlob } from "../../text/glob.ts";
import { holesOf, type Text } from "./text.ts";

/** Whether a text, of which parts may not be known, can be one of these names; a text that is known can be itself alone. */
export const canBeOneOf = ({ text, pieces }: Text, names: readonly string[]): boolean => {
  const holes = holesOf({ text, pieces });
  if (holes.length === 0) return names.includes(text);
  const pattern = pieces
    .map(({ at, length, hole }) => (hole === undefined ? plain(text.slice(at, at + length)) : "*"))
    .join("");
  return names.some((name) => matchesGlob(pattern, name));
};

/** No name has a wildcard in it, so that a text with one is none. */
const plain = (text: string): string => text.replaceAll(/[*?]/g, "\0");
