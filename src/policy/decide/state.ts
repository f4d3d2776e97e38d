import type { Entries } from "./entries.ts";
import type { Operand } from "./operand.ts";
import { DIMENSIONS, lowest, type Shape } from "./shape.ts";
import type { Slot } from "./slot.ts";

/** A test that a variable's values must pass: some, or every one, fits the operand, or does not. */
export interface Rule {
  readonly slot: Slot;
  readonly every: boolean;
  readonly sign: boolean;
  readonly operand: Operand;
}

/**
 * A set of requests, with one of them at hand: the lowest alternative of each dimension, and of each variable that has
 * rules a value that passes them. Never empty: a state whose rules no request meets is not made.
 */
export interface State extends Shape {
  /** Keys that may be missing, and whether they are there; undecided ones are taken as missing. */
  readonly present: Entries<boolean>;
  readonly rules: Entries<readonly Rule[]>;
  readonly values: Entries<readonly string[]>;
}

/** The state with fewer alternatives; null where none is left. */
export const narrowed = (state: State, shape: Partial<Shape>): State | null => {
  let changed: State | null = null;
  for (const dimension of DIMENSIONS) {
    const wanted = shape[dimension];
    if (wanted === undefined) continue;
    const left = state[dimension] & wanted;
    if (left === 0) return null;
    if (left !== state[dimension]) changed = { ...(changed ?? state), [dimension]: left };
  }
  return changed ?? state;
};

/** Whether the request at hand is of a shape on which the key may be there. */
export const carries = (state: State, shape: Shape): boolean =>
  (lowest(state.actions) & shape.actions) !== 0 &&
  (lowest(state.kinds) & shape.kinds) !== 0 &&
  (lowest(state.orgs) & shape.orgs) !== 0 &&
  (lowest(state.nets) & shape.nets) !== 0 &&
  (lowest(state.vias) & shape.vias) !== 0 &&
  (lowest(state.mfas) & shape.mfas) !== 0;
