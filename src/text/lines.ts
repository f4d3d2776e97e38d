/** A line of a text stream, numbered from 1; `ended` is false for a last line without a line feed. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly ended: boolean;
}

/** Cuts a stream of text into lines at line feeds; a carriage return before one is dropped. */
export async function* lines(chunks: AsyncIterable<string> | Iterable<string>): AsyncIterable<Line> {
  let rest = "";
  let number = 0;
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const text of parts) {
      number += 1;
      yield { number, text: text.endsWith("\r") ? text.slice(0, -1) : text, ended: true };
    }
  }
  if (rest !== "") yield { number: number + 1, text: rest, ended: false };
}
