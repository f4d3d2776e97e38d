import type { Witness } from "../../model/verdict.ts";
import { GLOBAL_KEYS } from "../keys.ts";
import type { Granted } from "./judge.ts";
import { KINDS, lowest } from "./shape.ts";
import type { Slot } from "./slot.ts";
import { valuesOf, type Ask } from "./values.ts";
import type { State } from "./state.ts";
import type { Question } from "../question.ts";

/** The request at hand with its whole context, so that it can be replayed against the policies by hand. */
export const witnessOf = (question: Question, granted: Granted): Witness => {
  const { ask, state } = granted;
  const action = question.actions[31 - Math.clz32(lowest(state.actions))];
  const context: Record<string, string | readonly string[]> = {};
  for (const slot of slotsOf(question, ask, state)) {
    const values = valuesOf(ask, state, slot);
    if (values === null) continue;
    context[slot.name] = slot.row?.multivalued === true ? values : (values[0] ?? "");
  }
  const service = valuesOf(ask, state, ask.world.find("aws:PrincipalServiceName"))?.[0];
  return {
    principal: service ?? valuesOf(ask, state, ask.world.find("aws:PrincipalArn"))?.[0] ?? "",
    action: action?.name ?? "",
    resource: question.resource,
    context,
  };
};

/** Every key of the tables, and the members of families that the policies speak of. */
const slotsOf = (question: Question, ask: Ask, state: State): readonly Slot[] => {
  const rows = [...GLOBAL_KEYS, ...question.keys].filter((row) => !row.name.endsWith("/"));
  const families = new Set(
    [...state.present.keys()]
      .filter((key) => key.includes("/"))
      .concat([...state.rules.keys()].filter((key) => key.includes("/"))),
  );
  return [
    ...rows.map((row) => ask.world.find(row.name)),
    ...Array.from(families, (key) => ask.world.find(key)),
  ];
};

export const isService = (state: State): boolean => lowest(state.kinds) === KINDS.service;
