import { lstatSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { problem } from "../model/problem.ts";
import type { Inventory } from "./inventory.ts";

/** Writes inventory files below a folder: whole or not at all, and never through a link. */
export const inventoryFiles =
  (folder: string) =>
  async ({ name, text }: Pick<Inventory, "name" | "text">): Promise<void> => {
    const path = join(folder, name);
    refuseLinks(folder, name);
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.part`;
    // Exclusive: what stands there under our temporary name is not ours to follow or to overwrite.
    await writeFile(temporary, text, { flag: "wx", mode: 0o644 });
    await rename(temporary, path);
  };

/** A link in the tree that a repository brings along could lead the output anywhere. */
const refuseLinks = (folder: string, name: string): void => {
  const steps = name.split("/").map((_, index, all) => join(folder, ...all.slice(0, index + 1)));
  const link = [folder, ...steps].find(
    (step) => lstatSync(step, { throwIfNoEntry: false })?.isSymbolicLink() === true,
  );
  if (link !== undefined)
    throw problem({
      what: "a symbolic link stands in the inventory's folder",
      where: link,
      todo: "Remove it or name another folder.",
      exit: 4,
    });
};
