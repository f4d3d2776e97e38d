import { closeSync, openSync, readSync } from "node:fs";

/** In bytes: V8 makes no text that is much longer. */
const LARGEST_TEXT = 500_000_000;

const CHUNK = 1 << 20;

/**
 * Reads a file, a pipe or a device that a user names, up to a number of bytes: a device need not end.
 *
 * @throws what the system says, or an error of the code `EFBIG` where there is more.
 */
export const readAtMost = (path: string, most: number = LARGEST_TEXT): Buffer => {
  const descriptor = openSync(path, "r");
  try {
    const chunks: Buffer[] = [];
    for (let size = 0; ;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const read = readSync(descriptor, chunk, 0, CHUNK, null);
      if (read === 0) return Buffer.concat(chunks);
      size += read;
      if (size > most) throw Object.assign(new Error(`it is larger than ${most} bytes`), { code: "EFBIG" });
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
};

/** Why a file that a user named cannot be read, in words. */
export const whyUnread = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "error";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EFBIG" && error instanceof Error) return error.message;
  return `the file cannot be read (${code})`;
};
