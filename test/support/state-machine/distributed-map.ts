import { randomUUID } from "node:crypto";
import { evaluated, type Bindings } from "./expressions.ts";
import { failure } from "./failure.ts";
import type { Ended, Run, States } from "./machine.ts";

export interface MapState {
  readonly MaxConcurrency?: unknown;
  readonly ToleratedFailurePercentage?: number;
  readonly Label?: string;
  readonly ItemReader: { readonly Arguments: unknown };
  readonly ItemSelector?: unknown;
  readonly ItemProcessor: States;
  readonly ResultWriter: { readonly Arguments: unknown };
}

/** An execution of one item. */
type Finished = Ended & { readonly input: unknown };

/** AWS writes files of up to 5 GB; small ones show whether a reader takes all of them. */
const LINES_OF_A_FILE = 1_000;

/**
 * Runs a Distributed Map: a line of the list each to an execution of its own, so many at a time, and what they told into
 * files. Answers what AWS answers: where the files are listed.
 */
export const distributed = async (
  state: MapState,
  bindings: Bindings,
  run: Run,
  carriedOut: (states: States, input: unknown, run: Run) => Promise<Ended>,
): Promise<unknown> => {
  const items = await itemsOf(state, bindings, run);
  const atATime = Number(await evaluated(state.MaxConcurrency ?? 0, bindings));
  if (!Number.isInteger(atATime) || atATime < 0)
    throw failure("States.Runtime", "MaxConcurrency is no number");
  const byIndex = new Map<number, Finished>();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      const input = await itemOf(state, items[index], index, bindings);
      run.counted.children += 1;
      byIndex.set(index, { input, ...(await carriedOut(state.ItemProcessor, input, run)) });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime === 0 ? 10_000 : atATime, items.length) }, worker));
  const ended = items.flatMap((_, index) => byIndex.get(index) ?? []);
  const failed = ended.filter(({ status }) => status !== "SUCCEEDED").length;
  if (failed > 0 && failed * 100 > (state.ToleratedFailurePercentage ?? 0) * items.length)
    throw failure("States.ExceedToleratedFailureThreshold", `${failed} of ${items.length} failed`);
  return written(state, ended, bindings, run);
};

const itemsOf = async (
  { ItemReader }: MapState,
  bindings: Bindings,
  { services }: Run,
): Promise<readonly unknown[]> => {
  const { Bucket, Key } = (await evaluated(ItemReader.Arguments, bindings)) as {
    readonly Bucket: string;
    readonly Key: string;
  };
  const text = services.getObject(Bucket, Key);
  if (text === null) throw failure("States.ItemReaderFailed", `${Bucket} has no object ${Key}`);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => {
      try {
        return JSON.parse(line) as unknown;
      } catch {
        throw failure("States.ItemReaderFailed", `line ${index + 1} of ${Key} is not JSON`);
      }
    });
};

const itemOf = (
  { ItemSelector }: MapState,
  item: unknown,
  index: number,
  bindings: Bindings,
): Promise<unknown> => {
  if (ItemSelector === undefined) return Promise.resolve(item);
  const states = bindings["states"] as { readonly context: object };
  const context = { ...states.context, Map: { Item: { Index: index, Value: item } } };
  return evaluated(ItemSelector, { ...bindings, states: { ...states, context } });
};

const written = async (
  { ResultWriter, Label = "Map" }: MapState,
  ended: readonly Finished[],
  bindings: Bindings,
  { services }: Run,
): Promise<unknown> => {
  const { Bucket, Prefix } = (await evaluated(ResultWriter.Arguments, bindings)) as {
    readonly Bucket: string;
    readonly Prefix: string;
  };
  const folder = `${Prefix}/${randomUUID()}`;
  const put = (status: string, lines: readonly unknown[]): readonly object[] => {
    const files: object[] = [];
    for (let at = 0; at < lines.length; at += LINES_OF_A_FILE) {
      const Key = `${folder}/${status}_${files.length}.jsonl`;
      const text = lines
        .slice(at, at + LINES_OF_A_FILE)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join("");
      services.putObject(Bucket, Key, text);
      files.push({ Key, Size: Buffer.byteLength(text) });
    }
    return files;
  };
  const succeeded = ended.flatMap((one) => (one.status === "SUCCEEDED" ? [one.output].flat() : []));
  const failed = ended.flatMap((one, index) =>
    one.status === "SUCCEEDED"
      ? []
      : [
          {
            ExecutionArn: `${Label}:${index}`,
            Input: JSON.stringify(one.input),
            Status: one.status,
            Error: one.error,
            Cause: one.cause,
          },
        ],
  );
  const ResultFiles = { FAILED: put("FAILED", failed), PENDING: [], SUCCEEDED: put("SUCCEEDED", succeeded) };
  const Key = `${folder}/manifest.json`;
  services.putObject(
    Bucket,
    Key,
    JSON.stringify({ DestinationBucket: Bucket, MapRunArn: Label, ResultFiles }),
  );
  return { MapRunArn: Label, ResultWriterDetails: { Bucket, Key } };
};
