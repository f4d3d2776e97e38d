import { entryOf, withEntry } from "../request/persistent-map.ts";
import { ANY_SHAPE, DIMENSIONS, lowest } from "../keys/dimensions.ts";
import type { Slot } from "../keys/condition-key.ts";
import { knowing, narrowed, type State } from "../request/symbolic-request.ts";
import type { Ask } from "../request/assignment.ts";
import { settled } from "./add-constraint.ts";

/** Another kind of caller needs another name. */
export const settledAfter = (ask: Ask, before: State, after: State | null): State | null =>
  after === null || lowest(after.kinds) === lowest(before.kinds) ? after : settled(ask, after);

/** The requests of the state that carry the key. */
export const present = (ask: Ask, state: State, slot: Slot): State | null => {
  if (slot.optional && entryOf(state.present, slot.together) === false) return null;
  const left = settledAfter(ask, state, narrowed(state, slot.shape));
  if (left === null || !slot.optional || entryOf(left.present, slot.together) === true) return left;
  return knowing(left, withEntry(left.present, slot.together, true), left.rules, left.values);
};

/** The requests of the state that do not carry the key. */
export const missing = (ask: Ask, state: State, slot: Slot): readonly State[] => {
  if (slot.behind === "never") return [state];
  const states: State[] = [];
  if (slot.optional && entryOf(state.present, slot.together) !== true) {
    states.push(knowing(state, withEntry(state.present, slot.together, false), state.rules, state.values));
    // Of keys that come together, one may need more than the others: no age of an MFA where there was none.
    if (slot.together === slot.key) return states;
  }
  for (const dimension of DIMENSIONS) {
    if ((slot.shape[dimension] & ANY_SHAPE[dimension]) === ANY_SHAPE[dimension]) continue;
    const left = settledAfter(ask, state, narrowed(state, { [dimension]: ~slot.shape[dimension] }));
    if (left !== null) states.push(left);
  }
  return states;
};
