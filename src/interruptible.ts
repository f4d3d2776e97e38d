import { setImmediate } from "node:timers/promises";

/** By a clock that Node has at its start; `performance` is a module of its own. */
const milliseconds = (): number => Number(process.hrtime.bigint() / 1_000_000n);

/** Milliseconds of work between two looks at what else has happened. */
const TURN = 20;

/**
 * A stream that ends with the signal's reason once it aborts. Judging waits for nothing, so that without a pause now
 * and then the process would not hear of a Ctrl-C before its end.
 */
export async function* interruptible<T>(stream: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  let since = milliseconds();
  for await (const item of stream) {
    signal.throwIfAborted();
    yield item;
    if (milliseconds() - since < TURN) continue;
    await setImmediate();
    signal.throwIfAborted();
    since = milliseconds();
  }
}
