import type { Exporter, Piece } from "../../model/exporter.ts";
import { problem } from "../../model/problem.ts";
import type { Coverage, ResultsRecord } from "../../model/results.ts";
import { visible } from "../../text/visible.ts";
import { logFrame, type SarifResult, type SarifRun } from "./builder.ts";
import { lineHashes } from "./fingerprint.ts";
import { RESULTS_PER_FILE, RESULTS_SHOWN, RUNS_PER_FILE } from "./limits.ts";
import type { SarifOptions } from "./options.ts";
import { resultsOf, type Ranked } from "./results.ts";
import { frameOf, runOf, type RunFrame } from "./run.ts";

/** SARIF 2.1.0 for GitHub code scanning: one run a scope, written as the scope ends. */
export const sarif: Exporter<SarifOptions> = {
  name: "sarif",
  extension: "sarif",
  open({ profile = "github", ...options }) {
    const files = sarifFiles(options.parts ?? false);
    let frame: RunFrame | null = null;
    let hashes = lineHashes();
    let results: Ranked[] = [];
    return (record: ResultsRecord) => {
      if (record.kind === "run") frame = frameOf(record);
      if (record.kind === "finding") results.push(...resultsOf(record, profile, hashes, options.remediation));
      if (record.kind === "summary") return files.end();
      if (record.kind !== "coverage") return [];
      if (frame === null) throw new Error("a results stream begins with its run");
      const runs = scopeRuns(frame, record, results, { profile, ...options });
      hashes = lineHashes();
      results = [];
      return runs.flatMap(files.add);
    };
  },
};

/** A run as its text, and how many results it holds. */
interface RunText {
  readonly text: string;
  readonly results: number;
}

/**
 * A scope that was read has its run, empty where nothing was found: that closes its alerts. One that was not read has
 * none, for an empty one would close alerts that nobody looked at.
 */
const scopeRuns = (
  frame: RunFrame,
  { scope, status }: Coverage,
  all: readonly Ranked[],
  { profile = "github", maximumResults, warn = () => {} }: SarifOptions,
): readonly RunText[] => {
  if (status !== "complete" && status !== "partial") return [];
  const kept = mostSevere(all, maximumResults ?? (profile === "github" ? RESULTS_SHOWN : all.length));
  const dropped = all.length - kept.length;
  if (dropped > 0) {
    warn(
      `SARIF: ${dropped} of ${all.length} results of ${scope} were left out, the most severe ${kept.length} kept. Read all of them in another format.`,
    );
  }
  return chunks(kept, RESULTS_PER_FILE).map((results, index) => ({
    text: serialised(runOf(frame, scope, results, { continuation: index + 1, dropped })),
    results: results.length,
  }));
};

/** Names are shown in many places of a viewer: no character of the file is one that a reader cannot see. */
const serialised = (run: SarifRun): string =>
  JSON.stringify(run, (_, value: unknown) => (typeof value === "string" ? visible(value) : value));

/** In the order they came in. */
const mostSevere = (all: readonly Ranked[], limit: number): readonly SarifResult[] => {
  const kept =
    all.length <= limit
      ? all
      : all
          .map((ranked, index) => ({ ...ranked, index }))
          .sort((a, b) => b.rank - a.rank || a.index - b.index)
          .slice(0, limit)
          .sort((a, b) => a.index - b.index);
  return kept.map(({ result }) => result);
};

/** At least one chunk, be it empty. */
const chunks = <T>(values: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.max(1, Math.ceil(values.length / size)) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );

interface SarifFiles {
  readonly add: (run: RunText) => readonly Piece[];
  readonly end: () => readonly Piece[];
}

/** Lays runs into files within GitHub's limits: `findings.sarif`, `findings-2.sarif`, or one without a name. */
const sarifFiles = (parts: boolean): SarifFiles => {
  const { head, tail } = logFrame();
  let file = 1;
  let runs = 0;
  let results = 0;
  const piece = (text: string): Piece =>
    parts ? { part: `findings${file === 1 ? "" : `-${file}`}.sarif`, text } : { text };
  const next = (): readonly Piece[] => {
    if (!parts) {
      throw problem({
        what: `SARIF needs several files: GitHub takes ${RUNS_PER_FILE} scopes and ${RESULTS_PER_FILE} results in one`,
        todo: "Give a folder: -f sarif=DIR/.",
        kind: "output",
      });
    }
    const end = piece(tail);
    file += 1;
    runs = 0;
    results = 0;
    return [end, piece(head)];
  };
  return {
    add(run) {
      const full = runs === RUNS_PER_FILE || (runs > 0 && results + run.results > RESULTS_PER_FILE);
      const before = file === 1 && runs === 0 ? [piece(head)] : full ? next() : [];
      const text = piece(runs === 0 ? run.text : `,\n${run.text}`);
      runs += 1;
      results += run.results;
      return [...before, text];
    },
    end: () => (file === 1 && runs === 0 ? [piece(head), piece(tail)] : [piece(tail)]),
  };
};
