import { isUnread, type Refusal, type Unread } from "../../model/fact.ts";
import type { LanesUsed } from "../../model/snapshot.ts";
import type { Lane, LaneName, Reading } from "./lane.ts";
import { agreed } from "./agreement.ts";

/** Calls of one lane that are on their way at a time: AWS answers within a tenth of a second, and may allow 20 and more. */
const AT_A_TIME = 8;
/** Refusals in a row after which a lane is given up: v2 may be refused for single identities by a policy of IAM. */
const IN_A_ROW = 3;
/** Pace has tried a throttled call several times before it says so. */
const THROTTLED = /Throttl|TooManyRequests/;
/** Readings that wait for one before them: beyond, no lane takes a further name, so that memory does not grow with a region. */
const AHEAD = 500;
/** One identity in so many is read by two lanes, and what they say is compared. */
const SAMPLE = 100;

export interface LaneReader {
  /** Each name with what was read of it, in the order of the names. */
  readonly readings: AsyncIterable<readonly [string, Reading]>;
  used(): LanesUsed;
  /** The lane, unless it has been given up. */
  open(name: LaneName): Lane | null;
}

/** A name that waits, and the lanes that could not read it. */
interface Waiting {
  readonly index: number;
  readonly refusals: Map<LaneName, Unread>;
  mayBeGone: boolean;
}

/**
 * Reads names by several lanes out of one queue. A lane takes the next name once a call of it could go out, so that a
 * slow one keeps nothing from the others. What a lane cannot read, the others try; a lane that is refused, throttled to
 * the end, or without an answer three times in a row is given up, but never the last one. Only what no lane could read
 * is unread.
 */
export const readInLanes = (
  names: readonly string[],
  lanes: readonly Lane[],
  random: () => number,
  onRetired: (lane: LaneName, unread: Refusal) => void = () => undefined,
): LaneReader => {
  const open = new Set(lanes);
  const retired = new Map<LaneName, Refusal>();
  const inARow = new Map<LaneName, number>();
  const done = new Map<number, Reading>();
  let given: Waiting[] = [];
  let next = 0;
  let left = names.length;
  let isStopped = false;
  let isFull = false;
  let failure: { readonly error: unknown } | null = null;
  let changed = signal();

  const tell = (): void => {
    const before = changed;
    changed = signal();
    before.fire();
  };
  const settle = (index: number, reading: Reading): void => {
    done.set(index, reading);
    left -= 1;
  };
  const isNew = (): boolean => next < names.length;
  const take = ({ name }: Lane): Waiting | null => {
    const back = given.find(({ refusals }) => !refusals.has(name));
    if (back !== undefined) {
      given = given.filter((one) => one !== back);
      return back;
    }
    // INVARIANT: the name that the others wait for was taken before them, so that somebody reads it.
    isFull ||= done.size >= AHEAD;
    if (!isNew() || isFull) return null;
    next += 1;
    return { index: next - 1, refusals: new Map(), mayBeGone: false };
  };
  /** Gives a name back to the lanes that have not tried it, or settles it as unread by the first lane's refusal. */
  const giveBack = (waiting: Waiting): void => {
    if ([...open].some(({ name }) => !waiting.refusals.has(name))) {
      given.push(waiting);
      return;
    }
    const [policies] = lanes.flatMap(({ name }) => waiting.refusals.get(name) ?? []);
    if (policies !== undefined) settle(waiting.index, { policies, mayBeGone: waiting.mayBeGone });
  };
  const noteRefusal = (lane: Lane, { unread }: Unread): void => {
    const count = (inARow.get(lane.name) ?? 0) + 1;
    inARow.set(lane.name, count);
    const isOver = THROTTLED.test(unread.code) || count >= IN_A_ROW;
    if (!isOver || open.size === 1 || !open.has(lane)) return;
    open.delete(lane);
    retired.set(lane.name, unread);
    onRetired(lane.name, unread);
    const waiting = given;
    given = [];
    for (const one of waiting) giveBack(one);
  };
  const readOne = async (lane: Lane, waiting: Waiting): Promise<void> => {
    const name = names[waiting.index] ?? "";
    const reading = await lane.read(name);
    if (isUnread(reading.policies)) {
      waiting.refusals.set(lane.name, reading.policies);
      if (reading.mayBeGone) waiting.mayBeGone = true;
      else noteRefusal(lane, reading.policies);
      giveBack(waiting);
    } else {
      inARow.set(lane.name, 0);
      const read = waiting.mayBeGone ? { ...reading, mayBeGone: true } : reading;
      const other = random() * SAMPLE < 1 ? [...open].find((one) => one !== lane) : undefined;
      settle(waiting.index, other === undefined ? read : await agreed(name, [lane, other], read));
    }
    tell();
  };
  const work = (lane: Lane): readonly Promise<void>[] => {
    // One after the other they wait for the pace and take a name; on its way may be several.
    let line: Promise<unknown> = Promise.resolve();
    const taken = (): Promise<Waiting | null> => {
      const mine = line.then(async () => {
        if (given.length > 0 || isNew()) await lane.ready();
        return open.has(lane) && !isStopped ? take(lane) : null;
      });
      line = mine.catch(() => null);
      return mine;
    };
    const isWanted = (): boolean => left > 0 && open.has(lane) && !isStopped;
    const worker = async (): Promise<void> => {
      while (isWanted()) {
        const seen = changed;
        const waiting = await taken();
        if (waiting !== null) await readOne(lane, waiting);
        else if (isWanted()) await seen.fired;
      }
    };
    return Array.from({ length: Math.min(AT_A_TIME, names.length) }, worker);
  };

  async function* readings(): AsyncGenerator<readonly [string, Reading]> {
    const workers = lanes.flatMap((lane) =>
      work(lane).map((worker) =>
        worker.catch((error: unknown) => {
          failure ??= { error };
          tell();
        }),
      ),
    );
    try {
      for (const [index, name] of names.entries()) {
        for (;;) {
          if (failure !== null) throw failure.error;
          const reading = done.get(index);
          if (reading !== undefined) {
            done.delete(index);
            if (isFull && done.size <= AHEAD / 2) {
              isFull = false;
              tell();
            }
            yield [name, reading];
            break;
          }
          await changed.fired;
        }
      }
    } finally {
      isStopped = true;
      tell();
      await Promise.all(workers);
    }
  }

  return {
    readings: readings(),
    used: () => ({
      open: lanes.flatMap(({ name }) => (retired.has(name) ? [] : [name])),
      retired: lanes.flatMap(({ name }) => {
        const unread = retired.get(name);
        return unread === undefined ? [] : [{ lane: name, unread }];
      }),
    }),
    open: (name) => [...open].find((lane) => lane.name === name) ?? null,
  };
};

const asleep = (): void => undefined;

/** A promise that is settled from outside. */
const signal = (): { readonly fired: Promise<void>; readonly fire: () => void } => {
  let fire = asleep;
  const fired = new Promise<void>((resolve) => {
    fire = resolve;
  });
  return { fired, fire };
};
