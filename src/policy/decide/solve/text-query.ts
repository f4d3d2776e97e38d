import { domainOf, type Domain } from "../request/domain.ts";
import { entryOf } from "../request/persistent-map.ts";
import { familiarAccounts } from "../request/named-or-trusted.ts";
import { arnFields, exactTexts, type Pattern } from "../compile/operand.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import type { Constraint, SymbolicRequest } from "../request/symbolic-request.ts";
import { defaultAccount, defaultArn } from "../request/default-values.ts";
import { byKind, defaultValues, type SearchContext } from "../request/assignment.ts";
import { arnField } from "../keys/projection.ts";

/** What the last field of the principal's ARN begins with; null of what is no principal. */
export const typeFor = ({ key, kind }: TextQuery): string | null =>
  key.variable !== "principal"
    ? null
    : kind === KINDS.root
      ? "root"
      : kind === KINDS.federated
        ? "federated-user/"
        : kind === KINDS.role
          ? "role/"
          : "user/";

/** Whether the account can be the party's: the one it is of, or for a fresh one any that nothing names. */
export const mayBe = (
  { context: { environment, caller }, key: { variable } }: TextQuery,
  account: string,
): boolean => {
  if (!/^\d{12}$/.test(account)) return false;
  if (variable === "principal")
    return caller.account === null ? !familiarAccounts(environment).has(account) : account === caller.account;
  if (typeof caller.source !== "string") return account === caller.source.account;
  return caller.source === "any" || !familiarAccounts(environment).has(account);
};

/** Users of the names that the rules ask for. */
export const calledAs = ({ context, key: { variable }, kind, constraints }: TextQuery): readonly string[] => {
  if (variable !== "principal" || kind === KINDS.service) return [];
  const usualOne = defaultArn(
    context.environment,
    kind,
    defaultAccount(context.environment, context.caller.account),
  );
  const account = arnField(usualOne, 4);
  const arns = constraints.flatMap(({ key, operand }) =>
    key.projection === "user name"
      ? (exactTexts(operand) ?? [])
          .filter((name) => NAME.test(name))
          .map((name) => usualOne.slice(0, usualOne.lastIndexOf("/") + 1) + name)
      : operand.form === "arn"
        ? operand.patterns.flatMap((pattern) => likeArn(pattern, usualOne, account))
        : [],
  );
  return untrusted(context, arns);
};

/** Characters that IAM allows in a name. */
export const NAME: RegExp = /^[\w+=,.@-]+$/;

/** The pattern with the party's account in place of a wildcard and plain names in place of others; of the kind at hand. */
const likeArn = (pattern: Pattern, usualOne: string, account: string): readonly string[] => {
  const fields = typeof pattern === "string" ? arnFields(pattern) : null;
  const [, partition, service] = usualOne.split(":");
  const kind = /[^:]*$/.exec(usualOne)?.[0].split("/")[0] ?? "";
  const path = fields?.[5]?.replaceAll("*", "x").replaceAll("?", "x");
  if (path === undefined || !path.startsWith(`${kind}/`)) return [];
  if (!NAME.test(path.slice(kind.length + 1))) return [];
  return [`arn:${partition ?? ""}:${service ?? ""}::${account}:${path}`];
};

const untrusted = ({ environment: { trust } }: SearchContext, arns: readonly string[]): readonly string[] =>
  trust.principals.length === 0 ? arns : arns.filter((arn) => !trust.principals.includes(arn));

/** Members of the variable's domain to try first. */
const usualOf = (context: SearchContext, request: SymbolicRequest, key: ConditionKey): readonly string[] => {
  if (key.variable === "principal") return untrusted(context, defaultValues(context, request, key));
  const before = byKind(key.variable) ? undefined : entryOf(request.values, key.variable);
  return before === undefined
    ? defaultValues(context, request, key)
    : [...before, ...defaultValues(context, request, key)];
};

/** The variable's rules as a problem over texts. */
export interface TextQuery {
  readonly context: SearchContext;
  readonly key: ConditionKey;
  /** The kind of caller, as a bit. */
  readonly kind: number;
  readonly constraints: readonly Constraint[];
  /** Members of the domain, preferred ones first. */
  readonly usual: readonly string[];
}

export const textQuery = (
  context: SearchContext,
  request: SymbolicRequest,
  key: ConditionKey,
  constraints: readonly Constraint[],
): TextQuery => ({
  context,
  key,
  kind: lowest(request.kinds),
  constraints,
  usual: usualOf(context, request, key),
});

export const domainFor = ({ context, key, kind }: TextQuery): Domain =>
  domainOf(context.environment, context.caller, key, kind);

/** Whether a value that a policy names in full is out of the domain. */
export const isUnnamed = ({
  context: { caller },
  key: { variable, format, restricts },
}: TextQuery): boolean =>
  variable === "principal"
    ? caller.account === null
    : variable === "source"
      ? caller.source === "unnamed"
      : caller.stranger && format === "organization path" && restricts;
