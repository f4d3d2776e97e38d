import type { Container, Entry, Style } from "./element.ts";

/** Blanks before an entry where it begins its line; null where something else does. */
export const indentationOf = ({ carrier: { text } }: Container, from: number): string | null => {
  const line = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  return /^[ \t]*$/.test(line) ? line : null;
};

/** The end of the line on which an entry ends, its line feed included; null where something else follows there. */
export const lineEndOf = ({ carrier: { text } }: Container, to: number): number | null => {
  const rest = /^[ \t]*,?[ \t]*(?:(?:#|\/\/)[^\n]*|\/\*[^\n*]*\*\/[ \t]*)?\r?(?:\n|$)/.exec(
    text.slice(to, to + 2000),
  )?.[0];
  return rest === undefined ? null : to + rest.length;
};

/** Whether an entry shares its lines with no other. */
export const isOnOwnLines = (container: Container, { from, slot }: Entry): boolean =>
  indentationOf(container, from) !== null && lineEndOf(container, slot.to) !== null;

/** The comma behind an entry, white space aside; null where there is none. */
export const commaAfter = ({ carrier: { text } }: Container, to: number): number | null => {
  const blanks = /^\s*(?=,)/.exec(text.slice(to, to + 1000))?.[0];
  return blanks === undefined ? null : to + blanks.length;
};

/** Whether entries are separated by commas here. */
export const needsCommas = ({ carrier, kind, isBlock }: Container): boolean =>
  !isBlock &&
  (carrier.notation.commas === "needed" || (carrier.notation.commas === "in-lists" && kind === "array"));

const newLineOf = ({ carrier: { text } }: Container): string => (text.includes("\r\n") ? "\r\n" : "\n");

/** How an entry beside this one is written; without one the first entry's. */
export const styleOf = (container: Container, entry: Entry | undefined): Style => {
  const { carrier, isBlock } = container;
  const { text } = carrier;
  const from = entry?.from ?? container.from;
  const line = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  const isSpread = /^[ \t]*$/.test(line);
  return {
    isBlock,
    isSpread: isSpread || isBlock,
    // The first member of an item stands behind the item's dash.
    indentation: isSpread ? line : isBlock ? " ".repeat(line.length) : (/^[ \t]*/.exec(line)?.[0] ?? ""),
    unit:
      /\n([ \t]+)\S/
        .exec(text)?.[1]
        ?.slice(0, 8)
        .replace(/^( {2,4}) *$/, "$1") ?? "  ",
    newLine: newLineOf(container),
    sample: entry === undefined ? "" : text.slice(entry.from, entry.slot.to),
  };
};

/** What separates entries on one line, as it does here already. */
export const commaOf = ({ carrier: { text }, entries }: Container): string => {
  const [first, second] = entries;
  const between = first === undefined || second === undefined ? "" : text.slice(first.slot.to, second.from);
  return /^,[ \t]*$/.test(between) ? between : /,\S/.test(text) && !/, /.test(text) ? "," : ", ";
};
