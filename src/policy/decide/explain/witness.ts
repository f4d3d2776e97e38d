import type { Witness } from "../../../model/verdict.ts";
import { GLOBAL_KEYS, isFamilyRow } from "../../keys.ts";
import type { Granted } from "../search/query.ts";
import { keysOf } from "../request/persistent-map.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { isAskedFor } from "../request/named-or-trusted.ts";
import { constraintsOf, valuesOf, type SearchContext } from "../request/assignment.ts";
import { isRelated } from "../relations/solve-component.ts";
import { passes } from "../solve/solve-text.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import type { Question } from "../../question.ts";

/**
 * The request at hand with its context, so that it can be replayed against the policies by hand. The time of the request is
 * in it only where a policy asks for it: otherwise each run would show another witness of the same grant.
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
    const values = ownValues(context, request, key);
    if (values === null || (key.behind === "instant" && !isAskedFor(context.environment, key.id))) continue;
    shown[key.name] = key.meaning?.multivalued === true ? values : (values[0] ?? "");
  }
  return {
    principal: principalOf(context, request),
    action: action?.name ?? "",
    resource: question.resource,
    context: { ...shown, ...carried },
  };
};

/** The key's values. What the rules leave free is made to fit who calls: ARNs of the caller's own are in his account. */
const ownValues = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
): readonly string[] | null => {
  const values = valuesOf(context, request, key);
  if (values === null) return null;
  if (key.format !== "ARN" || key.meaning?.class !== "caller") return values;
  const account = valuesOf(context, request, context.environment.find("aws:PrincipalAccount"))?.[0] ?? "";
  const own = values.map((arn) => arn.split(":").toSpliced(4, 1, account).join(":"));
  return ifFree(request, key, own, values);
};

/** The other values, where the key's constraints allow them and no relation involves the key. */
const ifFree = (
  request: SymbolicRequest,
  key: ConditionKey,
  others: readonly string[],
  values: readonly string[],
): readonly string[] => {
  const rules = constraintsOf(request, key.variable);
  const isFree = !isRelated(request, key.variable);
  return isFree && others.every((one) => rules.every((rule) => passes(rule, one))) ? others : values;
};

/** Who signs: the session for an assumed role, the name for a service. */
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
