import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pendingFile } from "../files/pending-file.ts";
import { readSums, sumsText } from "../exporters/bundle/sums.ts";
import type { WrittenFile } from "../model/exporter.ts";
import { problem } from "../model/problem.ts";
import { isObject } from "../text/is-object.ts";
import { by } from "../text/order.ts";
import { VERSION } from "../version.ts";
import { readPlain } from "./verify/folder.ts";
import { parsedJson } from "../text/parsed-json.ts";

/** Lies in the folder of `-o` and says which files one run has written there. */
export const MANIFEST_FILE = "postern-manifest.json";

interface Manifest {
  readonly kind: "manifest";
  readonly version: 1;
  readonly tool: string;
  /** Of the files' hashes: the same run gives the same. */
  readonly runId: string;
  readonly files: readonly WrittenFile[];
}

interface PendingManifest {
  /** Takes the earlier run's away: from now on the folder promises nothing. */
  withdraw(): void;
  /** Puts this run's in its place. */
  switch(): void;
}

/** Writes the manifest of a folder beside its place. @throws an output problem where it cannot be written. */
export const pendingManifest = async (
  folder: string,
  files: readonly WrittenFile[],
): Promise<PendingManifest> => {
  const path = join(folder, MANIFEST_FILE);
  const file = await pendingFile(path);
  try {
    await file.append(`${JSON.stringify(manifestOf(files), null, 2)}\n`);
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
  return { withdraw: () => rmSync(path, { force: true }), switch: () => file.switch() };
};

const manifestOf = (written: readonly WrittenFile[]): Manifest => {
  const files = written.toSorted(by(({ name }) => name)).map(({ name, sha256 }) => ({ name, sha256 }));
  const runId = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  return { kind: "manifest", version: 1, tool: `postern ${VERSION}`, runId, files };
};

/** In bytes. */
const LONGEST = 1_000_000;

/** The files that a folder's manifest names. @throws an input problem where it is none, or names something outside of the folder. */
export const readManifest = async (folder: string): Promise<readonly WrittenFile[]> => {
  const value = parsedJson((await readPlain(join(folder, MANIFEST_FILE), LONGEST)).toString("utf8"));
  const files = isObject(value) && value["kind"] === "manifest" ? value["files"] : null;
  const sums = Array.isArray(files) && files.every(isFile) ? readSums(sumsText(files)) : { wrong: "" };
  if (!("wrong" in sums)) return sums;
  throw problem({
    what: "it is no manifest of a run",
    where: MANIFEST_FILE,
    todo: "Write the reports again.",
    kind: "input",
  });
};

const isFile = (value: unknown): value is WrittenFile =>
  isObject(value) && typeof value["name"] === "string" && typeof value["sha256"] === "string";
