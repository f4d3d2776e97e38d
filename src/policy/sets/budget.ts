import { say, type Said } from "../messages.ts";

/** Elementary steps that are left for one question; counted, not timed, so that every machine gives the same answer. */
export interface Budget {
  left: number;
}

/** Ends a search however deep it is; caught where the question was asked, and answered `undecided`. */
export interface Stop {
  readonly stop: Said;
}

export const isStop = (thrown: unknown): thrown is Stop =>
  typeof thrown === "object" && thrown !== null && "stop" in thrown;

export const stop = (why: Said): never => {
  const reason: Stop = { stop: why };
  // eslint-disable-next-line no-throw-literal -- no error, and no stack to build
  throw reason;
};

export const spend = (budget: Budget, steps: number): void => {
  budget.left -= steps;
  if (budget.left < 0) stop(say("too-complex"));
};
