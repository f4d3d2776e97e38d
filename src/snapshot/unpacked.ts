import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { pipeline, type Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { problem } from "../model/problem.ts";

/** How compressed files begin. */
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * The bytes of a file, unpacked where gzip or Zstandard has packed it; whatever its name.
 *
 * @param file what messages call it
 * @throws an input problem where it is damaged or cut off, a usage problem where this Node cannot unpack it
 */
export const unpacked = (path: string, file: string): AsyncIterable<Uint8Array> => {
  const begin = firstBytes(path);
  const starts = (magic: readonly number[]): boolean => magic.every((byte, index) => begin[index] === byte);
  if (starts(GZIP)) return unpackedBy(createGunzip(), path, file);
  if (starts(ZSTD)) return unpackedBy(zstd(file), path, file);
  return chunksOf(path);
};

const CHUNK = 65_536;

/** As `createReadStream`, whose modules take a tenth of the start of a run, in half of the time. */
async function* chunksOf(path: string): AsyncIterable<Uint8Array> {
  const descriptor = openSync(path, "r");
  try {
    for (;;) {
      const bytes = Buffer.allocUnsafe(CHUNK);
      const length = readSync(descriptor, bytes);
      if (length === 0) return;
      yield bytes.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

const firstBytes = (path: string): Uint8Array => {
  const bytes = new Uint8Array(4);
  const descriptor = openSync(path, "r");
  try {
    readSync(descriptor, bytes, 0, bytes.length, 0);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
};

/** Node has it from 22.15 on. */
const zstd = (file: string): Transform => {
  const { createZstdDecompress } = process.getBuiltinModule("node:zlib") as {
    readonly createZstdDecompress?: () => Transform;
  };
  if (createZstdDecompress !== undefined) return createZstdDecompress();
  throw problem({
    what: `Node ${process.versions.node} cannot unpack Zstandard`,
    where: file,
    todo: "Use Node 22.15 or newer, or unpack it with zstd -d.",
    kind: "usage",
  });
};

async function* unpackedBy(unpack: Transform, path: string, file: string): AsyncIterable<Uint8Array> {
  const stream = pipeline(createReadStream(path), unpack, () => undefined);
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    if (!isOfPacking(error)) throw error;
    throw problem({
      what: "the compressed file is damaged or cut off",
      where: file,
      todo: "Copy it again from where it was written.",
      kind: "input",
    });
  }
}

const isOfPacking = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^(?:Z_|ZSTD_)/.test(String(error.code));
