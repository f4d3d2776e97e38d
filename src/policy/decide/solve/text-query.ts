import { domainOf, type Domain } from "../request/domain.ts";
import { entryOf } from "../request/persistent-map.ts";
import { familiarAccounts } from "../request/named-in-policies.ts";
import { arnFields, exactTexts, type Pattern } from "../compile/operand.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { Slot } from "../keys/condition-key.ts";
import type { Rule, State } from "../request/symbolic-request.ts";
import { usualAccount, usualArn } from "../request/default-values.ts";
import { byKind, usual, type Ask } from "../request/assignment.ts";
import { arnField } from "../keys/projection.ts";

/** What the last field of the principal's ARN begins with; null of what is no principal. */
export const typeFor = ({ slot, kind }: TextProblem): string | null =>
  slot.variable !== "principal"
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
  { ask: { world, party }, slot: { variable } }: TextProblem,
  account: string,
): boolean => {
  if (!/^\d{12}$/.test(account)) return false;
  if (variable === "principal")
    return party.account === null ? !familiarAccounts(world).has(account) : account === party.account;
  if (typeof party.source !== "string") return account === party.source.account;
  return party.source === "unnamed"
    ? !familiarAccounts(world).has(account)
    : account !== world.owner && !world.trust.accounts.includes(account);
};

/** Users of the names that the rules ask for. */
export const calledAs = ({ ask, slot: { variable }, kind, rules }: TextProblem): readonly string[] => {
  if (variable !== "principal" || kind === KINDS.service) return [];
  const naming = rules.filter(
    ({ sign, slot, operand }) => sign && (slot.view === "user name" || operand.form === "arn"),
  );
  if (naming.length === 0) return [];
  const usualOne = usualArn(ask.world, kind, usualAccount(ask.world, ask.party.account));
  const account = arnField(usualOne, 4);
  const arns = naming.flatMap(({ slot, operand }) =>
    slot.view === "user name"
      ? (exactTexts(operand) ?? [])
          .filter((name) => NAME.test(name))
          .map((name) => usualOne.slice(0, usualOne.lastIndexOf("/") + 1) + name)
      : operand.form === "arn"
        ? operand.patterns.flatMap((pattern) => likeArn(pattern, usualOne, account))
        : [],
  );
  return untrusted(ask, arns);
};

/** What IAM takes for a name. */
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

const untrusted = ({ world: { trust } }: Ask, arns: readonly string[]): readonly string[] =>
  trust.principals.length === 0 ? arns : arns.filter((arn) => !trust.principals.includes(arn));

/** Members of the variable's domain to try first. */
const usualOf = (ask: Ask, state: State, slot: Slot): readonly string[] => {
  if (slot.variable === "principal") return untrusted(ask, usual(ask, state, slot));
  const before = byKind(slot.variable) ? undefined : entryOf(state.values, slot.variable);
  return before === undefined ? usual(ask, state, slot) : [...before, ...usual(ask, state, slot)];
};

/** The variable's rules as a problem over texts. */
export interface TextProblem {
  readonly ask: Ask;
  readonly slot: Slot;
  /** Of caller. */
  readonly kind: number;
  readonly rules: readonly Rule[];
  /** Members of the domain, the ones to be preferred first. */
  readonly usual: readonly string[];
}

export const textProblem = (ask: Ask, state: State, slot: Slot, rules: readonly Rule[]): TextProblem => ({
  ask,
  slot,
  kind: lowest(state.kinds),
  rules,
  usual: usualOf(ask, state, slot),
});

export const domainFor = ({ ask, slot, kind }: TextProblem): Domain =>
  domainOf(ask.world, ask.party, slot.variable, kind);

/** Whether a value that a policy names in full is out of the domain. */
export const isUnnamed = ({ ask: { party }, slot: { variable } }: TextProblem): boolean =>
  variable === "principal"
    ? party.account === null
    : variable === "source"
      ? party.source === "unnamed"
      : party.stranger && variable.endsWith("organisation") && variable !== "resource organisation";
