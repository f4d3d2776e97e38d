import { chmodSync, constants, mkdirSync } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../files/fail.ts";
import { FOLDER_MODE, PRIVATE } from "../files/pending-file.ts";
import { isProblem } from "../model/problem.ts";
import type { ScopeId, ScopeStatus } from "../model/scope.ts";
import { UNFINISHED } from "./journal.ts";
import { journalLines } from "./journal-lines.ts";
import { EARLIER, journalFolder, journalsIn, type Journals } from "./journals.ts";
import { brokenScope, indexSnapshot, type ScopePlace } from "./snapshot-index.ts";

/**
 * Makes the folder from which a scan goes on with a finished snapshot: a copy of it, and a journal of each scope that was not
 * read whole. The folder appears whole or not at all, in place of one in which no reading has begun; nobody else may use it
 * meanwhile.
 *
 * @throws a usage problem where the file is no snapshot of a scan, an input problem where it is broken, an output problem where the
 * folder cannot be written
 */
export const reopenSnapshot = async (snapshot: string): Promise<void> => {
  const folder = `${journalFolder(snapshot)}${UNFINISHED}`;
  try {
    const { head, scopes } = indexSnapshot(snapshot);
    await rm(folder, { recursive: true, force: true });
    mkdirSync(folder, FOLDER_MODE);
    const journals = await journalsIn(folder, () => Promise.resolve(), GATHERED);
    await journals.begin(head);
    for (const [scope, place] of scopes)
      if (!SETTLED.has(place.status)) await taken(snapshot, scope, place, journals);
    await journals.leave();
    await copyFile(snapshot, join(folder, EARLIER), constants.COPYFILE_FICLONE);
    chmodSync(join(folder, EARLIER), PRIVATE);
    // A scan that was killed while it took its journals away has left some of them, and nothing that tells what they belong to.
    await rm(journalFolder(snapshot), { recursive: true, force: true });
    await rename(folder, journalFolder(snapshot));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (isProblem(error)) throw error;
    fail(journalFolder(snapshot), error);
  }
};

/** Characters that are written at a time. */
const GATHERED = 65_536;

/** Nothing is left to ask of a complete scope; those that were not asked about are planned anew: a region may be on by now. */
const SETTLED: ReadonlySet<ScopeStatus> = new Set(["complete", "excluded", "unavailable"]);

const taken = async (
  snapshot: string,
  scope: ScopeId,
  place: ScopePlace,
  journals: Journals,
): Promise<void> => {
  const journal = await journals.open(scope);
  try {
    let end = place.at;
    for (const { record, at, length } of journalLines(snapshot, place)) {
      end = at + length;
      if (record.kind === "scope") await journal.close(record);
      else if (
        record.kind !== "journal" &&
        record.kind !== "gone" &&
        record.kind !== "lane" &&
        record.scope === scope
      )
        await journal.append(record);
      else throw brokenScope(snapshot, place);
    }
    if (end !== place.at + place.length) throw brokenScope(snapshot, place);
  } finally {
    await journal.leave();
  }
};
