import type { Refusal } from "../model/fact.ts";
import { inWords, type CallLimits } from "./limits.ts";

/** How long an account and region may keep us waiting. */
export interface Patience {
  /** Why nothing more is asked; null while there is patience left. */
  lost(operation: string): Refusal | null;
  /** A call that was answered restores some of it. */
  answered(): void;
  /** A call that was not answered, after so many milliseconds. */
  failed(milliseconds: number): void;
}

/**
 * Counts the time that was lost to calls without an answer. A refusal that comes within a third of an attempt's time
 * costs nothing, and each answer makes good for as much, so that a large account with a hiccup now and then is read to
 * its end.
 */
export const patience = ({ attemptWithin, lostWithin }: CallLimits): Patience => {
  const usual = attemptWithin / 3;
  let lost = 0;
  return {
    lost: (operation) =>
      lost < lostWithin
        ? null
        : {
            operation,
            code: "NotAnswering",
            message: `Not asked: ${inWords(lost)} were lost here to calls that got no answer.`,
            attempts: 0,
          },
    answered: () => {
      if (lost < lostWithin) lost = Math.max(0, lost - usual);
    },
    failed: (milliseconds) => {
      lost += Math.max(0, milliseconds - usual);
    },
  };
};
