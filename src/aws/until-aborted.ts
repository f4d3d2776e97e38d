/**
 * A piece of work, given up with an `AbortError` once one of the signals aborts or the milliseconds are over; what it
 * comes to later is dropped. Paced waits and the SDK's pauses between attempts, of up to 20 seconds, take no signal.
 */
export const untilAborted = <T>(
  work: Promise<T>,
  signals: readonly AbortSignal[],
  within?: number,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", giveUp);
    };
    const giveUp = (): void => {
      settle();
      reject(Object.assign(new Error("The work was given up."), { name: "AbortError" }));
    };
    const timer = within === undefined ? undefined : setTimeout(giveUp, within);
    for (const signal of signals) signal.addEventListener("abort", giveUp);
    if (signals.some(({ aborted }) => aborted)) giveUp();
    work.then(resolve, reject).finally(settle);
  });
