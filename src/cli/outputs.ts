import { basename, dirname, join, resolve } from "node:path";
import { FORMATS, type ExportSettings, type Format } from "../exporters/index.ts";
import { redacted } from "../exporters/redacted.ts";
import type { BytesPiece, Feed, Piece, WrittenFile } from "../model/exporter.ts";
import { problem } from "../model/problem.ts";
import type { ResultsRecord } from "../model/results.ts";
import { pendingFile } from "../files/pending-file.ts";
import { pendingFolder } from "../files/pending-folder.ts";
import type { Redactor } from "../text/redact.ts";
import type { DocumentPlace } from "./document-place.ts";
import type { Formats } from "./formats.ts";
import type { Io } from "./io.ts";
import { pendingManifest } from "./manifest.ts";
import { printedFile } from "./printed-file.ts";
import { refuseShared, type Wanted } from "./shared-places.ts";

/** One `-f FMT[=PATH]`; null is stdout. */
export interface OutputRequest {
  readonly format: string;
  readonly path: string | null;
}

/** The documents of one run; the only writer of report files. */
export interface Outputs {
  write(record: ResultsRecord): Promise<void>;
  /** Puts every file in its place, and names them. */
  commit(): Promise<readonly WrittenFile[]>;
  /** Leaves nothing half-written. */
  discard(): Promise<void>;
}

/** Reads `-f` and `-o`. Without either it is the table on stdout; with `-o` alone, the table and every format. */
export const outputRequests = (
  formats: readonly string[],
  directory: string | undefined,
  known: Formats = FORMATS,
): readonly OutputRequest[] => {
  const requests = formats.map((format) => request(format, directory, known));
  const chosen =
    requests.length > 0
      ? requests
      : [{ format: "table", path: null }, ...(directory === undefined ? [] : everyFormat(directory))];
  const onStdout = chosen.filter(({ path }) => path === null).map(({ format }) => format);
  if (onStdout.length > 1)
    throw problem({
      what: `${onStdout.join(" and ")} both want the standard output`,
      todo: `Give one of them a file: -f ${onStdout[1] ?? ""}=PATH.`,
      kind: "usage",
    });
  return chosen;
};

/** Formats that `-o DIR` writes by itself: those that people hand on. */
const HANDED_ON = ["json", "sarif", "asff", "csv", "html"];

const everyFormat = (directory: string): readonly OutputRequest[] =>
  HANDED_ON.filter((format) => FORMATS[format] !== undefined).map((format) =>
    request(format, directory, FORMATS),
  );

const request = (text: string, directory: string | undefined, formats: Formats): OutputRequest => {
  const at = text.indexOf("=");
  const format = (at < 0 ? text : text.slice(0, at)).toLowerCase();
  const known = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (known === undefined)
    throw problem({
      what: `the format ${JSON.stringify(format)} is not known`,
      todo: `Choose one of ${Object.keys(formats).join(", ")}.`,
      kind: "usage",
    });
  const path = text.slice(at + 1);
  if (at >= 0 && path === "")
    throw problem({
      what: `-f ${text} names no path`,
      todo: `Give ${text}PATH, or ${text}-.`,
      kind: "usage",
    });
  if (at >= 0) return { format, path: path === "-" ? null : path };
  return { format, path: directory === undefined ? null : join(directory, known.file) };
};

interface OutputPlace {
  readonly redactor?: Redactor | null;
  /** Files that are judged, relative to the working directory: a report in their place would destroy them. */
  readonly inputs?: readonly string[];
  /** What else the run writes. */
  readonly beside?: readonly Wanted[];
  /** The folder of `-o`, which gets a manifest of the files of the run; null where there is none. */
  readonly directory?: string | null;
  /** Ours where it is left out. */
  readonly formats?: Formats;
}

/**
 * Opens every requested document.
 *
 * @throws a usage problem where two want one place or an input's, an output problem where one cannot be written; then nothing is left.
 */
export const openOutputs = async (
  requests: readonly OutputRequest[],
  settings: Omit<ExportSettings, "parts" | "lines" | "written">,
  io: Io,
  { redactor = null, directory = null, inputs = [], beside = [], formats = FORMATS }: OutputPlace = {},
): Promise<Outputs> => {
  refuseShared(
    [...beside, ...requests.flatMap(({ format, path }) => (path === null ? [] : [{ what: format, path }]))],
    inputs,
    io.cwd,
  );
  const written: WrittenFile[] = [];
  const folder = directory === null ? null : resolve(io.cwd, directory);
  const listed: WrittenFile[] = [];
  const documents: Document[] = [];
  try {
    for (const { format, path } of requests) {
      const known = formats[format];
      if (known === undefined) continue;
      const parts = path?.endsWith("/") === true;
      const lines = path?.endsWith(".jsonl") === true;
      const plain = await known.open({ ...settings, parts, lines, written: () => written });
      const feed = redactor === null || known.readBack === true ? plain : redacted(plain, redactor);
      documents.push({ format: known, feed, path, place: await placeOf(format, known, path, io) });
    }
  } catch (error) {
    for (const { place } of documents) await place.discard();
    throw error;
  }
  const inOrder = documents.toSorted(
    (a, b) => Number(a.format.last === true) - Number(b.format.last === true),
  );
  let judgedAt = "";
  return {
    write: async (record) => {
      if (record.kind === "run") judgedAt = record.run.now;
      for (const { feed, place, path } of inOrder) {
        for (const piece of feed(record)) await place.append(piece);
        if (record.kind !== "summary") continue;
        const files = await place.finish(judgedAt);
        written.push(...files);
        if (path !== null && dirname(resolve(io.cwd, path)) === folder) listed.push(...files);
      }
    },
    commit: async () => {
      const manifest = folder === null || listed.length === 0 ? null : await pendingManifest(folder, listed);
      // From here on nothing gives way: a process that is killed leaves the files of one run, or no manifest.
      manifest?.withdraw();
      for (const { place } of inOrder) place.switch();
      manifest?.switch();
      return written;
    },
    discard: async () => {
      // The first has made the folder, and takes it away once it is empty.
      for (const { place } of documents.toReversed()) await place.discard();
    },
  };
};

interface Document {
  readonly format: Format;
  readonly feed: Feed;
  readonly path: string | null;
  readonly place: DocumentPlace;
}

const placeOf = (
  name: string,
  { printed, binary, file }: Format,
  path: string | null,
  io: Io,
): Promise<DocumentPlace> => {
  if (binary === true && (path === null || path.endsWith("/"))) throw isOneFile(name, file, path);
  if (path === null) return toStdout(io);
  if (printed === true) return printedFile(resolve(io.cwd, path), io.env);
  return path.endsWith("/") ? toFolder(resolve(io.cwd, path)) : toFile(resolve(io.cwd, path));
};

const isOneFile = (name: string, file: string, path: string | null): Error =>
  problem({
    what: `the format ${name} is one file, and is not written ${path === null ? "to the standard output" : `into the folder ${path}`}`,
    todo: `Name a file: -f ${name}=${path ?? ""}${file}.`,
    kind: "usage",
  });

const content = (piece: Piece | BytesPiece): string | Uint8Array =>
  "bytes" in piece ? piece.bytes : piece.text;

const textOf = (piece: Piece | BytesPiece): string => {
  if ("text" in piece) return piece.text;
  throw new Error("a format whose pieces are no text has no parts");
};

const nothing = (): Promise<void> => Promise.resolve();

/** Goes on where the stream has failed: it says so itself, and the files beside it are still wanted. */
const toStdout = (io: Io): Promise<DocumentPlace> =>
  Promise.resolve({
    append: (piece) => new Promise<void>((done) => io.stdout.write(content(piece), () => done())),
    finish: () => Promise.resolve([]),
    switch: () => undefined,
    discard: nothing,
  });

const toFile = async (path: string): Promise<DocumentPlace> => {
  const file = await pendingFile(path);
  return {
    append: (piece) => file.append(content(piece)),
    finish: async () => [{ name: basename(path), sha256: await file.finish() }],
    switch: () => file.switch(),
    discard: () => file.discard(),
  };
};

const toFolder = async (path: string): Promise<DocumentPlace> => {
  const folder = await pendingFolder(path);
  return {
    append: (piece) => folder.append(piece.part ?? "part", textOf(piece)),
    finish: async () =>
      (await folder.finish()).map(({ name, sha256 }) => ({ name: `${basename(path)}/${name}`, sha256 })),
    switch: () => folder.switch(),
    discard: () => folder.discard(),
  };
};
