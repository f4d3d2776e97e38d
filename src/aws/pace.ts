import { budget, type Budget, type BudgetLimits, type Surroundings } from "./budget.ts";
import { latest } from "./latest.ts";

export interface PaceOptions extends Surroundings {
  /** Ends early where the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Calls a second that no budget may exceed. */
  readonly ceiling?: number;
  /** The part of a limit that is left to the owner's own work; a fifth where absent. */
  readonly ownersShare?: number;
}

/** A call that may go out now; its sender says what came of it. */
export interface Turn {
  answered(): void;
  throttled(): void;
}

/** One budget for each operation in each place, and one for all operations of a place that turn out to share a quota. */
export interface Pace {
  /**
   * Waits for a turn.
   *
   * @param place an account and region
   * @param documented calls a second that AWS documents for the operation
   */
  turn(place: string, operation: string, documented?: number): Promise<Turn>;
  /** Resolves once a turn could be taken at once, and takes none. */
  ready(place: string, operation: string, documented?: number): Promise<void>;
}

const OWNERS_SHARE = 0.2;
/** Milliseconds between two throttles of different operations within which they may have the same cause. */
const TOGETHER = 1_000;
/** So often must that happen before a shared quota is believed: two budgets that find their limits do it by chance. */
const COINCIDENCES = 3;
/**
 * Milliseconds after its first throttle in which an operation is still finding its limit. Operations that begin together
 * and have equal quotas of their own find them together, so that their throttles of this time say nothing of a shared one.
 */
const LEARNING = 15_000;
/** Milliseconds after which earlier coincidences are forgotten. */
const REMEMBERED = 60_000;

interface Queue {
  readonly budget: Budget;
  /** Settles when the last turn so far has been given. */
  tail: Promise<unknown>;
  /** Wakes the one who waits, since the rate has changed. */
  wake: () => void;
  /** When it was throttled first; null while it was not. */
  learnsSince: number | null;
}

interface Place {
  readonly queues: Map<string, Queue>;
  shared: Queue | null;
  last: { readonly operation: string; readonly at: number } | null;
  coincidences: number;
}

const asleep = (): void => undefined;

export const pace = ({
  sleep,
  ceiling = Number.POSITIVE_INFINITY,
  ownersShare = OWNERS_SHARE,
  ...surroundings
}: PaceOptions): Pace => {
  const placeOf = latest<Place>(() => ({ queues: new Map(), shared: null, last: null, coincidences: 0 }));
  const { clock } = surroundings;

  const newQueue = (limit: Pick<BudgetLimits, "documented" | "known" | "ceiling">): Queue => ({
    budget: budget({ ownersShare, ...limit }, surroundings),
    tail: Promise.resolve(),
    wake: asleep,
    learnsSince: null,
  });

  /** Runs one after the other what stands in a queue, each once its time has come. */
  const inTurn = <T>(queue: Queue, then: () => T | Promise<T>): Promise<T> => {
    const turn = queue.tail.then(async () => {
      // Timers count whole milliseconds.
      for (let left = queue.budget.wait(); left >= 1; left = queue.budget.wait()) {
        const awake = new AbortController();
        queue.wake = () => awake.abort();
        await sleep(left, awake.signal);
      }
      queue.wake = asleep;
      return then();
    });
    queue.tail = turn.catch(asleep);
    return turn;
  };

  const taken = (place: Place, operation: string, queue: Queue): Turn => {
    const { shared } = place;
    const sentAt = queue.budget.sent();
    shared?.budget.sent();
    return {
      answered: () => {
        for (const one of shared === null ? [queue] : [queue, shared]) {
          one.budget.answered(sentAt);
          one.wake();
        }
      },
      throttled: () => {
        const isNews = (shared ?? queue).budget.throttled(sentAt);
        if (isNews && shared === null) noteThrottle(place, operation, queue);
      },
    };
  };

  /** Operations that are throttled together again and again, though each has found its limit, share one. */
  const noteThrottle = (place: Place, operation: string, queue: Queue): void => {
    const now = clock();
    const { last } = place;
    queue.learnsSince ??= now;
    if (now - queue.learnsSince < LEARNING) return;
    if (last !== null && now - last.at > REMEMBERED) place.coincidences = 0;
    if (last !== null && last.operation !== operation && now - last.at <= TOGETHER) place.coincidences += 1;
    place.last = { operation, at: now };
    if (place.coincidences < COINCIDENCES) return;
    const known = [...place.queues.values()]
      .filter(({ learnsSince }) => learnsSince !== null)
      .reduce((sum, one) => sum + one.budget.limit(), 0);
    place.shared = newQueue({ ceiling: Number.POSITIVE_INFINITY, known });
  };

  const queueOf = (place: Place, operation: string, documented: number | undefined): Queue => {
    const queue = place.queues.get(operation) ?? newQueue({ ceiling, documented });
    place.queues.set(operation, queue);
    return queue;
  };
  const then = <T>(
    name: string,
    operation: string,
    documented: number | undefined,
    act: (place: Place, queue: Queue) => T,
  ): Promise<T> => {
    const place = placeOf(name);
    const queue = queueOf(place, operation, documented);
    const now = (): T => act(place, queue);
    return inTurn(queue, () => (place.shared === null ? now() : inTurn(place.shared, now)));
  };

  return {
    turn: (name, operation, documented) =>
      then(name, operation, documented, (place, queue) => taken(place, operation, queue)),
    ready: (name, operation, documented) => then(name, operation, documented, asleep),
  };
};
