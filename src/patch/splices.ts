import type { Splice } from "../sources/edit/element.ts";
import type { SourceFile } from "../sources/written/text.ts";
import { byCodeUnits, groupBy } from "../text/order.ts";

/** Whether two splices are one: two resources may share a place. */
export const isSame = (a: Splice, b: Splice): boolean =>
  a.file.path === b.file.path && a.from === b.from && a.to === b.to && a.by === b.by;

/** Whether two splices want different texts for one place. */
export const isConflict = (a: Splice, b: Splice): boolean =>
  a.file.path === b.file.path &&
  !isSame(a, b) &&
  (a.from === b.from && a.to === b.to ? true : a.from < b.to && b.from < a.to);

/** In the order of their files, and in a file from its beginning. */
export const byPlace = (a: Splice, b: Splice): number =>
  byCodeUnits(a.file.path, b.file.path) || a.from - b.from || a.to - b.to;

/** What is changed in one file, in order. */
export interface SplicedFile {
  readonly file: SourceFile;
  readonly splices: readonly Splice[];
}

/** Every file that is changed, by path, with its splices, each once. */
export const splicesByFile = (all: readonly Splice[]): readonly SplicedFile[] =>
  [
    ...groupBy(
      all.filter((splice, at) => all.findIndex((other) => isSame(other, splice)) === at).toSorted(byPlace),
      ({ file }) => file.path,
    ).values(),
  ].flatMap((splices) => (splices[0] === undefined ? [] : [{ file: splices[0].file, splices }]));

/** The file's text with its splices, which do not overlap. */
export const spliced = ({ file: { text }, splices }: SplicedFile): string => {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, by } of splices) {
    parts.push(text.slice(at, from), by);
    at = to;
  }
  return parts.join("") + text.slice(at);
};
