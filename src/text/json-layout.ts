import type { Pointer } from "../model/fact.ts";
import { scanJson, type Span } from "./json-scan.ts";
import { parent, tokens } from "./pointer.ts";

/** One member or element of a container as it stands in the text. */
export interface Member {
  readonly token: string;
  /** With its quotes; null in an array. */
  readonly key: Span | null;
  readonly value: Span;
}

/** How the text is written, so that what is added looks like the rest. */
export interface Style {
  /** Between a name and its value: `: ` or `:`. */
  readonly colon: string;
  /** Between two values on one line: `, ` or `,`. */
  readonly comma: string;
  /** Inside braces on one line: a blank or nothing. */
  readonly padding: string;
  /** One level of indentation. */
  readonly unit: string;
  readonly newLine: string;
  /** Of the container's own members. */
  readonly indentation: string;
}

/** A container in the text: where it stands, what is in it, and how it is written. */
export interface Layout extends Span {
  readonly isArray: boolean;
  readonly members: readonly Member[];
  /** Each member on a line of its own. */
  readonly isSpread: boolean;
  /** Between two members, the comma with its white space. */
  readonly separator: string;
  readonly style: Style;
}

/** The object or array at a pointer; null where there is none. */
export const layoutOf = (text: string, at: Pointer): Layout | null => {
  const members: Member[] = [];
  let span: Span | null = null;
  scanJson(
    text,
    (here, value, key) => {
      if (here === at) span = value;
      else if (parent(here) === at) members.push({ token: tokens(here).at(-1) ?? "", key, value });
    },
    at.length + LONGEST_TOKEN,
  );
  return span === null ? null : layout(text, span, members);
};

/** No member of a policy that is edited has a longer name. */
const LONGEST_TOKEN = 4096;

const layout = (text: string, { start, end }: Span, members: readonly Member[]): Layout | null => {
  const bracket = text[start];
  if (bracket !== "{" && bracket !== "[") return null;
  const [first, second] = members;
  const gap = first === undefined ? "" : text.slice(start + 1, first.key?.start ?? first.value.start);
  const isSpread = gap.includes("\n");
  const style = styleOf(text, isSpread ? gap.slice(gap.lastIndexOf("\n") + 1) : indentationAt(text, start));
  const separator =
    first !== undefined && second !== undefined
      ? text.slice(first.value.end, second.key?.start ?? second.value.start)
      : isSpread
        ? `,${gap}`
        : style.comma;
  return { start, end, isArray: bracket === "[", members, isSpread, separator, style };
};

/** The blanks at the beginning of the offset's line. */
const indentationAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset))?.[0] ?? "";

/** How a text writes JSON, and the indentation of what is added. */
export const styleOf = (text: string, indentation: string): Style => ({
  colon: /"[ \t]*:[ \t]/.test(text) ? ": " : ":",
  comma: /,[ \t]+\S/.test(text) || /"[ \t]*:[ \t]/.test(text) ? ", " : ",",
  padding: /\{[ \t]+"/.test(text) ? " " : "",
  unit: /\n([ \t]+)\S/.exec(text)?.[1]?.slice(0, 8) ?? "  ",
  newLine: text.includes("\r\n") ? "\r\n" : "\n",
  indentation,
});
