import { spend } from "../sets/budget.ts";
import { matches } from "../sets/pattern.ts";
import { present } from "./presence.ts";
import type { Slot } from "./slot.ts";
import type { State } from "./state.ts";
import { filled, type Template } from "./template.ts";
import { valuesOf, type Ask } from "./values.ts";

/** A variable stands for a key with one value. */
export const variableValue = (ask: Ask, state: State, name: string): string | null => {
  const slot = ask.world.find(name);
  const values = slot.multivalued ? null : valuesOf(ask, state, slot);
  return values?.[0] ?? null;
};

/** The variable's value, if it has one, where the request may have it or not. */
export const possibleValue = (ask: Ask, state: State, name: string): string | null => {
  const slot = ask.world.find(name);
  const there = slot.behind === "never" ? null : present(ask, state, slot);
  return there === null ? null : variableValue(ask, there, name);
};

/** Whether the piece is the variable. */
export const isOf = (ask: Ask, piece: Template[number], slot: Slot): boolean =>
  "variable" in piece && ask.world.find(piece.variable).key === slot.key;

/** The values of one variable at which the template fits the text: parts of the text. */
export const captures = (
  ask: Ask,
  state: State,
  template: Template,
  slot: Slot,
  text: string,
): readonly string[] => {
  const own = (name: string): boolean => ask.world.find(name).key === slot.key;
  const first = template.findIndex((piece) => "variable" in piece && own(piece.variable));
  if (first === -1) return [];
  const others = (name: string): string | null => variableValue(ask, state, name);
  const before = exactly(template.slice(0, first), others);
  const after = exactly(template.slice(first + 1), (name) => (own(name) ? null : others(name)));
  if (before !== null && !text.startsWith(before)) return [];
  const found: string[] = [];
  const starts = before === null ? range(0, text.length) : [before.length];
  for (const from of starts)
    for (const to of after === null ? range(from, text.length) : [text.length - after.length]) {
      if (to < from) continue;
      const part = text.slice(from, to);
      const pattern = filled(template, true, (name) => (own(name) ? part : others(name)));
      spend(ask.world.budget, 16);
      if (pattern !== null && matches(pattern, text)) found.push(part);
    }
  return found;
};

/** The text of pieces in which nothing is left open; null where something is. */
export const exactly = (pieces: Template, valueOf: (name: string) => string | null): string | null => {
  const tokens = filled(pieces, true, valueOf);
  return tokens?.every((token) => typeof token === "string") === true ? tokens.join("") : null;
};

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
