/** A line of a text stream, numbered from 1; `ended` is false for a last line without a line feed. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly ended: boolean;
}

/**
 * Cuts a stream of text into lines at line feeds; a carriage return before one is dropped.
 *
 * A line that has grown past `longest` characters is the last one, as far as it has come: nothing more is read.
 */
export async function* lines(
  chunks: AsyncIterable<string> | Iterable<string>,
  longest: number = Number.POSITIVE_INFINITY,
): AsyncIterable<Line> {
  // Joined once a line: joining chunk by chunk would copy a long line again with each of them.
  let begun: string[] = [];
  let length = 0;
  let number = 1;
  for await (const chunk of chunks) {
    const [first = "", ...others] = chunk.split("\n");
    begun.push(first);
    length += first.length;
    for (const next of others) {
      const text = begun.join("");
      yield { number, text: text.endsWith("\r") ? text.slice(0, -1) : text, ended: true };
      number += 1;
      begun = [next];
      length = next.length;
    }
    if (length > longest) break;
  }
  if (length > 0) yield { number, text: begun.join(""), ended: false };
}
