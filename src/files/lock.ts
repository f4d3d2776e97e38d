import { open, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { problem } from "../model/problem.ts";
import { isAlive, startOf } from "./alive.ts";

/** Who holds a lock, as its file says. */
interface Holder {
  readonly pid: number;
  /** Of the process; null where the system does not say. */
  readonly start: string | null;
  readonly host: string;
  /** ISO 8601, for people. */
  readonly since: string;
}

/**
 * Locks a file for this process with `<path>.lock` beside it; answers the way to unlock it. The lock of a process that is
 * gone is taken over, as far as it ran on this machine.
 *
 * @throws a problem (exit 4) where another holds it, and the file system's error where the lock cannot be made.
 */
export const lock = async (path: string, since: string): Promise<() => Promise<void>> => {
  const file = `${path}.lock`;
  const mine: Holder = { pid: process.pid, start: startOf(process.pid), host: hostname(), since };
  if (!(await isMade(file, mine))) await takeOver(file, mine, path);
  return () => rm(file, { force: true });
};

/** INVARIANT: whoever takes over does so alone, else the second would take away what the first has just made. */
const takeOver = async (file: string, mine: Holder, path: string): Promise<void> => {
  const guard = `${file}.old`;
  if (!isGone(await holderOf(file))) throw held(path, file, await holderOf(file));
  if (!(await isMade(guard, mine))) throw held(path, guard, await holderOf(guard));
  try {
    const holder = await holderOf(file);
    if (isGone(holder)) await rm(file, { force: true });
    if (!(await isMade(file, mine))) throw held(path, file, holder);
  } finally {
    await rm(guard, { force: true });
  }
};

const isMade = async (file: string, holder: Holder): Promise<boolean> => {
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(`${JSON.stringify(holder)}\n`);
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
};

/** Null where the file does not say: its process may be writing it just now. */
const holderOf = async (file: string): Promise<Holder | null> => {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return isHolder(value) ? value : null;
  } catch {
    return null;
  }
};

const isHolder = (value: unknown): value is Holder =>
  typeof value === "object" &&
  value !== null &&
  Number.isSafeInteger(Reflect.get(value, "pid")) &&
  (Reflect.get(value, "start") === null || typeof Reflect.get(value, "start") === "string") &&
  ["host", "since"].every((name) => typeof Reflect.get(value, name) === "string");

/** What runs on another machine cannot be seen from here. */
const isGone = (holder: Holder | null): boolean =>
  holder !== null &&
  holder.host === hostname() &&
  (!isAlive(holder.pid) || (holder.start !== null && holder.start !== startOf(holder.pid)));

const held = (path: string, file: string, holder: Holder | null): Error =>
  problem({
    what:
      holder === null
        ? "another process is using it"
        : `process ${holder.pid} on ${holder.host} has been using it since ${holder.since}`,
    where: path,
    todo: `Wait until it has ended; if it is not running any more, remove ${file}.`,
    kind: "output",
  });
