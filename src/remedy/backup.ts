import { createHash } from "node:crypto";
import { constants, existsSync, readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { fail } from "../files/fail.ts";
import { makeFolder } from "../files/make-folder.ts";
import { refuseLink } from "../files/pending-file.ts";
import { problem } from "../model/problem.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const nameOf = (slug: string, hash: string): string => `${slug}.${hash.slice(0, 16)}.json`;

/** The name of another text of the policy that a backup is of. */
export const otherBackup = (name: string, hash: string): string =>
  nameOf(name.replace(/\.[0-9a-f]{16}\.json$/, ""), hash);

/** Keeps a policy's text in a folder, for its owner alone and on the disk for certain; answers the file's name. */
export const keepBackup = async (folder: string, slug: string, text: string): Promise<string> => {
  const hash = sha256(text);
  const name = nameOf(slug, hash);
  const path = join(folder, name);
  refuseLink(path);
  if (existsSync(path) && sha256(readFileSync(path, "utf8")) === hash) return name;
  makeFolder(folder, 0o700);
  try {
    const part = `${path}.${process.pid}.part`;
    const flags = constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY | constants.O_NOFOLLOW;
    const file = await open(part, flags, 0o600);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(part, path);
    const directory = await open(dirname(path), "r");
    // Some file systems cannot sync a folder; the file itself is on the disk.
    await directory.sync().catch(() => undefined);
    await directory.close();
  } catch (error) {
    return fail(path, error);
  }
  return name;
};

/** The text that was kept. @throws an output problem where the file is gone, or is not what was kept. */
export const readBackup = (folder: string, name: string, hash: string): string => {
  const path = resolve(folder, name);
  // A journal may come from anybody: it leads to files beside itself alone.
  const isBeside = path.startsWith(resolve(folder) + sep);
  if (!isBeside || !existsSync(path))
    throw problem({
      what: "the backup is not there",
      where: path,
      todo: "Restore the file, then undo again.",
      kind: "output",
    });
  const text = readFileSync(path, "utf8");
  if (sha256(text) === hash) return text;
  throw problem({
    what: "the backup was changed: its SHA-256 is not the journal's",
    where: path,
    todo: "Restore the file, then undo again.",
    kind: "output",
  });
};
