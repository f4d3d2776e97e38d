import type { Entries } from "./persistent-map.ts";
import type { Operand } from "../compile/operand.ts";
import { lowest, type Shape } from "../keys/dimensions.ts";
import type { Slot } from "../keys/condition-key.ts";
import type { Tie } from "./relation.ts";

/** A test that a variable's values must pass: some, or every one, fits the operand, or does not. */
export interface Rule {
  readonly slot: Slot;
  readonly every: boolean;
  readonly sign: boolean;
  readonly operand: Operand;
}

/**
 * A set of requests, with one of them at hand: the lowest alternative of each dimension, and of each variable that has
 * rules a value that passes them, all ties between them met. Never empty: a state whose rules and ties no request meets
 * is not made.
 */
export interface State extends Shape {
  /** Keys that may be missing, and whether they are there; undecided ones are taken as missing. */
  readonly present: Entries<boolean>;
  readonly rules: Entries<readonly Rule[]>;
  readonly values: Entries<readonly string[]>;
  readonly ties: readonly Tie[];
}

export const NO_TIES: readonly Tie[] = [];

const EVERY = -1;

/** The state with fewer alternatives; null where none is left. */
export const narrowed = (state: State, shape: Partial<Shape>): State | null => {
  const actions = state.actions & (shape.actions ?? EVERY);
  const kinds = state.kinds & (shape.kinds ?? EVERY);
  const orgs = state.orgs & (shape.orgs ?? EVERY);
  const nets = state.nets & (shape.nets ?? EVERY);
  const vias = state.vias & (shape.vias ?? EVERY);
  const mfas = state.mfas & (shape.mfas ?? EVERY);
  if (actions === 0 || kinds === 0 || orgs === 0 || nets === 0 || vias === 0 || mfas === 0) return null;
  if (
    actions === state.actions &&
    kinds === state.kinds &&
    orgs === state.orgs &&
    nets === state.nets &&
    vias === state.vias &&
    mfas === state.mfas
  )
    return state;
  // Spelled out: states are made all the time, and this is several times faster than a spread.
  const { present, rules, values, ties } = state;
  return { actions, kinds, orgs, nets, vias, mfas, present, rules, values, ties };
};

/** The state with other things known of its requests. */
export const knowing = (
  { actions, kinds, orgs, nets, vias, mfas, ties }: State,
  present: State["present"],
  rules: State["rules"],
  values: State["values"],
): State => ({ actions, kinds, orgs, nets, vias, mfas, present, rules, values, ties });

/** The state with one more tie, which the request at hand need not meet. */
export const tied = (
  { actions, kinds, orgs, nets, vias, mfas, present, rules, values, ties }: State,
  tie: Tie,
): State => ({ actions, kinds, orgs, nets, vias, mfas, present, rules, values, ties: [...ties, tie] });

/** Whether the request at hand is of a shape on which the key may be there. */
export const carries = (state: State, shape: Shape): boolean =>
  (lowest(state.actions) & shape.actions) !== 0 &&
  (lowest(state.kinds) & shape.kinds) !== 0 &&
  (lowest(state.orgs) & shape.orgs) !== 0 &&
  (lowest(state.nets) & shape.nets) !== 0 &&
  (lowest(state.vias) & shape.vias) !== 0 &&
  (lowest(state.mfas) & shape.mfas) !== 0;
