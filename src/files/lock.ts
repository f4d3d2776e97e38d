import { link, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { problem } from "../model/problem.ts";
import { isAlive, startOf } from "./alive.ts";
import { pendingFor } from "./pending-file.ts";

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
 * @throws an output problem where another holds it, and the file system's error where the lock cannot be made.
 */
export const lock = async (path: string, since: string): Promise<() => Promise<void>> => {
  const file = `${path}.lock`;
  const mine: Holder = { pid: process.pid, start: startOf(process.pid), host: hostname(), since };
  await sweep(file);
  if (!(await isMade(file, mine))) await takeOver(file, mine, path);
  await freed(guardOf(file));
  return () => rm(file, { force: true });
};

/** INVARIANT: whoever takes over does so alone, else the second would take away what the first has just made. */
const takeOver = async (file: string, mine: Holder, path: string): Promise<void> => {
  const guard = guardOf(file);
  await freed(guard);
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

const guardOf = (file: string): string => `${file}.old`;

/** Takes away the guard of a process that was killed while it took a lock over. */
const freed = async (guard: string): Promise<void> => {
  if (!isGone(await holderOf(guard))) return;
  const aside = `${guard}.${process.pid}.part`;
  try {
    await rename(guard, aside);
    // Another may have freed it, and made its own, since it was looked at.
    if (!isGone(await holderOf(aside))) await link(aside, guard);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  } finally {
    await rm(aside, { force: true });
  }
};

/** Makes the file with its text in one step, so that a process that is killed leaves a lock that says whose it is, or none. */
const isMade = async (file: string, holder: Holder): Promise<boolean> => {
  const whole = `${file}.${(made += 1)}.${holder.pid}.part`;
  const text = `${JSON.stringify(holder)}\n`;
  try {
    await writeFile(whole, text, { flag: "wx", mode: 0o600 });
    await link(whole, file).catch((error: unknown) => writtenAnew(file, text, error));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
};

/** Tells apart what one process makes at a time. */
let made = 0;

/** Some file systems have no hard links (FAT, some network shares). */
const writtenAnew = async (file: string, text: string, error: unknown): Promise<void> => {
  if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(codeOf(error))) throw error;
  const handle = await open(file, "wx", 0o600);
  await handle.writeFile(text);
  await handle.close();
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** Takes away what processes that are gone have left while they made a lock. */
const sweep = async (file: string): Promise<void> => {
  const folder = dirname(file);
  for (const name of await readdir(folder).catch(() => [])) {
    const pending = pendingFor(name);
    if (pending?.name.startsWith(`${basename(file)}.`) === true && !isAlive(pending.writer))
      await rm(join(folder, name), { force: true });
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
