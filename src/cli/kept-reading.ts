import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { problem } from "../model/problem.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { journalFolder, openJournals, type Journals } from "../snapshot/journals.ts";
import { reopenSnapshot } from "../snapshot/reopen.ts";
import { writeSnapshot } from "../snapshot/write.ts";
import { visibleLine } from "../text/visible.ts";
import type { Io } from "./io.ts";
import { refuseShared, type Wanted } from "./shared-places.ts";

export interface KeptFlags {
  readonly saveSnapshot?: string;
  readonly resume?: string;
  readonly baseline?: string;
  readonly config?: string;
  readonly key?: string;
}

/** A snapshot that is being read, and what is kept of it until it is whole. */
export interface KeptReading {
  readonly journals?: Journals;
  readonly unplanned?: (scopes: readonly string[]) => void;
  readonly wanted: readonly Wanted[];
  /** Writes the snapshot as its records pass, and takes the journals away once it is in its place. */
  readonly step: (records: AsyncIterable<SnapshotRecord>) => AsyncIterable<SnapshotRecord>;
  /** Lets go of the journals, and says how to go on where something is left in them. */
  readonly end: () => Promise<void>;
}

const NOTHING: KeptReading = {
  wanted: [],
  step: (records) => records,
  end: () => Promise.resolve(),
};

/**
 * What `--save-snapshot` and `--resume` ask for.
 *
 * @throws a usage problem where they contradict each other, want the place of an input, or would lose what an earlier
 * scan has read.
 */
export const keptReading = async (flags: KeptFlags, io: Io): Promise<KeptReading> => {
  const path = flags.resume ?? flags.saveSnapshot;
  if (path === undefined) return NOTHING;
  if (flags.resume !== undefined && flags.saveSnapshot !== undefined && flags.resume !== flags.saveSnapshot)
    throw problem({
      what: "--resume writes the snapshot that it goes on with, and --save-snapshot names another",
      todo: "Leave --save-snapshot out.",
      kind: "usage",
    });
  const wanted = [{ what: "the snapshot", path }];
  refuseShared(wanted, inputsOf(flags), io.cwd);
  const at = resolve(io.cwd, path);
  const tell = (text: string): void => void io.stderr.write(`${visibleLine(`postern: ${text}`)}\n`);
  const journals =
    flags.resume === undefined ? await newJournals(at, path, io) : await earlierJournals(at, path, io, tell);
  let isWhole = false;
  return {
    journals,
    wanted,
    unplanned: (scopes) =>
      tell(
        `${scopes.length} scopes of ${journalFolder(path)} are not asked for now, and are left out: ${some(scopes)}`,
      ),
    step: async function* (records) {
      const writer = await writeSnapshot(at, true);
      try {
        for await (const record of records) {
          await writer.append(record);
          if (record.kind === "end") isWhole = true;
          yield record;
        }
      } finally {
        await (isWhole ? writer.close() : writer.discard());
        if (isWhole) await journals.remove();
      }
    },
    end: async () => {
      await journals.leave();
      if (!isWhole && existsSync(journalFolder(at)))
        tell(`what was read is in ${journalFolder(path)}: go on with \`postern scan --resume ${path}\``);
    },
  };
};

const inputsOf = ({ baseline, config, key }: KeptFlags): readonly string[] =>
  [baseline, config, key].flatMap((one) => one ?? []);

/** The first of a long list. */
const some = (names: readonly string[]): string =>
  `${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""}`;

const newJournals = async (at: string, path: string, io: Io): Promise<Journals> => {
  const journals = await openJournals(at, io.clock());
  if (journals.scopes.size === 0) return journals;
  await journals.leave();
  throw problem({
    what: `an earlier scan was cut off, and what it read of ${journals.scopes.size} scopes is in ${journalFolder(path)}`,
    todo: `Go on with --resume ${path}, or remove the folder to begin anew.`,
    kind: "usage",
  });
};

const earlierJournals = async (
  at: string,
  path: string,
  io: Io,
  tell: (text: string) => void,
): Promise<Journals> => {
  const journals = await openJournals(at, io.clock(), async () => {
    if (existsSync(at)) await reopenSnapshot(at);
  });
  if (journals.head === null) tell(`nothing was read for ${path} before: the scan begins`);
  return journals;
};
