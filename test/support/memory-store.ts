import { createHash } from "node:crypto";
import type { ObjectStore } from "../../src/continuous/object-store.ts";

const etagOf = (text: string): string => createHash("md5").update(text).digest("hex");

/** The objects of an emulated bucket without requests, for tests that have ten thousands of them. */
export const memoryStore = (objects: Map<string, string>): ObjectStore => ({
  name: "memory",
  get: (key) => {
    const text = objects.get(key);
    if (text === undefined) return Promise.resolve(null);
    const bytes = async function* (): AsyncIterable<Uint8Array> {
      yield await Promise.resolve(Buffer.from(text));
    };
    return Promise.resolve({ etag: etagOf(text), bytes: bytes() });
  },
  put: (key, bytes, condition) => {
    const known = objects.get(key);
    const holds =
      condition === undefined ||
      ("ifAbsent" in condition
        ? known === undefined
        : known !== undefined && etagOf(known) === condition.ifMatch);
    if (holds) objects.set(key, Buffer.from(bytes).toString());
    return Promise.resolve(holds);
  },
  write: (key) => {
    const held: Uint8Array[] = [];
    return Promise.resolve({
      append: (bytes) => {
        held.push(bytes);
        return Promise.resolve();
      },
      finish: () => {
        objects.set(key, Buffer.concat(held).toString());
        return Promise.resolve();
      },
      discard: () => Promise.resolve(),
    });
  },
});
