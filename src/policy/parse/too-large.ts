import type { NotAPolicy } from "../shapes.ts";

/**
 * What is wrong with a text of more bytes than the service takes; null where there is nothing. White space between the
 * parts is not counted: the text of a source file is often indented, and the one that is sent is not.
 */
export const tooLarge = (text: string, largest: number | undefined): NotAPolicy | null => {
  // A unit of UTF-16 has one byte at least and three at most.
  if (largest === undefined || 3 * text.length <= largest) return null;
  const size = Buffer.byteLength(text);
  if (size <= largest || size - spaceIn(text) <= largest) return null;
  return {
    at: "",
    line: 1,
    column: 1,
    says: `the policy has more than ${largest} bytes, the most that the service takes`,
  };
};

const SPACE = " \t\n\r";

/** Units of white space outside of strings. */
const spaceIn = (text: string): number => {
  let spaces = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charAt(index);
    if (unit === '"') inString = !inString;
    else if (inString && unit === "\\") index += 1;
    else if (!inString && SPACE.includes(unit)) spaces += 1;
  }
  return spaces;
};
