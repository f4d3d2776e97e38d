import { problem } from "../model/problem.ts";

const NEW_LINE = 0x0a;

/**
 * Turns the bytes of a UTF-8 file into text piece by piece, without its byte order mark.
 *
 * @param file what messages call it.
 * @throws a problem with the line where the bytes are not UTF-8: a name with other letters in it would be another name.
 */
export async function* utf8Chunks(bytes: AsyncIterable<Uint8Array>, file: string): AsyncIterable<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for await (const chunk of bytes) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw notUtf8(file, line + linesBefore(chunk));
    }
    yield text;
    line += count(chunk);
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(file, line);
  }
}

const notUtf8 = (file: string, line: number): Error =>
  problem({
    what: "the line is not UTF-8 text",
    where: `${file}:${line}`,
    todo: "Get the file as it was written, or scan again.",
    kind: "input",
  });

const count = (bytes: Uint8Array): number => {
  let lines = 0;
  for (let at = bytes.indexOf(NEW_LINE); at >= 0; at = bytes.indexOf(NEW_LINE, at + 1)) lines += 1;
  return lines;
};

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** How many lines end before the first that is not UTF-8. */
const linesBefore = (chunk: Uint8Array): number => {
  let lines = 0;
  // Bytes that continue a letter of the chunk before say nothing by themselves.
  let from = Math.max(
    0,
    chunk.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80),
  );
  for (;;) {
    const end = chunk.indexOf(NEW_LINE, from);
    if (end < 0 || !isUtf8(chunk.subarray(from, end))) return lines;
    from = end + 1;
    lines += 1;
  }
};
