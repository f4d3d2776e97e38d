import { ServiceException } from "@smithy/core/client";
import type { Refusal } from "../model/fact.ts";
import type { AwsAccess } from "../model/kind.ts";
import { CALL_LIMITS, overdue, type CallLimits } from "./limits.ts";
import type { Turn } from "./pace.ts";
import type { Patience } from "./patience.ts";
import { refusalOf } from "./refusal.ts";
import { isThrottled } from "./retrying.ts";
import { inPlace } from "./trace.ts";
import { untilAborted } from "./until-aborted.ts";

/** Of one call, whether it fails on its way or is throttled. SES documents one call a second, so that throttles are normal. */
export const ATTEMPTS = 8;

/** A call that has not been answered for a while. */
interface Wait {
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly seconds: number;
}

export interface AccessOptions {
  /** Ends the run: what was asked comes to nothing. */
  readonly signal: AbortSignal;
  /** Ends the asking: from then on every call is a refusal, and the run goes on with what it has. */
  readonly deadline?: AbortSignal;
  readonly limits?: CallLimits;
  /** Is told of a call that keeps the run waiting, now and then. */
  readonly waiting?: (wait: Wait) => void;
  readonly now: () => string;
  /** Milliseconds since any fixed moment. */
  readonly clock: () => number;
}

interface Means {
  readonly clientConfig: AwsAccess["clientConfig"];
  readonly paced: (operation: string) => Promise<Turn>;
  readonly ready: (operation: string) => Promise<void>;
  readonly patience: Patience;
  /** Whether each attempt is told; to know its account costs a part of every promise. */
  readonly isTraced: boolean;
}

/** Access to one place: every call waits for its turn, and a refusal comes back as data. */
export const accessWith = (
  place: Pick<AwsAccess, "account" | "region">,
  { clientConfig, paced, ready, patience: left, isTraced }: Means,
  { signal, deadline, limits = CALL_LIMITS, waiting, now, clock }: AccessOptions,
): AwsAccess => ({
  ...place,
  signal,
  now,
  clientConfig,
  ready: async (operation) => {
    const ends = deadline === undefined ? [signal] : [signal, deadline];
    await untilAborted(ready(operation), ends).catch((error: unknown) => {
      // Whoever calls then is told that the time is over.
      if (!isAbort(error)) throw error;
    });
  },
  call: async (operation, send) => {
    const isOver = (): boolean => deadline?.aborted === true;
    const ends = deadline === undefined ? [signal] : [signal, deadline];
    const state: { begun: number | null; throttled: Refusal | null; watch?: NodeJS.Timeout | undefined } = {
      begun: null,
      throttled: null,
    };
    try {
      for (let throttles = 0; ; throttles += 1) {
        signal.throwIfAborted();
        const within = state.begun === null ? undefined : limits.callWithin - (clock() - state.begun);
        const turn = isOver() ? null : await turnOr(untilAborted(paced(operation), ends, within));
        signal.throwIfAborted();
        if (isOver()) return { unread: timeIsUp(operation) };
        // Throttled to the end is time lost too: else each identity in turn would wait as long for the same refusal.
        if (turn === null && state.begun !== null) left.failed(clock() - state.begun);
        const refusal = left.lost(operation) ?? (turn === null ? state.throttled : null);
        if (refusal !== null) return { unread: refusal };
        if (turn === null) return { unread: timeIsUp(operation) };
        const sentAt = clock();
        state.begun ??= sentAt;
        state.watch ??= waitWatch({ operation, ...place }, waiting, limits.toldEvery);
        try {
          const value = await untilAborted(
            isTraced ? inPlace(place, send) : send(),
            ends,
            limits.callWithin + SLACK,
          );
          turn.answered();
          left.answered();
          return { value };
        } catch (error) {
          signal.throwIfAborted();
          if (isOver()) return { unread: timeIsUp(operation) };
          const answer = refusalOf(operation, isAbort(error) ? overdue(limits.callWithin) : error);
          const unread = { ...answer, attempts: answer.attempts + throttles };
          if (isThrottled(error)) {
            turn.throttled();
            state.throttled = unread;
            if (throttles + 1 < ATTEMPTS && clock() - state.begun < limits.callWithin) continue;
          } else if (wasAnswered(error)) turn.answered();
          left.failed(clock() - (state.throttled === null ? sentAt : state.begun));
          return { unread };
        }
      }
    } finally {
      clearInterval(state.watch);
    }
  },
});

/** Whether AWS took the call in and refused it for another reason than its pace. */
const wasAnswered = (error: unknown): boolean => {
  const status: unknown = error instanceof ServiceException ? error.$metadata.httpStatusCode : undefined;
  return typeof status === "number" && status < 500;
};

/** The turn, or null where the waiting for it was given up. */
const turnOr = async (turn: Promise<Turn>): Promise<Turn | null> => {
  try {
    return await turn;
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
};

export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

/** Milliseconds for the handler to say itself that the time is over. */
export const SLACK = 200;

export const timeIsUp = (operation: string): Refusal => ({
  operation,
  code: "TimeIsUp",
  message: "The time that the run was given is over.",
  attempts: 0,
});

const waitWatch = (
  call: Omit<Wait, "seconds">,
  waiting: ((wait: Wait) => void) | undefined,
  every: number,
): NodeJS.Timeout | undefined => {
  if (waiting === undefined) return undefined;
  let seconds = 0;
  return setInterval(() => {
    seconds += every / 1000;
    waiting({ ...call, seconds });
  }, every);
};
