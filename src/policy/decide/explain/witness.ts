import type { Witness } from "../../../model/verdict.ts";
import { GLOBAL_KEYS } from "../../keys.ts";
import type { Granted } from "../search/query.ts";
import { keysOf } from "../request/persistent-map.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { Slot } from "../keys/condition-key.ts";
import { valuesOf, type Ask } from "../request/assignment.ts";
import type { State } from "../request/symbolic-request.ts";
import type { Question } from "../../question.ts";

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
  return {
    principal: principalOf(ask, state),
    action: action?.name ?? "",
    resource: question.resource,
    context,
  };
};

/** Who signs: of an assumed role the session, of a service its name. */
const principalOf = (ask: Ask, state: State): string => {
  const value = (key: string): string => valuesOf(ask, state, ask.world.find(key))?.[0] ?? "";
  const kind = lowest(state.kinds);
  if (kind === KINDS.service) return value("aws:PrincipalServiceName");
  if (kind !== KINDS.role) return value("aws:PrincipalArn");
  const arn = value("aws:PrincipalArn");
  const [, partition, , , account] = arn.split(":");
  // Behind the role's path, which may have colons in it.
  const role = arn.slice(arn.lastIndexOf("/") + 1);
  const session = value("aws:userid").split(":")[1] ?? "";
  return `arn:${partition ?? ""}:sts::${account ?? ""}:assumed-role/${role}/${session}`;
};

/** Every key of the tables, and the members of families that the policies speak of. */
const slotsOf = (question: Question, ask: Ask, state: State): readonly Slot[] => {
  const rows = [...GLOBAL_KEYS, ...question.keys].filter((row) => !row.name.endsWith("/"));
  const families = keysOf(state.present).filter((key) => key.includes("/"));
  return [...rows.map((row) => row.name), ...families].map(ask.world.find);
};
