import { basename, resolve } from "node:path";
import { redactedHistory, redactedRemediation } from "../exporters/redacted.ts";
import type { Config } from "../config/config.ts";
import { judgingOf, type JudgingOptions } from "../judging.ts";
import type { WrittenFile } from "../model/exporter.ts";
import type { History } from "../model/history.ts";
import { problem } from "../model/problem.ts";
import type { Results, ResultsRecord } from "../model/results.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { writeSnapshot } from "../snapshot/write.ts";
import { visibleLine } from "../text/visible.ts";
import { bundledSnapshot, bundleOf, type BundleFlags } from "./bundle.ts";
import { formatsWith } from "./formats.ts";
import { gate, gateFlagsOf, type GateFlags } from "./gate.ts";
import { historyOf } from "./history.ts";
import { redactorOf, type InventoryFlags } from "./inventory-options.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { exportSettings, type OutputFlags } from "./output-options.ts";
import { remediationOf } from "./remediation.ts";
import { openOutputs, outputRequests, type OutputRequest } from "./outputs.ts";
import type { Wanted } from "./shared-places.ts";
import { surroundingsOf } from "./surroundings.ts";

type Step = (records: AsyncIterable<SnapshotRecord>) => AsyncIterable<SnapshotRecord>;

/** What a command that writes results was told. */
export interface Writing {
  readonly flags: OutputFlags & GateFlags & InventoryFlags & BundleFlags & { readonly quiet?: boolean };
  /** Used where a flag was not given. */
  readonly configured: Partial<Pick<Config, "outputs" | "failOn" | "allow">>;
  readonly baseline: Results | null;
  /** The baseline's file as it was read, for a bundle. */
  readonly baselineBytes?: Buffer | null;
  /** For a person who looks on: what was asked for. Absent where somebody else tells. */
  readonly shown?: { readonly paths: readonly string[]; readonly judging: JudgingOptions };
  /** A file that is written beside the documents, and has to have a place of its own. */
  readonly beside?: readonly Wanted[];
  readonly io: Io;
  readonly done: (code: ExitCode) => void;
}

/**
 * Feeds a results stream to its documents and its gate, and names the files.
 *
 * Places are opened before the first record is asked for, so that a place that cannot be written costs no call. What was
 * not finished leaves no file.
 */
export const writeResults = async (
  results: AsyncIterable<ResultsRecord>,
  { flags: given, configured, baseline, baselineBytes = null, shown, beside = [], io, done }: Writing,
): Promise<readonly WrittenFile[]> => {
  const flags = gateFlagsOf(given, { failOn: null, allow: [], ...configured });
  if (flags.newOnly === true && baseline === null)
    throw problem({
      what: "--new-only needs a baseline: without one nothing is known to be old",
      todo: "Give --baseline FILE, or leave --new-only out.",
      kind: "usage",
    });
  const remediation = remediationOf(flags, io);
  const redactor = redactorOf(flags, io);
  const fixes =
    remediation === null || redactor === null
      ? remediation?.remediation
      : redactedRemediation(remediation.remediation, redactor);
  const bundle = await bundleOf(flags, io, { fixes: remediation?.files ?? [], baseline: baselineBytes });
  const formats = await formatsWith(shown?.judging);
  const requests =
    bundle?.requests ?? outputRequests(flags.format ?? configured.outputs ?? [], flags.output, formats);
  const isTable = requests.some(({ format }) => format === "table");
  // A frame and a path would show what is hidden in the document.
  const surroundings =
    shown === undefined || !isTable || redactor !== null
      ? undefined
      : surroundingsOf(shown.paths, await judgingOf(shown.judging), io);
  const history = historyFor(flags, requests, shown?.judging.now ?? io.clock(), io);
  const period = history === undefined || redactor === null ? history : redactedHistory(history, redactor);
  const outputs = await openOutputs(
    requests,
    {
      ...exportSettings(flags, io),
      isAsffAsked: bundle === null && isNamed("asff", flags.format ?? (shown && configured.outputs) ?? []),
      ...(period === undefined ? {} : { history: period }),
      ...(fixes === undefined ? {} : { remediation: fixes }),
      ...(surroundings === undefined ? {} : { surroundings }),
    },
    io,
    {
      redactor,
      formats,
      directory: bundle === null ? (flags.output ?? null) : null,
      inputs: shown?.paths ?? [],
      beside,
    },
  );
  const watch = gate(flags);
  try {
    for await (const record of results) {
      watch.see(record);
      bundle?.see(record);
      await outputs.write(record);
      if (record.kind === "summary") tellIncomplete(record.incomplete, flags, io);
    }
    const written = await outputs.commit();
    const files = bundle === null ? written : await bundle.seal(written);
    done(watch.code());
    if (shown !== undefined && flags.quiet !== true) tellWritten(requests, files, watch.says(), io);
    return files;
  } catch (error) {
    await outputs.discard();
    await bundle?.discard();
    // Findings that were seen are not forgotten when an export fails.
    if (watch.code() === 1) done(1);
    throw error;
  }
};

const isNamed = (format: string, requests: readonly string[]): boolean =>
  requests.some((request) => request.toLowerCase().split("=")[0] === format);

/** @throws a problem (exit 2) where no format shows it. */
const historyFor = (
  { history }: OutputFlags,
  requests: readonly OutputRequest[],
  now: string,
  io: Io,
): History | undefined => {
  if (history !== undefined && !requests.some(({ format }) => SHOWS_HISTORY.has(format)))
    throw problem({
      what: "--history is for the report",
      todo: "Ask for it with -f html=FILE, or leave --history out.",
      kind: "usage",
    });
  return historyOf(history, now, io);
};

const SHOWS_HISTORY: ReadonlySet<string> = new Set(["html"]);

/** What was written where, and the sum: also where only files were asked for, so that an exit code never stands alone. */
const tellWritten = (
  requests: readonly OutputRequest[],
  files: readonly WrittenFile[],
  sum: string,
  { stderr }: Io,
): void => {
  const paths = requests.flatMap(({ path }) => path ?? []);
  for (const { name } of files)
    stderr.write(
      `${visibleLine(`wrote ${paths.find((path) => basename(path) === basename(name)) ?? name}`)}\n`,
    );
  stderr.write(`postern: ${sum}\n`);
};

/** Longest list of what was not read that is still read. */
const TOLD = 20;

/** A report may be for a machine; whoever started it is told what is not in it. */
const tellIncomplete = (incomplete: readonly string[], flags: InventoryFlags, io: Io): void => {
  const show = redactorOf(flags, io)?.text ?? ((text) => text);
  const more = incomplete.length - TOLD;
  for (const line of [...incomplete.slice(0, TOLD), ...(more > 0 ? [`${more} more`] : [])])
    io.stderr.write(`postern: incomplete: ${visibleLine(show(line))}\n`);
};

/** Saves a bundle's snapshot, as it is judged: after every step that adds to it. */
export const savingBundled = (flags: BundleFlags & OutputFlags, io: Io): Step => {
  const path = bundledSnapshot(flags);
  return path === undefined ? (records) => records : (records) => saved(records, resolve(io.cwd, path));
};

/** Where nothing was read, an earlier file is left as it was. */
async function* saved(records: AsyncIterable<SnapshotRecord>, path: string): AsyncIterable<SnapshotRecord> {
  const writer = await writeSnapshot(path);
  let worthIt = false;
  try {
    for await (const record of records) {
      await writer.append(record);
      worthIt = true;
      yield record;
    }
    worthIt = true;
  } finally {
    await (worthIt ? writer.close() : writer.discard());
  }
}
