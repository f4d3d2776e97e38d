import { createHash } from "node:crypto";
import { FORMATS, type ExportSettings, type Format } from "../exporters/index.ts";
import type { WrittenFile } from "../model/exporter.ts";
import { problem } from "../model/problem.ts";
import type { ResultsRecord } from "../model/results.ts";
import { reportKey } from "./keys.ts";
import type { ObjectStore, ObjectWriter } from "./object-store.ts";

/** The reports of a run while its results pass. */
export interface Reports {
  write(record: ResultsRecord): Promise<void>;
  /** Puts every report in its place; answers their keys. */
  finish(): Promise<readonly string[]>;
  /** Leaves nothing half-written. */
  discard(): Promise<void>;
}

/** In UTF-16 units: pieces that are written at a time. */
const CHUNK = 65_536;

/** For a file, read by a person or a program. */
const SETTINGS: Omit<ExportSettings, "lines" | "written"> = {
  parts: false,
  width: 120,
  paint: (_style, text) => text,
  detail: "brief",
  sarifProfile: "github",
  asffMembers: "all",
  isAsffAsked: false,
  // What a format cannot hold, it says in itself.
  warn: () => undefined,
};

/**
 * Opens the reports of a run in the formats named; they lie below `runs/<run>/reports/`. A report is written as the
 * results pass, in bounded memory, and stands in its place only once it is whole.
 *
 * @throws a usage problem where a format is not known, or needs a browser
 */
export const openReports = async (
  run: string,
  store: ObjectStore,
  formats: readonly string[],
): Promise<Reports> => {
  const written: WrittenFile[] = [];
  const open: Report[] = [];
  const discard = async (): Promise<void> => {
    for (const { writer } of open) await writer.discard();
  };
  try {
    for (const format of [...new Set(formats)].map(formatOf).toSorted(lastBehind))
      open.push(await report(run, store, format, () => written));
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    write: async (record) => {
      for (const one of open) {
        await one.take(record);
        if (record.kind === "summary") written.push({ name: one.file, sha256: await one.end() });
      }
    },
    finish: async () => {
      for (const { writer } of open) await writer.finish();
      return open.map(({ key }) => key);
    },
    discard,
  };
};

/** @throws a usage problem where one is not known, or needs a browser; a state machine asks before it reads for hours. */
export const checkFormats = (formats: readonly string[]): void => {
  for (const format of formats) formatOf(format);
};

const formatOf = (name: string): Format => {
  const found = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (found !== undefined && found.printed !== true) return found;
  const known = Object.entries(FORMATS).flatMap(([format, { printed }]) =>
    printed === true ? [] : [format],
  );
  throw problem({
    what: `a run has no report in the format ${JSON.stringify(name)}`,
    todo: `Choose from ${known.join(", ")}.`,
    kind: "usage",
  });
};

/** Some name the hashes of the files beside them. */
const lastBehind = (a: Format, b: Format): number => Number(a.last === true) - Number(b.last === true);

interface Report {
  readonly key: string;
  readonly file: string;
  readonly writer: ObjectWriter;
  readonly take: (record: ResultsRecord) => Promise<void>;
  /** Answers the hash of all that was written. */
  readonly end: () => Promise<string>;
}

const report = async (
  run: string,
  store: ObjectStore,
  { file, open }: Format,
  written: () => readonly WrittenFile[],
): Promise<Report> => {
  const feed = await open({ ...SETTINGS, lines: file.endsWith(".jsonl"), written });
  const key = reportKey(run, file);
  const writer = await store.write(key);
  const hash = createHash("sha256");
  let held: string[] = [];
  let length = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    hash.update(bytes);
    await writer.append(bytes);
  };
  const flush = async (): Promise<void> => {
    const text = held.join("");
    held = [];
    length = 0;
    await append(Buffer.from(text));
  };
  return {
    key,
    file,
    writer,
    take: async (record) => {
      for (const piece of feed(record)) {
        if ("bytes" in piece) {
          await append(piece.bytes);
          continue;
        }
        held.push(piece.text);
        length += piece.text.length;
        if (length >= CHUNK) await flush();
      }
    },
    end: async () => {
      await flush();
      return hash.digest("hex");
    },
  };
};
