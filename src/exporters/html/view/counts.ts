import type { StatusCounts } from "../../../model/results.ts";
import { counted, grouped, STATUS, type Word } from "../text.ts";

export interface CountView extends Word {
  readonly count: string;
  readonly zero: boolean;
}

/** A stacked bar 100 units wide. */
export interface BarSegment {
  readonly mark: string;
  readonly x: string;
  readonly width: string;
}

const ORDER = [
  ["FAILURE", "failure"],
  ["NEEDS_REVIEW", "needsReview"],
  ["NOT_EVALUATED", "notEvaluated"],
  ["SUCCESS", "success"],
] as const;

/** The four states in the order of every table and chart: worst first. */
export const countViews = (counts: StatusCounts): readonly CountView[] =>
  ORDER.map(([status, member]) => ({
    ...STATUS[status],
    count: grouped(counts[member]),
    zero: counts[member] === 0,
  }));

export const totalOf = ({ success, failure, needsReview, notEvaluated }: StatusCounts): number =>
  success + failure + needsReview + notEvaluated;

/** A state that is there takes at least 1 % of the bar, so that one failure among thousands is seen. */
const LEAST_WIDTH = 1;

export const barSegments = (counts: StatusCounts): readonly BarSegment[] => {
  const total = totalOf(counts);
  const present = ORDER.filter(([, member]) => counts[member] > 0);
  const widths = present.map(([, member]) => Math.max(LEAST_WIDTH, (counts[member] / total) * 100));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  return present.map(([status], index) => {
    const width = (widths[index] ?? 0) * scale;
    const segment = { mark: STATUS[status].mark, x: x.toFixed(2), width: width.toFixed(2) };
    x += width;
    return segment;
  });
};

/** The bar in words. */
export const barText = (counts: StatusCounts): string =>
  totalOf(counts) === 0
    ? "No finding."
    : `Of ${counted(totalOf(counts), "finding")}: ${ORDER.map(([status, member]) => `${STATUS[status].label} ${grouped(counts[member])}`).join(", ")}.`;
