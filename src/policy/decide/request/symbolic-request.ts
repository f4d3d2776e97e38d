import type { Entries } from "./persistent-map.ts";
import type { Operand } from "../compile/operand.ts";
import { lowest, type Dimensions } from "../keys/dimensions.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import type { Relation } from "./relation.ts";

/** A test that a variable's values must pass: some, or every one, fits the operand, or does not. */
export interface Constraint {
  readonly key: ConditionKey;
  readonly every: boolean;
  readonly sign: boolean;
  readonly operand: Operand;
}

/**
 * A set of requests, with one of them at hand: the lowest alternative of each dimension, and of each variable that has
 * rules a value that passes them, all relations between them met. Never empty: a state whose rules and relations no request meets
 * is not made.
 */
export interface SymbolicRequest extends Dimensions {
  /** Optional keys, and whether the request carries them; undecided ones count as missing. */
  readonly present: Entries<boolean>;
  readonly constraints: Entries<readonly Constraint[]>;
  readonly values: Entries<readonly string[]>;
  readonly relations: readonly Relation[];
}

export const NO_RELATIONS: readonly Relation[] = [];

const EVERY = -1;

/** The state with fewer alternatives; null where none is left. */
export const narrowed = (
  request: SymbolicRequest,
  dimensions: Partial<Dimensions>,
): SymbolicRequest | null => {
  const actions = request.actions & (dimensions.actions ?? EVERY);
  const kinds = request.kinds & (dimensions.kinds ?? EVERY);
  const orgs = request.orgs & (dimensions.orgs ?? EVERY);
  const nets = request.nets & (dimensions.nets ?? EVERY);
  const vias = request.vias & (dimensions.vias ?? EVERY);
  const mfas = request.mfas & (dimensions.mfas ?? EVERY);
  if (actions === 0 || kinds === 0 || orgs === 0 || nets === 0 || vias === 0 || mfas === 0) return null;
  if (
    actions === request.actions &&
    kinds === request.kinds &&
    orgs === request.orgs &&
    nets === request.nets &&
    vias === request.vias &&
    mfas === request.mfas
  )
    return request;
  // Spelled out: states are made all the time, and this is several times faster than a spread.
  const { present, constraints, values, relations } = request;
  return { actions, kinds, orgs, nets, vias, mfas, present, constraints, values, relations };
};

/** The state with other things known of its requests. */
export const withKnowledge = (
  { actions, kinds, orgs, nets, vias, mfas, relations }: SymbolicRequest,
  present: SymbolicRequest["present"],
  constraints: SymbolicRequest["constraints"],
  values: SymbolicRequest["values"],
): SymbolicRequest => ({ actions, kinds, orgs, nets, vias, mfas, present, constraints, values, relations });

/** The state with one more relation, which the request at hand need not meet. */
export const withRelationAdded = (
  { actions, kinds, orgs, nets, vias, mfas, present, constraints, values, relations }: SymbolicRequest,
  relation: Relation,
): SymbolicRequest => ({
  actions,
  kinds,
  orgs,
  nets,
  vias,
  mfas,
  present,
  constraints,
  values,
  relations: [...relations, relation],
});

/** Whether the request at hand is of a shape on which the key may be there. */
export const carries = (request: SymbolicRequest, dimensions: Dimensions): boolean =>
  (lowest(request.actions) & dimensions.actions) !== 0 &&
  (lowest(request.kinds) & dimensions.kinds) !== 0 &&
  (lowest(request.orgs) & dimensions.orgs) !== 0 &&
  (lowest(request.nets) & dimensions.nets) !== 0 &&
  (lowest(request.vias) & dimensions.vias) !== 0 &&
  (lowest(request.mfas) & dimensions.mfas) !== 0;
