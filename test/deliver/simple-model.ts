import { isWhole, REGIONS, seenIn, type State, type Visit } from "./history.ts";

/** What a person would say Security Hub shows of one finding. */
export interface Shown {
  readonly status: "FAILED" | "WARNING" | "PASSED" | "NOT_AVAILABLE";
  readonly severity: "HIGH" | "LOW" | "INFORMATIONAL";
  readonly active: boolean;
  /** Not evaluated in the last run. */
  readonly marked: boolean;
  readonly created: number;
  readonly updated: number;
  readonly workflow: string;
  /** Whether it fails or has failed: a suppression may have seen its one fault. */
  readonly failed: boolean;
}

/** By region and name; a scope's own finding has the name `scope`. */
export type Showing = ReadonlyMap<string, Shown>;

const DAY = 86_400_000;
const STATUS = { exposed: "FAILED", private: "PASSED", undecided: "WARNING" } as const;

/**
 * What a run that is delivered makes of what is shown. `shared`: all regions are in one Security Hub, so that a run meets
 * the findings of regions that it did not ask.
 */
export const afterVisit = (before: Showing, { regions }: Visit, now: number, shared: boolean): Showing => {
  const shown = new Map(before);
  for (const region of REGIONS) {
    const run = regions[region];
    if (run === undefined || (run.reach === "out" && !shared)) continue;
    const seen = new Map<string, State>([
      ...seenIn(run).filter(([, state]) => state !== "absent"),
      ...(run.reach === "out" || isWhole(run) ? [] : [["scope", "unreadable"] as const]),
    ]);
    const names = [...before.keys()].filter((key) => key.startsWith(`${region} `));
    const keys = new Set([...names, ...[...seen.keys()].map((name) => `${region} ${name}`)]);
    for (const key of keys) {
      const state = seen.get(key.slice(region.length + 1)) ?? "absent";
      const why = run.reach === "out" ? "not asked" : isWhole(run) ? "gone" : "not read";
      const next = state === "absent" ? missing(shown.get(key), why, now) : met(shown.get(key), state, now);
      if (next !== undefined) shown.set(key, next);
    }
  }
  return shown;
};

/** Security Hub deletes what was not updated for 90 days, or 30 once it is archived. */
export const remembered = (before: Showing, now: number): Showing =>
  new Map([...before].filter(([, { active, updated }]) => updated + (active ? 90 : 30) * DAY >= now));

const met = (before: Shown | undefined, state: State, now: number): Shown | undefined => {
  if (state === "unreadable") return unreadable(before, now);
  const status = STATUS[state as keyof typeof STATUS];
  const severity = SEVERITY[status];
  if (before === undefined && status === "PASSED") return undefined;
  if (before !== undefined && status === "PASSED" && !before.active) return before;
  const next = { status, severity, active: true, marked: false } as const;
  return changed(before, next, now);
};

const SEVERITY = { FAILED: "HIGH", WARNING: "LOW", PASSED: "INFORMATIONAL" } as const;

const NOT_AVAILABLE = { status: "NOT_AVAILABLE", severity: "LOW", active: true, marked: false } as const;

const unreadable = (before: Shown | undefined, now: number): Shown =>
  before === undefined || before.status === "NOT_AVAILABLE"
    ? changed(before, NOT_AVAILABLE, now)
    : changed(before, { ...before, active: true, marked: true }, now);

const missing = (
  before: Shown | undefined,
  why: "gone" | "not read" | "not asked",
  now: number,
): Shown | undefined => {
  if (before === undefined || !before.active) return before;
  if (why === "gone") return changed(before, { ...before, active: false }, now);
  if (why === "not read") return changed(before, { ...before, marked: true }, now);
  return isOld(before, now) ? changed(before, { ...before, marked: true }, now) : before;
};

const isOld = ({ updated }: Shown, now: number): boolean => now - updated >= 30 * DAY;

type Content = Pick<Shown, "status" | "severity" | "active" | "marked">;

/** Sent where it says something new, or is a month old. */
const changed = (before: Shown | undefined, next: Content, now: number): Shown => {
  const fails = next.status === "FAILED";
  if (before === undefined) return { ...next, created: now, updated: now, workflow: "NEW", failed: fails };
  const same =
    before.status === next.status && before.active === next.active && before.marked === next.marked;
  if (same && !isOld(before, now)) return before;
  const { status, severity, active, marked } = next;
  const woken = (!before.active && active) || (before.status === "PASSED" && status !== "PASSED");
  const isKept = before.workflow === "SUPPRESSED" ? before.failed || !fails : !woken;
  const workflow = isKept ? before.workflow : "NEW";
  const failed = before.failed || fails;
  return { status, severity, active, marked, created: before.created, updated: now, workflow, failed };
};
