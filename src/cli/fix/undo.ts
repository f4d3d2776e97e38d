import { defused } from "../../text/log-commands.ts";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { lock } from "../../files/lock.ts";
import { problem } from "../../model/problem.ts";
import type { Outcome } from "../../remedy/apply.ts";
import { openJournal, type Journal } from "../../remedy/journal.ts";
import { undoables, undoPolicy, type Undoable } from "../../remedy/undo.ts";
import { fixableOf } from "../../services/index.ts";
import type { KindName } from "../../model/resource.ts";
import { visibleLine } from "../../text/visible.ts";
import type { CommandModule } from "../command-module.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { agreed } from "./agree.ts";
import { addWritingOptions } from "./apply.ts";
import type { WritingFlags } from "./writing-flags.ts";
import { countsOf, exitOf, outcomeText } from "./outcomes.ts";
import { openSessions, writersFor, type Sessions } from "./sessions.ts";

export const buildUndo: CommandModule["build"] = (command, io, done) => {
  addWritingOptions(command.argument("<journal>", "the journal that fix apply kept")).action(
    async (path: string, flags: WritingFlags) => done(await undo(path, flags, io)),
  );
};

const undo = async (path: string, flags: WritingFlags, io: Io): Promise<ExitCode> => {
  const file = resolve(io.cwd, path);
  if (!existsSync(file))
    throw problem({ what: "there is no such journal", where: path, todo: "Check the path.", kind: "usage" });
  const unlock = await lock(file, io.clock());
  try {
    const journal = await openJournal(file);
    try {
      return await undone(chosenOf(journal, flags, path), journal, dirname(file), flags, io);
    } finally {
      await journal.close();
    }
  } finally {
    await unlock();
  }
};

const chosenOf = (journal: Journal, { only }: WritingFlags, path: string): readonly Undoable[] => {
  const all = undoables(journal.entries);
  const unknown = only?.find((id) => !journal.entries.some(({ resource }) => resource.id === id));
  if (unknown !== undefined)
    throw problem({
      what: `the journal has no resource ${visibleLine(unknown)}`,
      where: path,
      todo: "Give the id of one that it has.",
      kind: "usage",
    });
  return only === undefined ? all : all.filter(({ entry }) => only.includes(entry.resource.id));
};

const undone = async (
  chosen: readonly Undoable[],
  journal: Journal,
  folder: string,
  flags: WritingFlags,
  io: Io,
): Promise<ExitCode> => {
  if (chosen.length === 0) {
    io.stdout.write("Nothing to undo.\n");
    return EXIT.done;
  }
  const steps = chosen.map(
    ({ entry, document }) => `${entry.resource.id}: put policy "${document}" with its original text`,
  );
  await agreed(steps, `Put ${steps.length} back?`, flags, io);
  const sessions = await openSessions(flags, io);
  const outcomes: Outcome[] = [];
  try {
    for (const one of chosen) {
      io.signal.throwIfAborted();
      const outcome = await undoneOne(one, journal, folder, sessions, io);
      outcomes.push(outcome);
      io.stdout.write(defused(outcomeText(outcome)));
    }
  } finally {
    sessions.close();
  }
  io.stderr.write(`postern: ${countsOf(outcomes)}\n`);
  return exitOf(outcomes);
};

const undoneOne = async (
  undoable: Undoable,
  journal: Journal,
  folder: string,
  sessions: Sessions,
  io: Io,
): Promise<Outcome> => {
  const { kind, id, name, account, region } = undoable.entry.resource;
  const fixable = fixableOf(kind as KindName);
  if (fixable === null) return { id, name, state: "failed", says: "its kind cannot be written" };
  const writers = await writersFor(sessions, fixable, account, region);
  if ("says" in writers) return { id, name, state: "failed", says: `not undone: ${writers.says}` };
  try {
    return await undoPolicy(undoable, {
      reader: writers.reader,
      writer: writers.writer,
      caller: writers.caller,
      journal,
      folder,
      now: io.clock,
      signal: io.signal,
    });
  } finally {
    writers.close();
  }
};
