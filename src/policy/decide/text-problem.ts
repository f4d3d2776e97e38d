import { domainOf } from "./domain.ts";
import { entryOf } from "./entries.ts";
import { arnFields, exactTexts, type Pattern } from "./operand.ts";
import { KINDS, lowest } from "./shape.ts";
import type { Slot } from "./slot.ts";
import type { TextProblem } from "./solve-text.ts";
import type { Rule, State } from "./state.ts";
import { usualAccount, usualArn } from "./usual.ts";
import { byKind, usual, type Ask } from "./values.ts";

/** Ids that AWS gives out: nobody has another's. */
const named = (variable: string): boolean =>
  variable === "aws:userid" ||
  variable.startsWith("aws:sourcevpc") ||
  variable === "aws:ec2instancesourcevpc" ||
  (variable.endsWith("organisation") && variable !== "resource organisation");

const typeOf = (kind: number): string =>
  kind === KINDS.root
    ? "root"
    : kind === KINDS.federated
      ? "federated-user/"
      : kind === KINDS.role
        ? "role/"
        : "user/";

/** Whether the account can be the party's: the one it is of, or for a fresh one any that nothing names. */
const mayBe = ({ world, party }: Ask, variable: string, account: string): boolean => {
  if (!/^\d{12}$/.test(account)) return false;
  if (variable === "principal")
    return party.account === null ? !world.accounts().has(account) : account === party.account;
  if (typeof party.source !== "string") return account === party.source.account;
  return party.source === "unnamed"
    ? !world.accounts().has(account)
    : account !== world.owner && !world.trust.accounts.includes(account);
};

/** Users of the names that the rules ask for. */
const calledAs = (ask: Ask, state: State, rules: readonly Rule[]): readonly string[] => {
  const naming = rules.filter(
    ({ sign, slot, operand }) => sign && (slot.view === "user name" || operand.form === "arn"),
  );
  if (naming.length === 0 || lowest(state.kinds) === KINDS.service) return [];
  const usualOne = usualArn(ask.world, lowest(state.kinds), usualAccount(ask.world, ask.party.account));
  const account = usualOne.split(":")[4] ?? "";
  return naming.flatMap(({ slot, operand }) =>
    slot.view === "user name"
      ? (exactTexts(operand) ?? [])
          .filter((name) => NAME.test(name))
          .map((name) => usualOne.replace(/\/[^/]*$/, `/${name}`))
      : operand.form === "arn"
        ? operand.patterns.flatMap((pattern) => likeArn(pattern, usualOne, account))
        : [],
  );
};

const NAME = /^[\w+=,.@-]+$/;

/** The pattern with the party's account in place of a wildcard and plain names in place of others; of the kind at hand. */
const likeArn = (pattern: Pattern, usualOne: string, account: string): readonly string[] => {
  const fields = typeof pattern === "string" ? arnFields(pattern) : null;
  const [, partition, service] = usualOne.split(":");
  const kind = /[^:]*$/.exec(usualOne)?.[0].split("/")[0] ?? "";
  const path = fields?.[5]?.replaceAll("*", "x").replaceAll("?", "x");
  if (fields === null || path === undefined || !path.startsWith(`${kind}/`)) return [];
  if (!NAME.test(path.slice(kind.length + 1))) return [];
  return [`arn:${partition ?? ""}:${service ?? ""}::${account}:${path}`];
};

const untrusted = ({ world: { trust } }: Ask, arns: readonly string[]): readonly string[] =>
  trust.principals.length === 0 ? arns : arns.filter((arn) => !trust.principals.includes(arn));

/** Members of the variable's domain to try first. */
const usualOf = (ask: Ask, state: State, slot: Slot): readonly string[] => {
  if (slot.variable === "principal") return untrusted(ask, usual(ask, state, slot));
  const before = byKind(slot.variable) ? [] : (entryOf(state.values, slot.variable) ?? []);
  return [...before, ...usual(ask, state, slot)];
};

/** The variable's rules as a problem over texts. */
export const textProblem = (ask: Ask, state: State, slot: Slot, rules: readonly Rule[]): TextProblem => {
  const { world, party } = ask;
  const kind = lowest(state.kinds);
  return {
    world,
    rules,
    domain: () => domainOf(world, party, slot.variable, kind),
    account: party.account,
    type: slot.variable === "principal" ? typeOf(kind) : null,
    mayBe: (account) => mayBe(ask, slot.variable, account),
    usual: usualOf(ask, state, slot),
    called: () => (slot.variable === "principal" ? untrusted(ask, calledAs(ask, state, rules)) : []),
    unnamed:
      slot.variable === "principal"
        ? party.account === null
        : slot.variable === "source"
          ? party.source === "unnamed"
          : party.stranger && named(slot.variable),
  };
};
