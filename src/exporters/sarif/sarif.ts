import type { Exporter, Piece } from "../../model/exporter.ts";
import { problem } from "../../model/problem.ts";
import type { Coverage, ResultsRecord } from "../../model/results.ts";
import { visible } from "../../text/visible.ts";
import { keepByRank, type KeptByRank } from "../keep-by-rank.ts";
import { logFrame, type SarifRun } from "./builder.ts";
import { lineHashes } from "./fingerprint.ts";
import { CHARACTERS_PER_FILE, RESULTS_PER_FILE, RESULTS_SHOWN, RUNS_PER_FILE } from "./limits.ts";
import type { SarifOptions } from "./options.ts";
import { resultsOf, type Ranked } from "./results.ts";
import { builtResults, frameOf, runOf, type RunFrame } from "./run.ts";

/** SARIF 2.1.0 for GitHub code scanning: one run a scope, written as the scope ends. */
export const sarif: Exporter<SarifOptions> = {
  name: "sarif",
  extension: "sarif",
  open({ profile = "github", ...options }) {
    const files = sarifFiles(options);
    const limit = options.maximumResults ?? (profile === "github" ? RESULTS_SHOWN : Infinity);
    let frame: RunFrame | null = null;
    let hashes = lineHashes();
    let results = scopeResults(limit);
    return (record: ResultsRecord) => {
      if (record.kind === "run") frame = frameOf(record);
      if (record.kind === "summary") return files.end();
      if (record.kind !== "finding" && record.kind !== "coverage") return [];
      if (frame === null) throw new Error("a results stream begins with its run");
      if (record.kind === "finding") {
        results.add(resultsOf(record, profile, hashes, options.remediation), frame);
        return [];
      }
      const runs = scopeRuns(frame, record, results.ended(frame), options.warn);
      hashes = lineHashes();
      results = scopeResults(limit);
      return piecesOf(runs, files);
    };
  },
};

/** Results that are built at a time: each time costs a run's shell with its rules. */
const BATCH = 200;

/** The results of one scope, as far as they are kept; they are held as texts, since there may be ten thousand of them. */
interface ScopeResults {
  add(results: readonly Ranked[], frame: RunFrame): void;
  readonly ended: (frame: RunFrame) => KeptByRank;
}

const scopeResults = (limit: number): ScopeResults => {
  const kept = keepByRank(limit);
  let waiting: Ranked[] = [];
  const flush = (frame: RunFrame): void => {
    const built = builtResults(
      frame,
      waiting.map(({ result }) => result),
    );
    // The most severe first: their ranks are the largest.
    for (const [index, result] of built.entries()) kept.add(-(waiting[index]?.rank ?? 0), serialised(result));
    waiting = [];
  };
  return {
    add: (results, frame) => {
      for (const one of results)
        if (kept.isWanted(-one.rank)) waiting.push(one);
        else kept.add(-one.rank, "");
      if (waiting.length >= BATCH) flush(frame);
    },
    ended: (frame) => {
      flush(frame);
      return kept;
    },
  };
};

/** A run's text piece by piece, and how many results it holds. */
interface RunText {
  readonly texts: Iterable<string>;
  readonly results: number;
}

/**
 * A scope that was read has its run, empty where nothing was found: that closes its alerts. One that was not read has
 * none, for an empty one would close alerts that nobody looked at.
 */
const scopeRuns = (
  frame: RunFrame,
  { scope, status }: Coverage,
  results: KeptByRank,
  warn: SarifOptions["warn"] = () => {},
): readonly RunText[] => {
  if (status !== "complete" && status !== "partial") return [];
  const [kept, all] = [results.kept(), results.total()];
  const dropped = all - kept;
  if (dropped > 0) {
    warn(
      `SARIF: ${dropped} of ${all} results of ${scope} were left out, the most severe ${kept} kept. Read all of them in another format.`,
    );
  }
  const inOrder = results.inOrder()[Symbol.iterator]();
  // At least one run, be it empty.
  return Array.from({ length: Math.max(1, Math.ceil(kept / RESULTS_PER_FILE)) }, (_, index) => {
    const count = Math.min(RESULTS_PER_FILE, kept - index * RESULTS_PER_FILE);
    const shell = runOf(frame, scope, [], { continuation: index + 1, dropped });
    return { texts: runTexts(shell, taken(inOrder, count)), results: count };
  });
};

/** The members of a run keep their order; its results are in the middle. */
function* runTexts(shell: SarifRun, results: Iterable<string>): Iterable<string> {
  const members = Object.entries(shell);
  const at = members.findIndex(([name]) => name === "results");
  const text = (part: typeof members): string => serialised(Object.fromEntries(part)).slice(1, -1);
  const [before, after] = [text(members.slice(0, at)), text(members.slice(at + 1))];
  yield `{${before === "" ? "" : `${before},`}"results":[`;
  let separator = "";
  for (const result of results) {
    yield separator + result;
    separator = ",";
  }
  yield `]${after === "" ? "" : `,${after}`}}`;
}

function* taken(texts: Iterator<string>, count: number): Iterable<string> {
  for (let index = 0; index < count; index += 1) {
    const { value, done } = texts.next();
    if (done === true) return;
    yield value;
  }
}

/** Names are shown in many places of a viewer: no character of the file is one that a reader cannot see. */
const serialised = (part: object): string =>
  JSON.stringify(part, (_, value: unknown) => (typeof value === "string" ? visible(value) : value));

function* piecesOf(runs: readonly RunText[], files: SarifFiles): Iterable<Piece> {
  for (const run of runs) yield* files.add(run);
}

interface SarifFiles {
  readonly add: (run: RunText) => Iterable<Piece>;
  readonly end: () => readonly Piece[];
}

/** Lays runs into files within GitHub's limits: `findings.sarif`, `findings-2.sarif`, or one without a name. */
const sarifFiles = ({
  parts = false,
  maximumCharacters = CHARACTERS_PER_FILE,
  warn = () => {},
}: SarifOptions): SarifFiles => {
  const { head, tail } = logFrame();
  let file = 1;
  let runs = 0;
  let results = 0;
  let characters = 0;
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
    characters = 0;
    return [end, piece(head)];
  };
  return {
    *add({ texts, results: count }) {
      const full =
        runs === RUNS_PER_FILE ||
        (runs > 0 && results + count > RESULTS_PER_FILE) ||
        (parts && characters > maximumCharacters);
      if (file === 1 && runs === 0) yield piece(head);
      else if (full) yield* next();
      if (runs > 0) yield piece(",\n");
      runs += 1;
      results += count;
      for (const text of texts) {
        characters += text.length;
        yield piece(text);
      }
    },
    end: () => {
      if (characters > 1.5 * maximumCharacters)
        warn(
          `the SARIF file has ${characters} characters, and GitHub takes 10 MB packed by gzip: it may refuse all of it. Write a folder, -f sarif=DIR/.`,
        );
      return file === 1 && runs === 0 ? [piece(head), piece(tail)] : [piece(tail)];
    },
  };
};
