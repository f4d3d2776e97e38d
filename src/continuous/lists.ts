import { createHash } from "node:crypto";
import { lines } from "../text/lines.ts";
import { listKey } from "./keys.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Listed } from "./run.ts";
import { sha256 } from "./settings.ts";

/** In UTF-16 units: a summary has less than 1 KB, a closing record without files not much more. */
const LONGEST_LINE = 65_536;

/** Writes a list, which may stand there already: its key names its bytes. */
export const keepList = async (
  store: ObjectStore,
  run: string,
  name: Parameters<typeof listKey>[1],
  entries: Iterable<unknown>,
): Promise<Listed> => {
  const texts: string[] = [];
  for (const entry of entries) texts.push(`${JSON.stringify(entry)}\n`);
  const bytes = Buffer.from(texts.join(""));
  const listed = { count: texts.length, sha256: sha256(bytes) };
  const key = listKey(run, name, listed.sha256);
  await store.put(key, bytes);
  return { key, ...listed };
};

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
