/**
 * Runs several streams at a time and yields them one after the other, in their order.
 *
 * What a later stream has produced waits in memory until its turn. When the signal aborts no new one is started, what was
 * produced by then is yielded, and the signal's reason is thrown. The first failure in order is thrown in its place.
 *
 * @param streams each is taken when it can be started, so that there may be far more of them than memory would hold
 */
export async function* inParallel<T>(
  streams: Iterable<() => AsyncIterable<T>>,
  atATime: number,
  signal: AbortSignal,
): AsyncIterable<T> {
  const rest = streams[Symbol.iterator]();
  const waiting = new Map<number, Buffer<T>>();
  let started = 0;
  let working = 0;
  let wake = asleep;
  const worker = async (): Promise<void> => {
    working += 1;
    try {
      while (!signal.aborted) {
        const next = rest.next();
        if (next.done === true) break;
        const into = buffer<T>();
        waiting.set(started, into);
        started += 1;
        wake();
        await fill(next.value, into);
      }
    } finally {
      working -= 1;
      wake();
    }
  };
  const wakeAll = (): void => {
    for (const one of waiting.values()) one.wake();
    wake();
  };
  signal.addEventListener("abort", wakeAll);
  try {
    const workers = Promise.all(Array.from({ length: atATime }, worker));
    workers.catch(asleep);
    for (let index = 0; ; index += 1) {
      const isToCome = (): boolean => index >= started && working > 0 && !signal.aborted;
      while (isToCome()) await new Promise<void>((resolve) => (wake = resolve));
      const one = waiting.get(index);
      if (one === undefined) break;
      yield* one.drain(signal);
      waiting.delete(index);
    }
    signal.throwIfAborted();
    await workers;
  } finally {
    signal.removeEventListener("abort", wakeAll);
  }
}

const fill = async <T>(stream: () => AsyncIterable<T>, into: Buffer<T>): Promise<void> => {
  try {
    for await (const item of stream()) into.push(item);
    into.end(null);
  } catch (error) {
    into.end({ error });
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
