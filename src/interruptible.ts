import { setImmediate } from "node:timers/promises";

/** Milliseconds of work between two looks at what else has happened. */
const TURN = 20;

/**
 * A stream that ends with the signal's reason once it aborts. Judging waits for nothing, so that without a pause now
 * and then the process would not hear of a Ctrl-C before its end.
 */
export async function* interruptible<T>(stream: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  let since = performance.now();
  for await (const item of stream) {
    signal.throwIfAborted();
    yield item;
    if (performance.now() - since < TURN) continue;
    await setImmediate();
    signal.throwIfAborted();
    since = performance.now();
  }
}
