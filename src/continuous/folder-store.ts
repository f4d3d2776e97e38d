import { createReadStream } from "node:fs";
import { link, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fail } from "../files/fail.ts";
import { makeFolder } from "../files/make-folder.ts";
import { FOLDER_MODE, PRIVATE } from "../files/pending-file.ts";
import { isKey } from "./keys.ts";
import type { ObjectStore, ObjectWriter, PutCondition, StoredObject } from "./object-store.ts";

/**
 * Objects as files below a folder, each written whole or not at all.
 *
 * `ifAbsent` holds between processes too, where the file system has hard links. Between the comparison of `ifMatch` and the write another process
 * may come: a bucket does both in one step, a folder cannot.
 */
export const folderStore = (folder: string): ObjectStore => {
  const pathOf = (key: string): string => {
    if (!isKey(key)) throw new Error(`${JSON.stringify(key)} is not the key of an object`);
    return join(folder, key);
  };
  return {
    name: folder,
    get: (key) => found(pathOf(key)),
    put: async (key, bytes, condition) => {
      const path = pathOf(key);
      try {
        return await written(path, bytes, condition);
      } catch (error) {
        return fail(path, error);
      }
    },
    write: (key) => writer(pathOf(key)),
  };
};

const writer = async (path: string): Promise<ObjectWriter> => {
  const whole = pendingName(path);
  const or = <T>(work: Promise<T>): Promise<T> => work.catch((error: unknown) => fail(path, error));
  makeFolder(dirname(path), FOLDER_MODE, path);
  const file = await or(open(whole, "wx", PRIVATE));
  return {
    append: (bytes) => or(file.writeFile(bytes)),
    finish: async () => {
      await or(file.datasync());
      await or(file.close());
      await or(rename(whole, path));
    },
    discard: async () => {
      await file.close().catch(() => undefined);
      await rm(whole, { force: true });
    },
  };
};

const found = async (path: string): Promise<StoredObject | null> => {
  const etag = await etagAt(path);
  return etag === null ? null : { etag, bytes: createReadStream(path) };
};

/** Tells apart what one process writes at a time. */
let writes = 0;

const pendingName = (path: string): string => `${path}.${(writes += 1)}.${process.pid}.part`;

const written = async (
  path: string,
  bytes: Uint8Array,
  condition: PutCondition | undefined,
): Promise<boolean> => {
  if (condition !== undefined && "ifMatch" in condition && (await etagAt(path)) !== condition.ifMatch)
    return false;
  makeFolder(dirname(path), FOLDER_MODE, path);
  const whole = pendingName(path);
  const file = await open(whole, "wx", PRIVATE);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
  try {
    if (condition === undefined || "ifMatch" in condition) await rename(whole, path);
    else await link(whole, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
};

const etagAt = async (path: string): Promise<string | null> => {
  const stats = await stat(path, { bigint: true }).catch(unlessMissing);
  return stats === null ? null : `${stats.ino}-${stats.size}-${stats.mtimeNs}`;
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

const unlessMissing = (error: unknown): null => {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
};
