/**
 * Runs several streams at a time and yields them one after the other, in their order.
 *
 * What a later stream has produced waits in memory until its turn. When the signal aborts no new one is started, what was
 * produced by then is yielded, and the signal's reason is thrown. The first failure in order is thrown in its place.
 */
export async function* inParallel<T>(
  streams: readonly (() => AsyncIterable<T>)[],
  atATime: number,
  signal: AbortSignal,
): AsyncIterable<T> {
  let next = 0;
  const buffers = streams.map(() => buffer<T>());
  const worker = async (): Promise<void> => {
    while (next < streams.length && !signal.aborted) {
      const index = next;
      next += 1;
      await fill(streams[index], buffers[index]);
    }
  };
  const workers = Array.from({ length: Math.min(atATime, streams.length) }, worker);
  const wakeAll = (): void => buffers.forEach((one) => one.wake());
  signal.addEventListener("abort", wakeAll);
  try {
    for (const one of buffers) yield* one.drain(signal);
    signal.throwIfAborted();
    await Promise.all(workers);
  } finally {
    signal.removeEventListener("abort", wakeAll);
  }
}

const fill = async <T>(
  stream: (() => AsyncIterable<T>) | undefined,
  into: Buffer<T> | undefined,
): Promise<void> => {
  try {
    for await (const item of stream?.() ?? []) into?.push(item);
    into?.end(null);
  } catch (error) {
    into?.end({ error });
  }
};

interface Buffer<T> {
  push(item: T): void;
  end(failure: { readonly error: unknown } | null): void;
  drain(signal: AbortSignal): AsyncIterable<T>;
  /** Looks again at whether there is more, or the signal has aborted. */
  wake(): void;
}

const asleep = (): void => undefined;

/** What one stream has produced so far, and a way to wait for more. */
const buffer = <T>(): Buffer<T> => {
  let items: T[] = [];
  let ended: { readonly failure: { readonly error: unknown } | null } | null = null;
  let wake = asleep;
  return {
    push: (item) => {
      items.push(item);
      wake();
    },
    end: (failure) => {
      ended = { failure };
      wake();
    },
    wake: () => wake(),
    async *drain(signal) {
      for (;;) {
        const ready = items;
        items = [];
        yield* ready;
        if (items.length > 0) continue;
        if (ended !== null || signal.aborted) break;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (ended?.failure && !signal.aborted) throw ended.failure.error;
    },
  };
};
