import { lstatSync, readdirSync } from "node:fs";
import { rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { BUNDLE_FILES, BUNDLE_FORMATS } from "../../exporters/bundle/formats.ts";
import { SIGNATURE_FILE } from "../../exporters/bundle/signature.ts";
import { SUMS_FILE } from "../../exporters/bundle/sums.ts";
import { isAlive } from "../../files/alive.ts";
import { pendingFor, refuseLink } from "../../files/pending-file.ts";
import { problem } from "../../model/problem.ts";

/** Every name that a bundle may hold. */
const NAMES: readonly string[] = [
  ...Object.values(BUNDLE_FILES),
  ...BUNDLE_FORMATS.map(({ file }) => file),
  SUMS_FILE,
  SIGNATURE_FILE,
];

/**
 * Makes sure that nothing else is in the folder of a new bundle: a file of another run would be taken for one of this.
 * What a killed run had not finished is taken away.
 *
 * @throws an output problem where the place is taken.
 */
export const emptyFolder = async (folder: string): Promise<void> => {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  const names = found.isDirectory() ? readdirSync(folder) : [""];
  const isUnsealed = names.some((name) => pendingFor(name)?.name === SUMS_FILE && isLeftOver(name));
  if (!names.every((name) => isLeftOver(name) || (isUnsealed && isPart(name))))
    throw problem({
      what: "the place of a bundle is taken",
      where: folder,
      todo: "Name a new or an empty folder.",
      kind: "output",
    });
  for (const name of names) await rm(join(folder, name), { recursive: true });
};

/** A file that was being written, and whose process is gone. */
const isLeftOver = (name: string): boolean => {
  const pending = pendingFor(name);
  return pending !== null && isPart(pending.name) && !isAlive(pending.writer);
};

/** Until its list of hashes stands in its place, which is last of all, a bundle is none. */
const isPart = (name: string): boolean => NAMES.some((part) => part.replace(/\/$/, "") === name);

/**
 * Takes an unfinished bundle away, so that the next run finds the place free; answers where the snapshot lies now, or null
 * where nothing had been read.
 */
export const abandon = async (folder: string): Promise<string | null> => {
  const kept = await besideFolder(folder);
  for (const name of NAMES)
    if (join(folder, name) !== kept) await rm(join(folder, name), { recursive: true, force: true });
  await rmdir(folder).catch(() => undefined);
  return kept;
};

/** Out of the folder with it, or left where it is: beside a folder that is mounted there may be no room. */
const besideFolder = async (folder: string): Promise<string | null> => {
  const snapshot = join(folder, BUNDLE_FILES.snapshot);
  if (lstatSync(snapshot, { throwIfNoEntry: false }) === undefined) return null;
  const beside = `${folder}.unfinished.jsonl`;
  try {
    refuseLink(beside);
    await rename(snapshot, beside);
    return beside;
  } catch {
    return snapshot;
  }
};
