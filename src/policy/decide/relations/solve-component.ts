import { entryOf, withEntry } from "../request/persistent-map.ts";
import { guess } from "./local-repair.ts";
import { holdsFor, loosened, type Knot, type Values } from "./component.ts";
import { exactTexts } from "../compile/operand.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { Slot, View } from "../keys/condition-key.ts";
import { passes } from "../solve/solve-text.ts";
import { knowing, type Rule, type State } from "../request/symbolic-request.ts";
import { asCaller, isSlot, slotsIn, variablesIn, type Tie } from "../request/relation.ts";
import { valuesFor } from "./tree-consistency.ts";
import { rulesOf, userIdOf, valuesOf, type Ask } from "../request/assignment.ts";

/** So many values are fixed one after the other, before it is left undecided whether any do. */
const TRIES = 40;

export const isTied = ({ ties }: State, ...variables: readonly string[]): boolean =>
  ties.some((tie) => variablesIn(tie).some(({ variable }) => variables.includes(variable)));

/** What the variables are tied to, directly or through others, themselves among it. */
const reach = (ties: readonly Tie[], starts: Iterable<string>): ReadonlySet<string> => {
  const reached = new Set(starts);
  for (let size = -1; size < reached.size;) {
    size = reached.size;
    for (const tie of ties) {
      const slots = variablesIn(tie);
      if (slots.some(({ variable }) => reached.has(variable)))
        for (const slot of slots) if (isText(slot)) reached.add(slot.variable);
    }
  }
  return reached;
};

/** Whether what the slots are depends on who calls. */
export const isTiedToCaller = ({ ties }: State, slots: readonly Slot[]): boolean => {
  const all = reach(
    ties,
    slots.map(({ variable }) => variable),
  );
  return all.has("principal") || all.has("aws:userid");
};

/** The state with values that meet the ties of these slots and of all that they are tied to; null where there are none. */
export const untangled = (ask: Ask, state: State, slots: readonly Slot[]): State | null => {
  const kind = lowest(state.kinds);
  const knot = knotOf(ask, state, slots, kind);
  const left = { tries: TRIES };
  const values = untie(knot, left);
  if (values === null) {
    if (left.tries < 0 || isNarrowed(state, knot)) ask.world.doubt.says ??= doubtOf(knot);
    return null;
  }
  let all = state.values;
  for (const variable of knot.slots.keys()) {
    const value = values.get(variable);
    if (value !== undefined && entryOf(all, variable)?.[0] !== value) all = withEntry(all, variable, [value]);
  }
  const next = knowing(state, state.present, state.rules, all);
  return (kind & (KINDS.root | KINDS.federated)) !== 0 && knot.slots.has("principal")
    ? knowing(
        next,
        next.present,
        next.rules,
        withEntry(next.values, "aws:userid", [userIdOf(ask, next, kind)]),
      )
    : next;
};

/** Whether a number, a date or an address was taken as it is at hand, where it might be another. */
const isNarrowed = ({ ties }: State, { ties: own }: Knot): boolean =>
  own.length > 0 && ties.some((tie) => variablesIn(tie).some((slot) => !isText(slot) && !isConstant(slot)));

const doubtOf = ({ ties }: Knot): string =>
  `its variables tie ${[...new Set(ties.flatMap(variablesIn).map(({ name }) => name))].sort().join(", ")} together in a way that is not followed to the end`;

/** What is seen as it is at hand has a name that begins a line. */
const isText = ({ behind, variable }: Slot): boolean => behind === "text" && !variable.startsWith("\n");

const isConstant = ({ behind }: Slot): boolean => behind === "constant" || behind === "shape";

/** All that the slots are tied to, directly or through others. */
const knotOf = (ask: Ask, state: State, starts: readonly Slot[], kind: number): Knot => {
  const fixed = new Map<string, string>();
  const seen = (slot: Slot): Slot => {
    const own = asCaller(slot, kind);
    if (isText(own)) return own;
    // What is no text stands there as it is on the request at hand.
    const variable = `\n${own.key}`;
    fixed.set(variable, valuesOf(ask, state, own)?.[0] ?? "");
    return { ...own, variable, view: "whole" };
  };
  const all = state.ties.map((tie) => ({
    ...tie,
    key: seen(tie.key),
    bits: tie.bits.map((bit) => (isSlot(bit) ? seen(bit) : bit)),
  }));
  const slots = new Map(starts.map(seen).map((slot) => [slot.variable, slot]));
  const reached = reach(all, slots.keys());
  const ties = all.filter((tie) => variablesIn(tie).some(({ variable }) => reached.has(variable)));
  for (const slot of ties.flatMap(variablesIn)) if (!slots.has(slot.variable)) slots.set(slot.variable, slot);
  return {
    ask,
    state,
    slots,
    rules: new Map(Array.from(slots.keys(), (variable) => [variable, rulesFor(state, variable, kind)])),
    fixed,
    ties,
  };
};

const rulesFor = (state: State, variable: string, kind: number): readonly Rule[] => {
  const own = rulesOf(state, variable);
  return variable === "principal" ? [...own, ...idRules(state, kind)] : own;
};

/** What rules on the id ask of the ARN, where the id is made of it. */
export const idRules = (state: State, kind: number): readonly Rule[] => {
  const view: View | null =
    kind === KINDS.root ? "account" : kind === KINDS.federated ? "federated id" : null;
  return view === null
    ? []
    : rulesOf(state, "aws:userid").map((rule) => ({
        ...rule,
        slot: { ...rule.slot, variable: "principal", view },
      }));
};

/**
 * Values that meet everything; null where there are none, or where none was found within the tries. Where a demand is
 * broken by the values at hand, each of these is fixed, and then one left out: so nothing is overlooked.
 */
const untie = (knot: Knot, left: { tries: number }): Values | null => {
  left.tries -= 1;
  if (left.tries < 0) return null;
  if ([...knot.fixed].some(([variable, value]) => !passesAll(knot, variable, value))) return null;
  const loose = loosened(knot);
  const values = loose === null ? null : (guess(loose) ?? valuesFor(loose));
  if (values === null) return null;
  const slots = brokenAt(knot, values);
  const [first] = slots;
  if (first === undefined) return values;
  for (const { variable } of slots) {
    const fixed = new Map([...knot.fixed, [variable, values.get(variable) ?? ""]]);
    const found = untie({ ...knot, fixed }, left);
    if (found !== null) return found;
  }
  return untie(without(knot, first, values.get(first.variable) ?? ""), left);
};

const passesAll = ({ rules }: Knot, variable: string, value: string): boolean =>
  (rules.get(variable) ?? []).every((rule) => passes(rule, value));

const without = (knot: Knot, slot: Slot, value: string): Knot => {
  const rule: Rule = {
    slot: { ...slot, view: "whole" },
    every: false,
    sign: false,
    operand: { form: "exact", texts: [value], fold: false },
  };
  const { variable } = slot;
  return {
    ...knot,
    rules: new Map([...knot.rules, [variable, [...(knot.rules.get(variable) ?? []), rule]]]),
  };
};

/** The variables, not fixed yet, of a demand that the values do not meet; none where they meet all. */
const brokenAt = (knot: Knot, values: Values): readonly Slot[] => {
  for (const [variable, slot] of knot.slots)
    if (!knot.fixed.has(variable) && !passesAll(knot, variable, values.get(variable) ?? "")) return [slot];
  const broken = knot.ties.find((tie) => !holdsFor(tie, values));
  if (broken === undefined) return [];
  const open = new Map([...slotsIn(broken.bits), broken.key].map((slot) => [slot.variable, slot]));
  const slots = [...open.values()].filter(({ variable }) => !knot.fixed.has(variable));
  return [
    ...slots.filter(({ variable }) => isFew(knot, variable)),
    ...slots.filter(({ variable }) => !isFew(knot, variable)),
  ];
};

/** Whether the rules leave the variable a few values only: leaving out one after the other ends soon. */
const isFew = ({ rules }: Knot, variable: string): boolean =>
  (rules.get(variable) ?? []).some(
    ({ sign, slot, operand }) => sign && slot.view === "whole" && exactTexts(operand) !== null,
  );
