import type { Witness } from "../../../model/verdict.ts";
import { GLOBAL_KEYS, isFamilyRow } from "../../keys.ts";
import type { Granted } from "../search/query.ts";
import { keysOf } from "../request/persistent-map.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { valuesOf, type SearchContext } from "../request/assignment.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import type { Question } from "../../question.ts";

/**
 * The request at hand with its whole context, so that it can be replayed against the policies by hand.
 *
 * @param carried values of keys that the reading lets every request carry
 */
export const witnessOf = (
  question: Question,
  granted: Granted,
  carried: Readonly<Record<string, string>>,
): Witness => {
  const { context, request } = granted;
  const action = question.actions[31 - Math.clz32(lowest(request.actions))];
  const shown: Record<string, string | readonly string[]> = {};
  for (const key of slotsOf(question, context, request)) {
    const values = valuesOf(context, request, key);
    if (values === null) continue;
    shown[key.name] = key.meaning?.multivalued === true ? values : (values[0] ?? "");
  }
  return {
    principal: principalOf(context, request),
    action: action?.name ?? "",
    resource: question.resource,
    context: { ...shown, ...carried },
  };
};

/** Who signs: of an assumed role the session, of a service its name. */
const principalOf = (context: SearchContext, request: SymbolicRequest): string => {
  const value = (key: string): string => valuesOf(context, request, context.environment.find(key))?.[0] ?? "";
  const kind = lowest(request.kinds);
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
const slotsOf = (
  question: Question,
  context: SearchContext,
  request: SymbolicRequest,
): readonly ConditionKey[] => {
  const { find } = context.environment;
  const rows = [...GLOBAL_KEYS, ...question.keys].filter((row) => !isFamilyRow(row));
  const members = keysOf(request.present)
    .map(find)
    .filter(({ meaning }) => meaning !== null && isFamilyRow(meaning));
  return [...rows.map(({ name }) => find(name)), ...members];
};
