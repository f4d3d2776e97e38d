import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readAtMost, whyUnread } from "../files/read-at-most.ts";
import type { History, Observation } from "../model/history.ts";
import { problem } from "../model/problem.ts";
import type { Results } from "../model/results.ts";
import { parseScope } from "../model/scope.ts";
import { by } from "../text/order.ts";
import { visibleLine } from "../text/visible.ts";
import type { Io } from "./io.ts";
import { wholeResults } from "./results-file.ts";

/**
 * The results of earlier scans in a folder and in the folders in it, one after the other, so that no two are held at a time.
 *
 * Of one scan that lies there twice, one is taken; one of the run's own time or later is left out, and said.
 *
 * @throws a problem (exit 2) where the folder cannot be read, holds no results, or results in it are broken.
 */
export const historyOf = (folder: string | undefined, now: string, io: Io): History | undefined => {
  if (folder === undefined) return undefined;
  const observations = new Map<string, Observation>();
  const failures = new Map<string, number>();
  let found = 0;
  for (const path of filesIn(resolve(io.cwd, folder), folder)) {
    const name = relative(resolve(io.cwd, folder), path);
    const bytes = bytesOf(path, name);
    if (!isResults(bytes)) continue;
    found += 1;
    const results = wholeResults(bytes.toString("utf8"), name);
    const { run, summary } = results;
    if (Date.parse(run.now) >= Date.parse(now)) {
      io.stderr.write(
        `${visibleLine(`postern: history: ${name} is not of an earlier time (${run.now}); it is left out`)}\n`,
      );
      continue;
    }
    const scan = `${run.now} ${summary.snapshotSha256}`;
    if (observations.has(scan)) continue;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    observations.set(scan, observationOf(results, { name, sha256 }));
    for (const { id, status } of results.findings)
      if (status === "FAILURE") failures.set(id, (failures.get(id) ?? 0) + 1);
  }
  if (found === 0)
    throw problem({
      what: "there are no results in this folder",
      where: folder,
      todo: "Name a folder with files as `-f json=FILE` or `-o DIR` wrote them.",
      kind: "usage",
    });
  return { observations: [...observations.values()].sort(by(({ now: at }) => at)), failures };
};

/** What -f json, -f jsonl and a bundle write; by their ends, in the folder and one level below. */
const filesIn = (path: string, shown: string): readonly string[] => {
  try {
    const entries = readdirSync(path, { withFileTypes: true }).toSorted(by(({ name }) => name));
    return entries.flatMap((entry) => {
      const own = join(path, entry.name);
      if (!entry.isDirectory()) return isNamedSo(entry.name) && entry.isFile() ? [own] : [];
      return readdirSync(own, { withFileTypes: true })
        .filter((below) => below.isFile() && isNamedSo(below.name))
        .map(({ name }) => join(own, name))
        .sort();
    });
  } catch (error) {
    throw problem({
      what: whyUnread(error),
      where: shown,
      todo: "Name a folder of earlier results.",
      kind: "usage",
    });
  }
};

const isNamedSo = (name: string): boolean => /\.jsonl?$/.test(name);

const bytesOf = (path: string, name: string): Buffer => {
  try {
    return readAtMost(path);
  } catch (error) {
    throw problem({ what: whyUnread(error), where: name, todo: "Take it out of the folder.", kind: "usage" });
  }
};

/** As -f json begins, and -f jsonl; other files of a run lie beside them. */
const isResults = (bytes: Buffer): boolean =>
  /^\s*\{\s*"kind"\s*:\s*"(?:results|run)"/.test(bytes.subarray(0, 200).toString("latin1"));

const observationOf = (
  { run, findings, coverage, summary }: Results,
  file: NonNullable<Observation["file"]>,
): Observation => ({
  now: run.now,
  file,
  complete: summary.complete,
  accounts: new Set(
    coverage.flatMap(({ scope }) => {
      const parsed = parseScope(scope);
      return parsed?.provider === "aws" ? [parsed.account] : [];
    }),
  ).size,
  resources: summary.resources,
  failingResources: new Set(
    findings
      .filter(({ status, exception }) => status === "FAILURE" && exception === null)
      .map(({ resource }) => resource.id),
  ).size,
  failing: summary.counts.failure,
  needsReview: summary.counts.needsReview,
  notEvaluated: summary.counts.notEvaluated,
});
