import { createHash } from "node:crypto";
import { lines } from "../text/lines.ts";
import { listKey } from "./keys.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Listed } from "./run.ts";

/** In UTF-16 units: a summary has less than 1 KB, a closing record without files not much more. */
const LONGEST_LINE = 65_536;

/** In UTF-16 units: entries that are written at a time. */
const CHUNK = 65_536;

/**
 * Writes a list, which may stand there already: its key names its bytes.
 *
 * @param entries is called twice, to hash them and to write them, so that none has to stay in memory
 */
export const keepList = async (
  store: ObjectStore,
  run: string,
  name: Parameters<typeof listKey>[1],
  entries: () => AsyncIterable<unknown> | Iterable<unknown>,
): Promise<Listed> => {
  const hash = createHash("sha256");
  let count = 0;
  for await (const { text, lines: more } of chunksOf(entries())) {
    hash.update(text);
    count += more;
  }
  const sha256 = hash.digest("hex");
  const key = listKey(run, name, sha256);
  await write(store, key, entries, sha256);
  return { key, count, sha256 };
};

const write = async (
  store: ObjectStore,
  key: string,
  entries: () => AsyncIterable<unknown> | Iterable<unknown>,
  expected: string,
): Promise<void> => {
  const writer = await store.write(key);
  const hash = createHash("sha256");
  try {
    for await (const { text } of chunksOf(entries())) {
      const bytes = Buffer.from(text);
      hash.update(bytes);
      await writer.append(bytes);
    }
    if (hash.digest("hex") !== expected)
      throw new Error(`the entries of ${key} were others when they were read again`);
    await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
};

async function* chunksOf(
  entries: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncIterable<{ readonly text: string; readonly lines: number }> {
  let text = "";
  let lines = 0;
  for await (const entry of entries) {
    text += `${JSON.stringify(entry)}\n`;
    lines += 1;
    if (text.length < CHUNK) continue;
    yield { text, lines };
    text = "";
    lines = 0;
  }
  if (lines > 0) yield { text, lines };
}

/** A list while it is read. */
export interface ReadList<T> {
  readonly entries: AsyncIterable<T>;
  /** What is wrong with it, once all entries were read; null where it is as it was written. */
  fault(): string | null;
}

/** Reads a list as far as it is one; what is missing from it, `fault` says in the end. */
export const readList = <T>(
  store: ObjectStore,
  { key, count, sha256: expected }: Listed,
  is: (value: unknown) => value is T,
): ReadList<T> => {
  const hash = createHash("sha256");
  let seen = 0;
  let fault: string | null = null;
  return {
    entries: {
      async *[Symbol.asyncIterator]() {
        const object = await store.get(key);
        if (object === null) {
          fault = `${key} is missing, which lists ${count}`;
          return;
        }
        const decoder = new TextDecoder();
        const chunks = async function* (): AsyncIterable<string> {
          for await (const chunk of object.bytes) {
            hash.update(chunk);
            yield decoder.decode(chunk, { stream: true });
          }
        };
        for await (const { text } of lines(chunks(), LONGEST_LINE)) {
          const entry = entryOf(text, is);
          if (entry === null) continue;
          seen += 1;
          yield entry;
        }
        if (hash.digest("hex") === expected) return;
        fault =
          seen < count
            ? `${key} has ${seen} entries of ${count}: it was cut off, or changed`
            : `${key} was changed after it had been written`;
      },
    },
    fault: () => fault,
  };
};

const entryOf = <T>(text: string, is: (value: unknown) => value is T): T | null => {
  try {
    const value: unknown = JSON.parse(text);
    return is(value) ? value : null;
  } catch {
    return null;
  }
};
