import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { problem } from "../../model/problem.ts";
import { BINARY_PLAN, isBinaryPlan, planNames } from "../terraform/binary-plan.ts";
import { mayHoldEncoded } from "../writers/encoded.ts";
import { canHoldStatement } from "../writers/statements.ts";
import { canNameWriter } from "../writers/writer-uses.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { SourceFile } from "../written/text.ts";

/** Larger files are not read, in bytes; a plan of a large estate is some ten MB. */
export const LARGEST = 100_000_000;

/** Texts that are read in place of files, by absolute path: as a patch would leave them. */
export type EditedFiles = ReadonlyMap<string, string>;

const NO_EDITS: EditedFiles = new Map();

/** Reads UTF-8, or UTF-16 that shows as such; leaves out a byte order mark. Otherwise says why it cannot. */
export const readSourceFile = (
  absolute: string,
  path: string,
  edited: EditedFiles = NO_EDITS,
): SourceFile | { readonly unreadable: string } => {
  const text = edited.get(absolute);
  if (text !== undefined) return { path, text };
  try {
    return decode(readFileSync(absolute), path);
  } catch (error) {
    return { unreadable: reasonOf(error, path) };
  }
};

/**
 * Reads a file as far as its text can be decoded: a comment in an old encoding does not keep Terraform from reading the
 * rest. Null where there is no such file, or it may not be read.
 */
export const readFlawedFile = (
  absolute: string,
  path: string,
  edited: EditedFiles = NO_EDITS,
): SourceFile | null => {
  const file = readSourceFile(absolute, path, edited);
  if (!("unreadable" in file)) return file;
  try {
    const bytes = readFileSync(absolute);
    return bytes.length > LARGEST ? null : { path, text: bytes.toString("utf8"), flaw: file.unreadable };
  } catch {
    return null;
  }
};

/** @throws an output problem where it is not the file: too many are open, and the next could not be read either. */
export const reasonOf = (error: unknown, path: string): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
  if (code === "EMFILE" || code === "ENFILE")
    throw problem({
      what: "too many files are open",
      where: path,
      todo: "Allow more, as `ulimit -n 4096`, and run it again.",
      kind: "output",
    });
  return REASONS[code] ?? `it cannot be read (${code})`;
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EISDIR: "it is a folder",
};

/** What is read at once of a file that is only looked through, in bytes; nearly every source file fits. */
const FIRST_LOOK = Buffer.alloc(256 * 1024);

/**
 * Reads a file that can name a writer of a kind's policies; null for any other, of which nothing but bytes is looked at.
 *
 * It runs over every file of a tree, so it takes one open, one or two reads, and no decoding.
 */
export const readWriter = (
  absolute: string,
  path: string,
  kind: CodeKind,
): SourceFile | { readonly unreadable: string } | null => {
  try {
    const bytes = firstBytes(absolute);
    const whole = bytes.length < FIRST_LOOK.length ? bytes : readFileSync(absolute);
    const isPlan = isBinaryPlan(bytes);
    if (!canBeOfConcern(whole, kind) && encodingOf(bytes) === "utf-8" && !isUtf32(bytes) && !isPlan)
      return null;
    const file = readSourceFile(absolute, path);
    if (!("unreadable" in file) || isUtf32(bytes) || isPlan) return file;
    // Neither UTF-8 nor UTF-16: a program's own binary, or text of an old encoding, whose ASCII reads as it is.
    return bytes.includes(0) ? null : { path, text: readFileSync(absolute, "latin1") };
  } catch (error) {
    return { unreadable: reasonOf(error, path) };
  }
};

const canBeOfConcern = (bytes: Buffer, kind: CodeKind): boolean =>
  canNameWriter(bytes, kind) ||
  canHoldStatement(bytes, kind) ||
  canBePolicy(bytes, kind) ||
  mayHoldEncoded(bytes);

/** Whether a file of any name may be a policy as JSON, or JSON as a text. */
const canBePolicy = (bytes: Buffer, { actions }: CodeKind): boolean => {
  const first = bytes.subarray(0, 100).toString("latin1").trimStart()[0] ?? "";
  return /["[{]/.test(first) && bytes.includes("Statement") && bytes.includes(actions.prefix);
};

/** Whether a file whose text cannot be decoded says anything of the kind, in whatever encoding; one that cannot be read may. */
export const mentionsKind = (absolute: string, { mark, terraform }: CodeKind): boolean => {
  try {
    const bytes = readFileSync(absolute);
    return isBinaryPlan(bytes)
      ? planNames(bytes, terraform.mark)
      : mark.test(bytes.toString("latin1").replaceAll("\0", ""));
  } catch {
    return true;
  }
};

const firstBytes = (absolute: string): Buffer => {
  const descriptor = openSync(absolute, "r");
  try {
    return FIRST_LOOK.subarray(0, readSync(descriptor, FIRST_LOOK, 0, FIRST_LOOK.length, 0));
  } finally {
    closeSync(descriptor);
  }
};

/** Bytes as text: UTF-8, or UTF-16 with the byte order mark that PowerShell writes; `path` is what reports show. */
export const decode = (bytes: Uint8Array, path: string): SourceFile | { readonly unreadable: string } => {
  if (bytes.length > LARGEST) return { unreadable: `it is larger than ${LARGEST / 1_000_000} MB` };
  if (isBinaryPlan(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
    return { unreadable: BINARY_PLAN };
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // UTF-32, or UTF-16 that does not show as such: neither JSON nor YAML nor a program holds this character.
    return text.includes("\0") ? { unreadable: "it is neither UTF-8 nor UTF-16 text" } : { path, text };
  } catch {
    return { unreadable: `it is not ${encoding.toUpperCase()} text` };
  }
};

/** With its byte order mark, or two characters of ASCII in a row; no program of any system begins so. */
const isUtf32 = (bytes: Buffer): boolean =>
  /^(?:\xff\xfe\0\0|\0\0\xfe\xff|(?:[^\0]\0{3}){2}|(?:\0{3}[^\0]){2})/.test(bytes.toString("latin1", 0, 8));

/** Windows PowerShell's `>` writes UTF-16 with a byte order mark; without one, every other byte of such a text is 0. */
const encodingOf = (bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" => {
  const [first = 1, second = 1, third = 1, fourth = 1] = bytes;
  if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0 && third > 0 && fourth === 0))
    return "utf-16le";
  return (first === 0xfe && second === 0xff) || (first === 0 && second > 0 && third === 0 && fourth > 0)
    ? "utf-16be"
    : "utf-8";
};
