import type { BatchNote } from "./protocol/service.ts";

/** One call as it came and as it was answered. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /** Empty where the caller was not known. */
  readonly account: string;
  readonly region: string;
  /** Zero where the connection was cut. */
  readonly status: number;
  /** The error's code; null on success. */
  readonly code: string | null;
  /** ISO 8601. */
  readonly at: string;
  /** Of the request's body. */
  readonly bytes: number;
  readonly batch: BatchNote | null;
}

interface Counters {
  calls: number;
  throttled: number;
  /** Findings in the largest batch, and bytes of the largest body. */
  largestBatch: number;
  largestBody: number;
  /** Updates of findings that were not newer and so ignored. */
  staleUpdates: number;
  inFlight: number;
  mostInFlight: number;
}

export interface Log {
  /** The latest calls, at most `KEPT_CALLS`. */
  readonly calls: readonly Call[];
  readonly counters: Readonly<Counters>;
  begin(): void;
  end(call: Call): void;
  clear(): void;
}

/** So that an emulator that runs for weeks does not fill the memory. */
const KEPT_CALLS = 100_000;

const zero = (): Counters => ({
  calls: 0,
  throttled: 0,
  largestBatch: 0,
  largestBody: 0,
  staleUpdates: 0,
  inFlight: 0,
  mostInFlight: 0,
});

const THROTTLED = /^(Throttling|TooManyRequests|LimitExceeded)/;

export const newLog = (): Log => {
  const calls: Call[] = [];
  const counters = zero();
  return {
    calls,
    counters,
    begin: () => {
      counters.inFlight++;
      counters.mostInFlight = Math.max(counters.mostInFlight, counters.inFlight);
    },
    end: (call) => {
      counters.inFlight--;
      counters.calls++;
      if (call.code !== null && THROTTLED.test(call.code)) counters.throttled++;
      counters.largestBody = Math.max(counters.largestBody, call.bytes);
      counters.largestBatch = Math.max(counters.largestBatch, call.batch?.findings ?? 0);
      counters.staleUpdates += call.batch?.stale ?? 0;
      calls.push(call);
      if (calls.length > KEPT_CALLS) calls.splice(0, calls.length - KEPT_CALLS);
    },
    clear: () => {
      calls.length = 0;
      Object.assign(counters, zero(), { inFlight: counters.inFlight });
    },
  };
};
