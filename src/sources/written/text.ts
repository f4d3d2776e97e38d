import type { Place } from "../../model/resource.ts";

/** A file as it was read; `path` is the one that reports show, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Why the text is not all that the file says. */
  readonly flaw?: string;
}

/** A range of a file, in UTF-16 units. */
export interface Span {
  readonly file: SourceFile;
  readonly from: number;
  readonly to: number;
}

/**
 * A run of a text and the range of a file that it comes from. Where both are equally long, unit stands for unit;
 * otherwise (an escape, an interpolation) the run stands for the range as a whole. A hole is a run that could not be
 * resolved: its text is `1`, which is valid both inside a JSON string and in place of a JSON value.
 */
export interface Piece extends Span {
  readonly at: number;
  readonly length: number;
  readonly hole?: string;
}

/** Text that knows where each of its units is written. */
export interface Text {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

const HOLE = "1";

export const EMPTY_TEXT: Text = { text: "", pieces: [] };

/** A whole file as a text. */
export const fileText = (file: SourceFile): Text => made(file.text, { file, from: 0, to: file.text.length });

/** Text that stands for a range of a file. */
export const made = (text: string, { file, from, to }: Span): Text =>
  text === "" ? EMPTY_TEXT : { text, pieces: [{ at: 0, length: text.length, file, from, to }] };

/** A place in the text whose value is not known; `expression` is shown to people. */
export const hole = (expression: string, { file, from, to }: Span): Text => ({
  text: HOLE,
  pieces: [{ at: 0, length: HOLE.length, file, from, to, hole: expression }],
});

export const concat = (texts: readonly Text[]): Text => {
  const pieces: Piece[] = [];
  let length = 0;
  for (const { text, pieces: parts } of texts) {
    for (const piece of parts) pieces.push(length === 0 ? piece : { ...piece, at: piece.at + length });
    length += text.length;
  }
  return { text: texts.map(({ text }) => text).join(""), pieces };
};

/** The index of the piece that holds the unit at `offset`; pieces are in order and leave no gap. */
const pieceAt = (pieces: readonly Piece[], offset: number): number => {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

const isVerbatim = ({ length, from, to, hole }: Piece): boolean => hole === undefined && to - from === length;

export const slice = ({ text, pieces }: Text, from: number, to: number): Text => {
  if (to <= from) return EMPTY_TEXT;
  const parts: Piece[] = [];
  for (let index = pieceAt(pieces, from); index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === undefined || piece.at >= to) break;
    const skipped = Math.max(0, from - piece.at);
    const length = Math.min(piece.at + piece.length, to) - piece.at - skipped;
    parts.push({
      ...piece,
      at: piece.at + skipped - from,
      length,
      ...(isVerbatim(piece) ? { from: piece.from + skipped, to: piece.from + skipped + length } : {}),
    });
  }
  return { text: text.slice(from, to), pieces: parts };
};

export const holesOf = ({ pieces }: Text): readonly (Piece & { readonly hole: string })[] =>
  pieces.filter((piece): piece is Piece & { readonly hole: string } => piece.hole !== undefined);

export const hasHoles = ({ pieces }: Text): boolean => pieces.some(({ hole }) => hole !== undefined);

/** The range of a file that a range of the text comes from; where it comes from several files, the first one's. */
export const spanOf = ({ pieces }: Text, from: number, to: number): Span | null => {
  const first = pieces[pieceAt(pieces, from)];
  const last = pieces[pieceAt(pieces, Math.max(from, to - 1))];
  if (first === undefined || last === undefined) return null;
  const start = isVerbatim(first) ? first.from + (from - first.at) : first.from;
  const end = isVerbatim(last) ? last.from + (to - last.at) : last.to;
  return last.file === first.file && end >= start
    ? { file: first.file, from: start, to: end }
    : { file: first.file, from: start, to: Math.max(start, first.to) };
};

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

const startsOf = (file: SourceFile): readonly number[] => {
  const known = lineStarts.get(file);
  if (known !== undefined) return known;
  // CR LF, LF and a lone CR each end a line.
  const starts = [
    0,
    ...Array.from(file.text.matchAll(/\r\n|\n|\r/g), ({ 0: end, index }) => index + end.length),
  ];
  lineStarts.set(file, starts);
  return starts;
};

/** Line and column of an offset, both from 1, the column in UTF-16 units. */
export const lineAndColumn = (
  file: SourceFile,
  offset: number,
): { readonly line: number; readonly column: number } => {
  const starts = startsOf(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
};

/** The offset of a line and column, both from 1; the file's end where it has no such line. */
export const offsetOf = (file: SourceFile, line: number, column: number): number => {
  const start = startsOf(file)[line - 1];
  return start === undefined ? file.text.length : Math.min(file.text.length, start + column - 1);
};

export const placeOf = ({ file, from, to }: Span): Place => {
  const start = lineAndColumn(file, from);
  const end = lineAndColumn(file, to);
  return {
    file: file.path,
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
};
