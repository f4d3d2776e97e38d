import { lstatSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileNote } from "../../model/snapshot.ts";
import { formOf, isDataFile, isNoData, isValueFile } from "../file-kinds.ts";
import { isTerraform, mayGiveValues } from "../terraform/tools.ts";
import { listFiles, type Listed } from "./list-files.ts";
import { isWithin, type Argument } from "./repository.ts";

/** What a run reads by itself: the paths and the files of values that the user named, links resolved. */
export type Inputs = readonly Pick<Argument, "absolute" | "isDirectory">[];

/**
 * Tells what became of the symbolic links in a folder. None is followed: only the kind of its target is looked at.
 *
 * A link is skipped where its target is read by itself, in the folder or as another input of the run. Otherwise it is not
 * understood if its name is one that a reader takes, or if it leads to a folder: other tools follow it.
 *
 * `listed` is what the folder holds, relative to the repository's root; `followed` are links within the repository that a file
 * names and that were read for it.
 */
export const linkNotes = (
  { absolute, root }: Argument,
  listed: readonly Listed[],
  inputs: Inputs,
  followed: readonly ReadonlySet<string>[],
): readonly FileNote[] => {
  const links = listed.filter(({ kind }) => kind === "link");
  if (links.length === 0) return [];
  const listings = new Map([[absolute, listingOf(root, listed)]]);
  const listingIn = (folder: string): Listing => {
    const listing = listings.get(folder) ?? listingOf(folder, listFiles(folder));
    listings.set(folder, listing);
    return listing;
  };
  const unreadBecause = (link: string): string | null => {
    const target = targetOf(link);
    if (target.kind !== "folder" && target.kind !== "shut" && !hasReadEnding(link)) return null;
    if (target.kind !== "file" && target.kind !== "folder") return NO_TARGET[target.kind];
    const around = inputs.filter(({ absolute: input }) => isWithin(input, target.path));
    const isRead = around.some(
      (input) => !input.isDirectory || listingIn(input.absolute)[target.kind].has(target.path),
    );
    if (isRead) return isReadAlike(link, target) ? null : OTHER_FORM;
    if (around.length > 0) return UNLISTED;
    return isValueFile(link) ? OUTSIDE_VALUES : OUTSIDE;
  };
  return links.map(({ path }): FileNote => {
    const reason = followed.some((paths) => paths.has(path)) ? null : unreadBecause(join(root, path));
    return reason === null
      ? { path, status: "skipped", reason: "a symbolic link, not followed" }
      : { path, status: "not-understood", reason };
  });
};

const OUTSIDE = "it is a symbolic link out of the folder, and links are not followed; name its target too";

const OUTSIDE_VALUES =
  "it is a symbolic link out of the folder, and links are not followed; give its target with --var-file";

const UNLISTED =
  "it is a symbolic link to what is ignored or empty, and links are not followed; put what it leads to in its place";

const OTHER_FORM =
  "it is a symbolic link to a file that is not read as Terraform, and links are not followed; put the file in its place";

const NO_TARGET = {
  missing: "it is a symbolic link to nothing; mend it, or remove it",
  loop: "it is a symbolic link that leads back to itself; mend it, or remove it",
  other: "it is a symbolic link to what is neither a file nor a folder, and is not read",
  shut: "it is a symbolic link to what this user may not look at",
} as const;

type Target =
  { readonly kind: "file" | "folder"; readonly path: string } | { readonly kind: keyof typeof NO_TARGET };

/** Resolves a link with nothing opened. The native call reads links alone; the other one asks about their targets too. */
const targetOf = (link: string): Target => {
  try {
    const path = realpathSync.native(link);
    const stats = lstatSync(path);
    if (stats.isFile()) return { kind: "file", path };
    return stats.isDirectory() ? { kind: "folder", path } : { kind: "other" };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return { kind: code === "ELOOP" ? "loop" : "shut" };
  }
};

const hasReadEnding = (path: string): boolean =>
  isTerraform(path) || mayGiveValues(path) || isDataFile(path) || isNoData(formOf(path));

/** A file of Terraform is read as such by its name alone; the other readers tell a file by its text too. */
const isReadAlike = (link: string, { kind, path }: Extract<Target, { readonly path: string }>): boolean =>
  kind === "folder" || [isTerraform, isValueFile].every((isTaken) => !isTaken(link) || isTaken(path));

/** The files that are listed in a folder, and the folders that such a file lies in; absolute. */
interface Listing {
  readonly file: ReadonlySet<string>;
  readonly folder: ReadonlySet<string>;
}

const listingOf = (base: string, listed: readonly Listed[]): Listing => {
  const file = new Set(listed.filter(({ kind }) => kind === "file").map(({ path }) => join(base, path)));
  const folder = new Set<string>();
  for (const path of file)
    for (let at = dirname(path); isWithin(base, at) && !folder.has(at); at = dirname(at)) folder.add(at);
  return { file, folder };
};
