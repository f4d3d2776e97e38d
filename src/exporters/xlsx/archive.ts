import { Zip, ZipDeflate } from "fflate";
import { problem } from "../../model/problem.ts";

/** A ZIP archive, written one entry behind the other; each call gives back the bytes that are due by then. */
export interface Archive {
  begin(name: string): void;
  append(text: string): Iterable<Uint8Array>;
  end(): Iterable<Uint8Array>;
  close(): Iterable<Uint8Array>;
}

/** Characters that are gathered before they are compressed. */
const CHUNK = 65_536;

/** Beyond it the places of entries need ZIP64, which several spreadsheets do not read. */
const MOST = 2 ** 32 - 1;

/** The format keeps a local time without a zone. Noon of its first day is the same in each zone: no clock changes then. */
const firstDay = (): Date => new Date(1980, 0, 1, 12);

const ENCODER = new TextEncoder();

/** fflate and not node:zlib: it compresses without giving way to anything, and to the same bytes with each version of Node. */
export const openArchive = (): Archive => {
  const due: Uint8Array[] = [];
  let written = 0;
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    due.push(bytes);
  });
  let entry: ZipDeflate | null = null;
  let held: string[] = [];
  let length = 0;
  const push = (isLast: boolean): void => {
    entry?.push(ENCODER.encode(held.join("")), isLast);
    held = [];
    length = 0;
  };
  const taken = (): readonly Uint8Array[] => {
    const bytes = due.splice(0);
    for (const one of bytes) written += one.length;
    if (written <= MOST) return bytes;
    throw problem({
      what: "a workbook holds at most 4 GiB, and these results need more",
      todo: "Write -f csv or -f jsonl, which have no such limit.",
      kind: "output",
    });
  };
  return {
    begin: (name) => {
      entry = new ZipDeflate(name);
      entry.mtime = firstDay();
      zip.add(entry);
    },
    append: (text) => {
      held.push(text);
      length += text.length;
      if (length < CHUNK) return [];
      push(false);
      return taken();
    },
    end: () => {
      push(true);
      return taken();
    },
    close: () => {
      zip.end();
      return taken();
    },
  };
};
