import type { FileNote } from "../../model/snapshot.ts";
import { by, groupBy } from "../../text/order.ts";

/** More skipped files than this for one reason are counted instead of listed. */
const LISTED_PER_REASON = 100;

/** The notes of a tree in the order of their paths; many that were skipped for one reason become one note on the tree. */
export const boundedNotes = (tree: string, notes: readonly FileNote[]): readonly FileNote[] => {
  const told = notes.filter(({ status }) => status !== "skipped");
  const skipped = groupBy(
    notes.filter(({ status }) => status === "skipped"),
    ({ reason }) => reason ?? "",
  );
  const bounded = [...skipped].flatMap(([reason, files]): readonly FileNote[] =>
    files.length <= LISTED_PER_REASON
      ? files
      : [{ path: tree, status: "skipped", reason: `${files.length} files: ${reason}${kindsOf(files)}` }],
  );
  return [...told, ...bounded].toSorted(
    by(({ path, line = 0, reason = "" }) => `${path}\0${line}\0${reason}`),
  );
};

/** The commonest endings of the files' names, with their counts. */
const kindsOf = (files: readonly FileNote[]): string => {
  const endings = [...groupBy(files, ({ path }) => /\.[^./]{1,12}$/.exec(path)?.[0] ?? "no ending")].map(
    ([ending, group]) => ({ ending, count: group.length }),
  );
  const shown = endings
    .toSorted((a, b) => b.count - a.count || (a.ending < b.ending ? -1 : 1))
    .slice(0, 8)
    .map(({ ending, count }) => `${ending} ${count}`);
  return ` (${shown.join(", ")}${endings.length > shown.length ? ", …" : ""})`;
};
