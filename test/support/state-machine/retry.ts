import { isFailure, isNamedBy } from "./failure.ts";

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly MaxAttempts?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

/** Time and chance, which a test sets. */
export interface Surroundings {
  readonly sleep: (seconds: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Tries again as the retriers say: the first that names the error counts its own attempts. */
export const retried = async <T>(
  retriers: readonly Retrier[],
  attempt: () => Promise<T>,
  { sleep, random }: Surroundings,
): Promise<T> => {
  const counts = new Map<Retrier, number>();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const retrier = isFailure(error)
        ? retriers.find(({ ErrorEquals }) => isNamedBy(ErrorEquals, error))
        : undefined;
      if (retrier === undefined) throw error;
      const retries = counts.get(retrier) ?? 0;
      if (retries >= (retrier.MaxAttempts ?? 3)) throw error;
      counts.set(retrier, retries + 1);
      const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
      const delay = Math.min(IntervalSeconds * BackoffRate ** retries, MaxDelaySeconds);
      await sleep(retrier.JitterStrategy === "FULL" ? delay * random() : delay);
    }
  }
};
