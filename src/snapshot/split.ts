import { createReadStream, mkdirSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { fail } from "../files/fail.ts";
import { FOLDER_MODE } from "../files/pending-file.ts";
import { isProblem, problem } from "../model/problem.ts";
import type { ScopeId } from "../model/scope.ts";
import { isResourceRecord } from "../model/snapshot.ts";
import { UNFINISHED, type ScopeJournal } from "./journal.ts";
import { journalFolder, journalsIn, type Journals } from "./journals.ts";
import { readSnapshot } from "./read.ts";
import { utf8Chunks } from "./utf8-chunks.ts";

/**
 * Takes a snapshot apart into the journals that it was joined from, so that a scan can go on with what it lacks. The
 * folder appears whole or not at all.
 *
 * @throws a usage problem where the file is no snapshot of a scan, an input problem where it is broken, an output problem where the
 * folder cannot be written
 */
export const splitSnapshot = async (snapshot: string): Promise<void> => {
  const folder = `${journalFolder(snapshot)}${UNFINISHED}`;
  try {
    await rm(folder, { recursive: true, force: true });
    mkdirSync(folder, FOLDER_MODE);
    const journals = await journalsIn(folder, () => Promise.resolve(), GATHERED);
    await taken(snapshot, journals);
    await journals.leave();
    await rename(folder, journalFolder(snapshot));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (isProblem(error)) throw error;
    fail(journalFolder(snapshot), error);
  }
};

/** Characters that are written at a time. */
const GATHERED = 65_536;

/** Scopes that were not asked about are planned anew: a region may be on by now. */
const UNASKED: ReadonlySet<string> = new Set(["excluded", "unavailable"]);

const taken = async (snapshot: string, journals: Journals): Promise<void> => {
  const open = new Map<ScopeId, ScopeJournal>();
  const leave = async (): Promise<void> => {
    for (const journal of open.values()) await journal.leave();
    open.clear();
  };
  const journalOf = async (scope: ScopeId): Promise<ScopeJournal> => {
    const known = open.get(scope);
    if (known !== undefined) return known;
    await leave();
    const journal = await journals.open(scope);
    open.set(scope, journal);
    return journal;
  };
  let isHeaded = false;
  for await (const record of readSnapshot(utf8Chunks(createReadStream(snapshot), snapshot), snapshot)) {
    if (record.kind === "snapshot") {
      await journals.begin(record);
      isHeaded = true;
    }
    if (!isHeaded)
      throw problem({
        what: "the file is not a snapshot that a scan has written",
        where: snapshot,
        todo: "Name the FILE of an earlier --save-snapshot.",
        kind: "usage",
      });
    if (isResourceRecord(record)) await (await journalOf(record.scope)).append(record);
    else if (record.kind === "scope" && !UNASKED.has(record.status))
      await (await journalOf(record.id)).close(record);
  }
  await leave();
};
