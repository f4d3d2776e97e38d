import type { History, Observation } from "../../../model/history.ts";
import { parseScope } from "../../../model/scope.ts";
import type { Collected } from "../collect.ts";
import { counted, grouped } from "../text.ts";
import { timeView, type TimeView } from "./atoms.ts";

/** The observation period: what each scan saw, and how that went. */
export interface PeriodView {
  readonly sentence: string;
  readonly rows: readonly PeriodRow[];
  readonly bars: readonly PeriodBar[];
  readonly barText: string;
}

interface PeriodRow {
  readonly at: TimeView;
  readonly file: { readonly name: string; readonly sha256: string } | null;
  readonly complete: string;
  readonly accounts: string;
  readonly resources: string;
  readonly failingResources: string;
  readonly failing: string;
  readonly needsReview: string;
  readonly notEvaluated: string;
}

/** In a picture 100 units wide and 20 high. */
interface PeriodBar {
  readonly x: string;
  readonly width: string;
  readonly y: string;
  readonly height: string;
}

/** Null where no earlier scans were given. */
export const periodView = (collected: Collected, history: History | undefined): PeriodView | null => {
  if (history === undefined) return null;
  const all = [...history.observations, thisScan(collected)];
  const [first] = all;
  const last = all.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    sentence: sentence(first, last, all),
    rows: all.map(row),
    bars: bars(all.map(({ failingResources }) => failingResources)),
    barText: `Failing resources by scan: ${all.map(({ failingResources }) => grouped(failingResources)).join(", ")}.`,
  };
};

const thisScan = ({ head: { run }, summary, coverage, failingResources }: Collected): Observation => ({
  now: run.now,
  file: null,
  complete: summary.complete,
  accounts: new Set(
    coverage.values().flatMap(({ scope }) => {
      const parsed = parseScope(scope);
      return parsed?.provider === "aws" ? [parsed.account] : [];
    }),
  ).size,
  resources: summary.resources,
  failingResources,
  failing: summary.counts.failure,
  needsReview: summary.counts.needsReview,
  notEvaluated: summary.counts.notEvaluated,
});

const sentence = (first: Observation, last: Observation, all: readonly Observation[]): string => {
  const broken = all.filter(({ complete }) => !complete).length;
  return [
    `${counted(all.length, "scan")} from ${first.now.slice(0, 10)} to ${last.now.slice(0, 10)}.`,
    `Failing resources: ${grouped(first.failingResources)} at the beginning, ${grouped(last.failingResources)} at the end.`,
    broken === 0
      ? "Each scan was complete."
      : `${counted(broken, "scan")} of them could not read everything; what was not read is not known for that day.`,
    "Between two scans nothing was observed.",
  ].join(" ");
};

const row = ({ now, file, complete, ...counts }: Observation): PeriodRow => ({
  at: timeView(now),
  file,
  complete: complete ? "Yes" : "No",
  accounts: grouped(counts.accounts),
  resources: grouped(counts.resources),
  failingResources: grouped(counts.failingResources),
  failing: grouped(counts.failing),
  needsReview: grouped(counts.needsReview),
  notEvaluated: grouped(counts.notEvaluated),
});

const HEIGHT = 20;
/** So that a scan without failures is seen to have been made. */
const LEAST_HEIGHT = 0.4;

const bars = (values: readonly number[]): readonly PeriodBar[] => {
  const most = Math.max(1, ...values);
  const step = 100 / values.length;
  return values.map((value, index) => {
    const height = Math.max(LEAST_HEIGHT, (value / most) * HEIGHT);
    return {
      x: (index * step + step * 0.1).toFixed(2),
      width: (step * 0.8).toFixed(2),
      y: (HEIGHT - height).toFixed(2),
      height: height.toFixed(2),
    };
  });
};
