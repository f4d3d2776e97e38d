import { constants, createReadStream, openSync } from "node:fs";
import { Socket } from "node:net";
import { resolve } from "node:path";
import { problem } from "../../model/problem.ts";
import type { SourceFile } from "../written/text.ts";
import { statsOf } from "./repository.ts";
import { decode, LARGEST, reasonOf } from "./read-file.ts";

/**
 * Whether a path leads to what is read once, from begin to end: a pipe, as the shell's `<(command)`, or a device. False
 * where there is nothing.
 */
export const isStream = (path: string, cwd: string): boolean => {
  const stats = statsOf(resolve(cwd, path));
  return stats !== null && !stats.isFile() && !stats.isDirectory();
};

/** The bytes of a pipe or device. @throws a usage problem where it cannot be read. */
export async function* streamBytes(
  path: string,
  cwd: string,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  try {
    yield* opened(resolve(cwd, path), signal) as AsyncIterable<Buffer>;
  } catch (error) {
    signal.throwIfAborted();
    throw problem({ what: reasonOf(error, path), where: path, todo: "Give a file.", kind: "usage" });
  }
}

/** A pipe that nobody has opened for writing is waited for as a socket is: no signal ends a wait within open itself. */
const opened = (path: string, signal: AbortSignal): AsyncIterable<unknown> =>
  statsOf(path)?.isFIFO() === true
    ? new Socket({
        fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
        readable: true,
        writable: false,
        signal,
      })
    : createReadStream(path, { signal });

/** The text of a stream; no more of it is read than a file may be large. */
export const streamText = async (
  chunks: AsyncIterable<Uint8Array | string>,
  name: string,
): Promise<SourceFile | { readonly unreadable: string }> => {
  const read: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    read.push(bytes);
    size += bytes.length;
    if (size > LARGEST) break;
  }
  return decode(Buffer.concat(read), name);
};
