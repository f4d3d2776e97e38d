/** A line of a text stream, numbered from 1; `ended` is false for a last line without a line feed, and for one that is too long. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly ended: boolean;
}

/** How many times the longest line is passed over in search of the end of one that is longer. */
const SKIPPED = 64;

/**
 * Cuts a stream of text into lines at line feeds; a carriage return before one is dropped.
 *
 * A line that has grown past `longest` characters is handed on as far as it has come, and the rest of it is passed over;
 * where it does not end within 64 times that length, nothing more is read.
 */
export async function* lines(
  chunks: AsyncIterable<string> | Iterable<string>,
  longest: number = Number.POSITIVE_INFINITY,
): AsyncIterable<Line> {
  // Joined once a line: joining chunk by chunk would copy a long line again with each of them.
  let begun: string[] = [];
  let length = 0;
  let number = 1;
  let skipping = false;
  for await (const chunk of chunks) {
    const [first = "", ...others] = chunk.split("\n");
    length += first.length;
    if (!skipping) begun.push(first);
    for (const next of others) {
      if (!skipping) {
        const text = begun.join("");
        yield { number, text: text.endsWith("\r") ? text.slice(0, -1) : text, ended: true };
      }
      number += 1;
      skipping = false;
      begun = [next];
      length = next.length;
    }
    if (length > longest && !skipping) {
      yield { number, text: begun.join(""), ended: false };
      begun = [];
      skipping = true;
    }
    if (length > longest * SKIPPED) return;
  }
  if (length > 0 && !skipping) yield { number, text: begun.join(""), ended: false };
}
