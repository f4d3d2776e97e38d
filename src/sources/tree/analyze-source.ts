import { basename } from "node:path";
import { isProblem, problem } from "../../model/problem.ts";
import type { Kind } from "../../model/kind.ts";
import type { SnapshotRecord } from "../../model/snapshot.ts";
import type { Source } from "../../model/source.ts";
import { looksLikeSnapshot, readSnapshot } from "../../snapshot/read.ts";
import { unpacked } from "../../snapshot/unpacked.ts";
import { utf8Chunks } from "../../snapshot/utf8-chunks.ts";
import { by } from "../../text/order.ts";
import { codeKinds, type CodeKind } from "../written/code-kind.ts";
import { analyzeFolder } from "./folder.ts";
import { analyzeNamedFile } from "./named-file.ts";
import { eachKind } from "./each-kind.ts";
import type { EditedFiles } from "./read-file.ts";
import { isStream, streamBytes, streamText } from "./stream-input.ts";
import { argumentOf, isWithin, type Argument } from "./repository.ts";
import type { ValueChoice } from "./values.ts";

export interface AnalyzeOptions extends ValueChoice {
  /** Read where a path is `-`. */
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** The kinds of resources that will be judged: code is read for each, and a snapshot's line of another is named with its number. */
  readonly kinds: readonly Kind[];
  /** Read in place of what is on the disk. */
  readonly edited?: EditedFiles;
}

/**
 * Reads what is written in files: policies, the aws command line's output, snapshots, Terraform, CloudFormation,
 * whole repositories; `-` is standard input.
 *
 * Each path is one scope for each service, `files/<tree>/ses`; a snapshot keeps its own. A file that the user named and that cannot be
 * understood throws a problem; inside a folder it becomes a note of the scope, which is then partial.
 */
export const analyzeSource = (paths: readonly string[], options: AnalyzeOptions): Source => ({
  read: (signal) => readAll(paths, options, signal),
});

async function* readAll(
  paths: readonly string[],
  options: AnalyzeOptions,
  signal: AbortSignal,
): AsyncIterable<SnapshotRecord> {
  const kinds = codeKinds(options.kinds);
  const found = outermostOnly(
    paths
      .filter((path) => path !== "-" && !isStream(path, options.cwd))
      .map((path) => ({ ...required(path, options.cwd), ...edits(options) })),
  ).toSorted(by(({ tree }) => `files/${tree}/`));
  const inputs = [...found, ...valueFiles(options)];
  // Scopes come in the order of their ids: live ones, of snapshots, before those of files.
  const trees: Argument[] = [];
  for (const argument of found) {
    signal.throwIfAborted();
    if (!argument.isDirectory && (await beginsSnapshot(argument))) yield* snapshotOf(argument, options);
    else trees.push(argument);
  }
  for (const argument of trees) {
    signal.throwIfAborted();
    yield* eachKind(kinds, (kind) =>
      argument.isDirectory
        ? analyzeFolder(argument, kind, signal, options, inputs)
        : analyzeNamedFile(argument, kind, signal, options),
    );
  }
  for (const path of new Set(paths)) {
    if (path === "-") yield* analyzeStream(options.stdin, path, kinds, options, signal);
    else if (isStream(path, options.cwd))
      yield* analyzeStream(streamBytes(path, options.cwd, signal), path, kinds, options, signal);
  }
}

const edits = ({ edited }: AnalyzeOptions): Pick<Argument, "edited"> =>
  edited === undefined ? {} : { edited };

const required = (path: string, cwd: string): Argument => {
  // A variable that was never set must not become the working directory.
  const argument = path === "" ? null : argumentOf(path, cwd);
  if (argument === null)
    throw problem({
      what: "there is no such file or folder",
      where: path,
      todo: "Check the path, or give - to read standard input.",
      kind: "usage",
    });
  return argument;
};

const valueFiles = ({ values = [], cwd }: AnalyzeOptions): readonly Argument[] =>
  values
    .map((value) => ("file" in value ? argumentOf(value.file, cwd) : null))
    .filter((argument) => argument !== null);

/** Without what is named twice and what lies in a folder that is named too. */
const outermostOnly = (found: readonly Argument[]): readonly Argument[] =>
  found.filter(
    ({ absolute }, index) =>
      !found.some(
        (other, place) =>
          (other.isDirectory && other.absolute !== absolute && isWithin(other.absolute, absolute)) ||
          (other.absolute === absolute && place < index),
      ),
  );

const snapshotOf = (
  { absolute, tree }: Argument,
  { kinds }: AnalyzeOptions,
): AsyncIterable<SnapshotRecord> => {
  const file = shownName(absolute, tree);
  return readSnapshot(utf8Chunks(unpacked(absolute, file), file), file, namesOf(kinds));
};

const namesOf = (kinds: readonly Kind[]): ReadonlySet<string> => new Set(kinds.map(({ kind }) => kind));

const shownName = (absolute: string, tree: string): string => (tree === "." ? basename(absolute) : tree);

/** The first line of a snapshot is short: its head, or a resource of some kilobytes. */
const FIRST_LINE = 1_000_000;

const beginsSnapshot = async ({ absolute, tree }: Argument): Promise<boolean> => {
  let begin = "";
  const decoder = new TextDecoder();
  try {
    for await (const chunk of unpacked(absolute, shownName(absolute, tree))) {
      begin += decoder.decode(chunk, { stream: true });
      if (begin.includes("\n") || begin.length > FIRST_LINE) break;
    }
  } catch (error) {
    // A damaged one is said to be so, and not taken for a file of another kind.
    if (isProblem(error)) throw error;
    return false;
  }
  return looksLikeSnapshot(firstLine(begin));
};

const firstLine = (text: string): string => {
  const end = text.indexOf("\n");
  return (end < 0 ? text : text.slice(0, end)).replace(/^\uFEFF/, "");
};

/** What is no file has no folder, so nothing beside it is looked at. */
async function* analyzeStream(
  chunks: AsyncIterable<Uint8Array | string>,
  name: string,
  kinds: readonly CodeKind[],
  options: AnalyzeOptions,
  signal: AbortSignal,
): AsyncIterable<SnapshotRecord> {
  const file = await streamText(chunks, name);
  if (!("unreadable" in file) && looksLikeSnapshot(firstLine(file.text))) {
    yield* readSnapshot([file.text], name, namesOf(options.kinds));
    return;
  }
  const argument = { absolute: name, isDirectory: false, root: "", tree: name };
  yield* eachKind(kinds, (kind) => analyzeNamedFile(argument, kind, signal, options, file));
}
