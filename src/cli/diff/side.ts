import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { analyze } from "../../analyze.ts";
import type { AssessOptions } from "../../assess/assess.ts";
import { sideOf, type Side } from "../../difference/side.ts";
import type { JudgingOptions } from "../../judging.ts";
import { problem } from "../../model/problem.ts";
import type { SnapshotRecord } from "../../model/snapshot.ts";
import type { ChosenValue } from "../../sources/tree/values.ts";
import type { Io } from "../io.ts";
import { fileText } from "../judging.ts";
import { checkOut } from "./revision.ts";

/** How both sides are read. */
export interface Reading {
  readonly options: JudgingOptions;
  readonly judging: AssessOptions;
  readonly values: readonly ChosenValue[];
  readonly io: Io;
}

/** A side from a path, `-`, or a git revision where no path has that name. @throws a usage problem. */
export const readSide = async (given: string, reading: Reading): Promise<Side> => {
  const { io } = reading;
  const absolute = resolve(io.cwd, given);
  if (given === "-" || (given !== "" && existsSync(absolute))) {
    if (given !== "-" && statSync(absolute).isFile()) refuseResults(given, io);
    return readPath(given, given, io.cwd, reading);
  }
  const tree = given === "" || given.startsWith("-") ? null : checkOut(given, io.cwd);
  if (tree === null)
    throw problem({
      what: "there is no such file, folder or git revision",
      where: given,
      todo: "Give a path, or a revision as main, HEAD~1 or main:infra.",
      kind: "usage",
    });
  try {
    return await readPath(given, tree.path, tree.cwd, reading);
  } finally {
    tree.remove();
  }
};

const refuseResults = (path: string, io: Io): void => {
  if (!/^\s*\{\s*"kind"\s*:\s*"(?:results|run)"/.test(fileText(path, io).slice(0, 200))) return;
  throw problem({
    what: "these are results, which do not keep the policies of what passed",
    where: path,
    todo: "Compare snapshots (scan --save-snapshot), or say what is new with --baseline.",
    kind: "usage",
  });
};

const readPath = async (
  name: string,
  path: string,
  cwd: string,
  { options, judging, values, io }: Reading,
): Promise<Side> => {
  const records: SnapshotRecord[] = [];
  let incomplete: readonly string[] = [];
  const results = analyze({
    ...options,
    paths: [path],
    cwd,
    values,
    stdin: io.stdin as AsyncIterable<Uint8Array | string>,
    signal: io.signal,
    through: (stream) => kept(stream, records),
  });
  for await (const record of results) if (record.kind === "summary") ({ incomplete } = record);
  return sideOf(name, records, judging.kinds, incomplete);
};

async function* kept(
  stream: AsyncIterable<SnapshotRecord>,
  records: SnapshotRecord[],
): AsyncIterable<SnapshotRecord> {
  for await (const record of stream) {
    records.push(record);
    yield record;
  }
}
