import { expect } from "chai";
import type { Visit } from "./history.ts";
import type { Showing } from "./simple-model.ts";

export const START: number = Date.parse("2026-01-01T00:00:00Z");

export const iso = (time: number): string => new Date(time).toISOString();
export const plain = (showing: Showing): object => Object.fromEntries(showing);

/**
 * The state that the model is in after a delivery that may have been cut short: each finding as before or as after, or as
 * before with the workflow of after, which is set first.
 */
export const eitherOr = (actual: Showing, before: Showing, after: Showing): Showing => {
  for (const key of new Set([...actual.keys(), ...before.keys(), ...after.keys()])) {
    const [is, was, will] = [actual, before, after].map((showing) => showing.get(key));
    const announced = was === undefined ? was : { ...was, workflow: will?.workflow ?? was.workflow };
    expect(
      [was, will, announced].map((one) => JSON.stringify(one)),
      `${key} is neither as before nor as after`,
    ).to.include(JSON.stringify(is));
  }
  return actual;
};

export const customerSet = (showing: Showing, workflow: Visit["customer"]): Showing =>
  workflow === null
    ? showing
    : new Map([...showing].map(([key, shown]) => [key, { ...shown, workflow }] as const));
