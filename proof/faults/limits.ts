import type { CallLimits } from "../../src/aws/limits.ts";

/** Milliseconds and bytes; some hundredth of what holds outside. */
export const HURRIED: CallLimits = {
  attemptWithin: 1_200,
  callWithin: 2_500,
  largestAnswer: 500_000,
  lostWithin: 6_000,
  toldEvery: 10_000,
  timesDocumentedRate: 20,
};

/** For a machine on which an answer that is there at once may still be taken in late. */
export const PATIENT: CallLimits = {
  ...HURRIED,
  attemptWithin: 4_000,
  callWithin: 6_000,
  lostWithin: 12_000,
};

export const NOW = "2026-11-23T16:00:00Z";
