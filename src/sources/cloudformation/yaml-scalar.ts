import { concat, made, type Span, type Text } from "../written/text.ts";

const isBlank = (unit: string | undefined): boolean => unit !== undefined && /\s/.test(unit);

/** Where a run of the value begins: in the value, and in the file. */
interface Run {
  readonly at: number;
  readonly from: number;
}

/**
 * A scalar's value, unit by unit traced to where it is written: past quotes, escapes, the indentation of blocks and the
 * folding of lines. What cannot be traced stands for the rest of the scalar.
 */
export const scalarText = (value: string, style: string, span: Span): Text => {
  const { file, to } = span;
  const source = file.text;
  const parts: Text[] = [];
  let from = contentStart(source, style, span);
  let at = 0;
  let run: Run = { at, from };
  const flush = (): void => {
    if (at > run.at)
      parts.push(made(value.slice(run.at, at), { file, from: run.from, to: run.from + at - run.at }));
  };
  while (at < value.length && from < to) {
    const escape = style.startsWith("QUOTE") ? escapeAt(source, from, style) : null;
    if (escape !== null) {
      flush();
      const decoded = escape.units === 0 ? "" : value.slice(at, at + escape.units);
      parts.push(made(decoded, { file, from, to: from + escape.length }));
      at += escape.units;
      from += escape.length;
    } else if (source[from] === value[at]) {
      at += 1;
      from += 1;
      continue;
    } else if (isBlank(source[from])) {
      flush();
      // A folded line end is one blank of the value.
      if (isBlank(value[at]) && /[\r\n]/.test(source[from] ?? "")) {
        parts.push(made(value[at] ?? "", { file, from, to: from + 1 }));
        at += 1;
      }
      from += 1;
    } else break;
    run = { at, from };
  }
  flush();
  if (at < value.length) parts.push(made(value.slice(at), { file, from: Math.min(from, to), to }));
  return concat(parts);
};

/** After the opening quote, or after the line of a block's `|` or `>`. */
const contentStart = (source: string, style: string, { from, to }: Span): number => {
  if (style.startsWith("QUOTE")) return from + 1;
  if (!style.startsWith("BLOCK")) return from;
  const end = source.indexOf("\n", from);
  return end < 0 ? to : end + 1;
};

/** An escape's length in the source and how many units it stands for; a line that is continued stands for none. */
const escapeAt = (
  source: string,
  from: number,
  style: string,
): { readonly length: number; readonly units: number } | null => {
  if (style === "QUOTE_SINGLE") return source.startsWith("''", from) ? { length: 2, units: 1 } : null;
  if (source[from] !== "\\") return null;
  const kind = source[from + 1];
  if (kind === "\n" || kind === "\r") return { length: 2, units: 0 };
  const digits = kind === "x" ? 2 : kind === "u" ? 4 : kind === "U" ? 8 : 0;
  const code = digits === 8 ? Number.parseInt(source.slice(from + 2, from + 10), 16) : 0;
  return { length: 2 + digits, units: code > 0xffff ? 2 : 1 };
};
