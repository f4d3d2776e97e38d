import { isUnread, type Refusal } from "../model/fact.ts";
import type { Progress } from "../sources/aws/read-scope.ts";
import { cut, visibleLine } from "../text/visible.ts";
import type { Io } from "./io.ts";
import { isJsonLog, type LogFlags } from "./log-format.ts";

/** How a line begins that takes the place of the one before on a terminal. */
export const REWRITTEN = "\r\u001B[2K";

/** Milliseconds between two lines where stderr is not a terminal, and between two looks of one that is. */
const LOG_EVERY = 10_000;
const SHOW_EVERY = 100;

/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80;

/** How far the reading of live accounts has come. */
interface Reading {
  readonly accounts: number;
  readonly accountsDone: number;
  readonly scopes: number;
  readonly scopesDone: number;
  /** Identities and whatever other kinds have. */
  readonly resources: number;
  readonly listed: number;
  /** Resources a second since the first one; null while there is none. */
  readonly rate: number | null;
  /** Null while it cannot be known. */
  readonly secondsLeft: number | null;
  /** `operation code`, and how often it stands in place of an answer, the most frequent first. */
  readonly refused: readonly (readonly [string, number])[];
}

/**
 * One line on stderr that shows how far the reading is: rewritten on a terminal, each ten seconds a new one elsewhere,
 * and JSON for machines.
 */
export const progress = (
  io: Io,
  { quiet = false, ...log }: LogFlags & { readonly quiet?: boolean },
): { readonly show: (event: Progress) => void; readonly end: () => void } => {
  if (quiet) return { show: () => undefined, end: () => undefined };
  const isJson = isJsonLog(log);
  const terminal = !isJson && io.stderr.isTTY === true && io.env["CI"] === undefined;
  const count = counting(() => performance.now());
  let last = terminal ? Number.NEGATIVE_INFINITY : performance.now();
  const write = (): void => {
    last = performance.now();
    const reading = count.reading();
    const words = visibleLine(inWords(reading));
    // A line that wraps would leave its beginning on the screen.
    if (terminal) io.stderr.write(`${REWRITTEN}${cut(words, (io.stderr.columns ?? COLUMNS) - 1)}`);
    else if (isJson)
      io.stderr.write(
        `${JSON.stringify({ time: io.clock(), event: "progress", ...reading, refused: Object.fromEntries(reading.refused) })}\n`,
      );
    else io.stderr.write(`${words}\n`);
  };
  // A slow scope tells of nothing for a while; whoever looks on is to see that the run lives.
  const timer = terminal ? undefined : setInterval(write, LOG_EVERY).unref();
  return {
    show: (event) => {
      count.take(event);
      const { scopes, scopesDone } = count.reading();
      if (terminal && (scopes === scopesDone || performance.now() - last > SHOW_EVERY)) write();
    },
    end: () => {
      clearInterval(timer);
      if (terminal) io.stderr.write(REWRITTEN);
    },
  };
};

/** Adds the events up. */
export const counting = (
  clock: () => number,
): { readonly take: (event: Progress) => void; readonly reading: () => Reading } => {
  let left = new Map<string, number>();
  let accounts = 0;
  let accountsDone = 0;
  let scopes = 0;
  let scopesDone = 0;
  let scopesKnown = 0;
  let resources = 0;
  let listed = 0;
  let begun: number | null = null;
  let plannedAt = 0;
  const refused = new Map<string, number>();
  const note = ({ operation, code }: Refusal): void => {
    const what = `${operation} ${code}`;
    refused.set(what, (refused.get(what) ?? 0) + 1);
  };
  const done = (scope: string): void => {
    scopesDone += 1;
    const account = accountOf(scope);
    const rest = (left.get(account) ?? 0) - 1;
    left.set(account, rest);
    if (rest === 0) accountsDone += 1;
  };
  const secondsLeft = (rate: number | null, elapsed: number): number | null => {
    const read = scopesDone - scopesKnown;
    const ofScopes = read === 0 ? null : ((scopes - scopesDone) / read) * elapsed;
    const ofResources = rate === null || rate === 0 ? null : (listed - resources) / rate;
    return ofScopes === null ? null : Math.round(Math.max(ofScopes, ofResources ?? 0));
  };
  return {
    take: (event) => {
      if (event.kind === "planned") {
        left = new Map(event.accounts);
        accounts = left.size;
        scopes = event.scopes;
        plannedAt = clock();
      }
      if (event.kind === "listed") listed += event.resources;
      if (event.kind === "resource") {
        begun ??= clock();
        resources += 1;
        for (const fact of Object.values(event.record)) if (isUnread(fact)) note(fact.unread);
      }
      if (event.kind === "known") {
        scopesKnown += 1;
        done(event.scope);
      }
      if (event.kind === "closed") {
        if (event.scope.unread !== undefined) note(event.scope.unread);
        for (const { unread } of event.scope.lanes?.retired ?? []) note(unread);
        done(event.scope.id);
      }
    },
    reading: () => {
      const elapsed = (clock() - (begun ?? clock())) / 1000;
      const rate = resources < 2 || elapsed <= 0 ? null : resources / elapsed;
      return {
        accounts,
        accountsDone,
        scopes,
        scopesDone,
        resources,
        listed,
        rate: rate === null ? null : Math.round(rate * 10) / 10,
        secondsLeft: secondsLeft(rate, (clock() - plannedAt) / 1000),
        refused: [...refused].sort(([, a], [, b]) => b - a),
      };
    },
  };
};

const accountOf = (scope: string): string => scope.split("/")[1] ?? "";

/** Kinds of refusals that find room in one line. */
const SHOWN = 2;

const inWords = (reading: Reading): string =>
  [
    `${reading.scopesDone} of ${reading.scopes} scopes read`,
    ...(reading.accounts > 1 ? [`${reading.accountsDone} of ${reading.accounts} accounts`] : []),
    `${reading.resources} of ${Math.max(reading.listed, reading.resources)} resources`,
    ...(reading.rate === null ? [] : [`${reading.rate} a second`]),
    ...(reading.secondsLeft === null || reading.secondsLeft === 0
      ? []
      : [`about ${shortTime(reading.secondsLeft)} left`]),
    ...reading.refused.slice(0, SHOWN).map(([what, times]) => `refused ${times}: ${what}`),
  ].join(", ");

const shortTime = (seconds: number): string => {
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
};
