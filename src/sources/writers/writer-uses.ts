import type { CodeKind } from "../written/code-kind.ts";

/** Whether a file's bytes can name what writes a policy of the kind: one cheap look. */
export const canNameWriter = (bytes: Uint8Array, { writers }: CodeKind): boolean => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return writers.marks.some((mark) => buffer.includes(mark));
};

/** A use of a writer: a range of the text. */
export interface WriterUse {
  readonly from: number;
  readonly to: number;
  /** The name as written. */
  readonly name: string;
}

/** Every use of a writer that a text names, in order; comments that fill a line name nothing. */
export const writerUses = (text: string, { writers }: Pick<CodeKind, "writers">): readonly WriterUse[] => {
  const found = new Map<number, WriterUse>();
  for (const pattern of writers.uses)
    for (const { 0: match, index } of text.matchAll(pattern)) {
      const written = match.replace(/\s{0,5}\($/, "");
      const to = index + written.length;
      const name = (writers.name.exec(written)?.[0] ?? written).trim();
      if (!isComment(text, to))
        found.set(to, { from: to - name.length, to, name: name.replace(/^[.:-]+/, "") });
    }
  return [...found.values()].toSorted((a, b) => a.to - b.to);
};

/** Whether the line that holds an offset is a comment as a whole, up to the offset. */
export const isComment = (text: string, at: number): boolean => {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return (
    /^\s*(?:#|\/\/|\*|\/\*|--\s|;|<!--|%(?!\{)|rem\b)/i.test(before) &&
    !(/^\s*(?:\/?\*|<!--)/.test(before) && /\*\/|-->/.test(before))
  );
};
