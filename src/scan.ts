import { assess } from "./assess/assess.ts";
import { interruptible } from "./interruptible.ts";
import type { Kind } from "./model/kind.ts";
import type { ResultsRecord } from "./model/results.ts";
import type { SnapshotRecord } from "./model/snapshot.ts";
import { openReading, TOOL, type LiveOptions } from "./reading.ts";
import { resumed } from "./resume.ts";
import type { Journals } from "./snapshot/journals.ts";
import { awsSource } from "./sources/aws/aws-source.ts";

export interface ScanOptions extends LiveOptions {
  /** A step between source and judge, told of the kinds there are: it may add places, save the snapshot, count. */
  readonly through?: (
    records: AsyncIterable<SnapshotRecord>,
    kinds: readonly Kind[],
  ) => AsyncIterable<SnapshotRecord>;
  /** Keeps what is read at once, and gives back what an earlier run has read. */
  readonly journals?: Journals;
  /** Is told of scopes that an earlier run has read, and that are not read now. */
  readonly unplanned?: (scopes: readonly string[]) => void;
}

/**
 * Reads live accounts and judges them; yields the results stream.
 *
 * @throws a usage problem where there are no credentials, or they are refused, or a region is not known. What is
 * refused later is data of the results.
 */
export async function* scan(given: ScanOptions): AsyncIterable<ResultsRecord> {
  const options = resumed(given, given.journals?.head ?? null, TOOL);
  // Where the consumer stops early, the scopes that are being read have to stop too.
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const reading = await openReading(options, signal);
  try {
    const source = awsSource({
      ...reading.source,
      ...(options.journals === undefined ? {} : { journals: options.journals }),
      ...(options.unplanned === undefined ? {} : { unplanned: options.unplanned }),
    });
    const records = source.read(signal);
    const results = assess(
      options.through === undefined ? records : options.through(records, reading.judging.kinds),
      reading.judging,
    );
    yield* interruptible(results, signal);
  } finally {
    ended.abort();
    reading.close();
  }
}
