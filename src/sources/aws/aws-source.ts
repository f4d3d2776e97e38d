import type { Caller, SnapshotHead, SnapshotRecord } from "../../model/snapshot.ts";
import type { Source } from "../../model/source.ts";
import type { ClosedScope } from "../../snapshot/journal.ts";
import type { Journals } from "../../snapshot/journals.ts";
import { inParallel } from "./in-parallel.ts";
import { plan, type Plan, type PlanOptions, type PlannedScope } from "./plan.ts";
import { readIntoJournal, readScope, type ReadingOptions } from "./read-scope.ts";

export interface AwsSourceOptions extends PlanOptions, ReadingOptions {
  readonly caller: Caller;
  readonly tool: string;
  readonly now: () => string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Where what is read is kept at once, and what an earlier run has kept; in memory alone where absent. */
  readonly journals?: Journals;
  /** Is told of scopes that an earlier run has read, and that are not read now. */
  readonly unplanned?: (scopes: readonly string[]) => void;
}

/** Reads accounts × regions × services: plans, reads scopes in parallel, and hands them on in their order. */
export const awsSource = (options: AwsSourceOptions): Source => ({
  async *read(signal) {
    const { journals } = options;
    const startedAt = journals?.head?.startedAt ?? options.now();
    const planned = await plan(options, signal);
    const head = headOf(planned, options, startedAt);
    await journals?.begin(head);
    yield head;
    const left = new Set(journals?.scopes);
    let scopes = 0;
    const accounts = new Map<string, number>();
    for (const { scope, read } of planned.scopes()) {
      scopes += 1;
      accounts.set(scope.account, (accounts.get(scope.account) ?? 0) + 1);
      if (typeof read === "function") left.delete(scope.id);
    }
    if (left.size > 0) options.unplanned?.([...left].sort());
    options.progress?.({ kind: "planned", scopes, accounts });
    yield* joined(planned.scopes(), options, signal);
    yield { kind: "end", finishedAt: options.now() };
  },
});

/** The head of the snapshot of what was planned. */
export const headOf = (
  { regions }: Plan,
  { tool, caller, parameters }: Pick<AwsSourceOptions, "tool" | "caller" | "parameters">,
  startedAt: string,
): SnapshotHead => ({
  kind: "snapshot",
  version: 1,
  startedAt,
  tool,
  caller,
  parameters: { ...parameters, regions },
});

/** The records of all scopes, scope by scope, whichever is read first. */
async function* joined(
  scopes: Iterable<PlannedScope>,
  options: AwsSourceOptions,
  signal: AbortSignal,
): AsyncIterable<SnapshotRecord> {
  const { journals } = options;
  const parts = function* (): Iterable<() => AsyncIterable<SnapshotRecord | ClosedScope>> {
    for (const planned of scopes)
      yield journals === undefined || typeof planned.read !== "function"
        ? () => readScope(planned, options)
        : () => kept(readIntoJournal(planned, options, journals));
  };
  for await (const part of inParallel(parts(), options.concurrency, signal))
    if (typeof part === "function") yield* part();
    else yield part;
}

async function* kept(closed: Promise<ClosedScope>): AsyncIterable<ClosedScope> {
  yield await closed;
}
