import { readFileSync } from "node:fs";
import type { SourceFile } from "../written/text.ts";

/** Larger files are not read, in bytes; a plan of a large estate is some ten MB. */
const LARGEST = 100_000_000;

/** Reads a file as UTF-8, or as UTF-16 where it begins with that byte order mark, without a byte order mark, or says why it cannot be. */
export const readSourceFile = (
  absolute: string,
  path: string,
): SourceFile | { readonly unreadable: string } => {
  try {
    return decode(readFileSync(absolute), path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
    return { unreadable: REASONS[code] ?? `it cannot be read (${code})` };
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EISDIR: "it is a folder",
};

/** Bytes as text; `path` is what reports show. */
export const decode = (bytes: Uint8Array, path: string): SourceFile | { readonly unreadable: string } => {
  if (bytes.length > LARGEST) return { unreadable: `it is larger than ${LARGEST / 1_000_000} MB` };
  const encoding = encodingOf(bytes);
  try {
    return { path, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { unreadable: `it is not ${encoding.toUpperCase()} text` };
  }
};

/** Windows PowerShell's `>` writes UTF-16 with a byte order mark. */
const encodingOf = ([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" =>
  first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
