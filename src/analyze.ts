import { assess } from "./assess/assess.ts";
import { statusesOf } from "./assess/statuses.ts";
import { interruptible } from "./interruptible.ts";
import { judgingPool, type PoolOptions } from "./threads/pool.ts";
import { judgingOf, type JudgingOptions } from "./judging.ts";
import type { Kind } from "./model/kind.ts";
import type { ResultsRecord } from "./model/results.ts";
import type { SnapshotRecord } from "./model/snapshot.ts";
import { analyzeSource } from "./sources/tree/analyze-source.ts";
import type { ChosenValue } from "./sources/tree/values.ts";

export interface AnalyzeOptions extends JudgingOptions, PoolOptions {
  /** Files, folders, snapshots; `-` is `stdin`. */
  readonly paths: readonly string[];
  /** Relative paths are below it. */
  readonly cwd: string;
  /** Values of Terraform's root modules; a later one wins. */
  readonly values?: readonly ChosenValue[];
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  readonly signal?: AbortSignal;
  /** A step between source and judge, told of the kinds there are: it may add places, save the snapshot, count. */
  readonly through?: (
    records: AsyncIterable<SnapshotRecord>,
    kinds: readonly Kind[],
  ) => AsyncIterable<SnapshotRecord>;
}

/**
 * Judges what is written in files, without credentials; yields the results stream.
 *
 * @throws a problem where a named file cannot be understood.
 */
export async function* analyze(options: AnalyzeOptions): AsyncIterable<ResultsRecord> {
  const judging = await judgingOf(options);
  const { paths, cwd, stdin = nothing(), signal = new AbortController().signal, values = [] } = options;
  const source = analyzeSource(paths, {
    cwd,
    stdin,
    values,
    kinds: judging.kinds,
    statusesOf: (record) => statusesOf(record, judging),
  });
  yield* interruptible(
    assess((options.through ?? same)(source.read(signal), judging.kinds), {
      ...judging,
      ahead: judgingPool(options, judging),
    }),
    signal,
  );
}

const same = (records: AsyncIterable<SnapshotRecord>): AsyncIterable<SnapshotRecord> => records;

// eslint-disable-next-line require-yield
async function* nothing(): AsyncIterable<string> {
  await Promise.resolve();
}
