import { domainOf, USUAL, usualAccount, usualArn, usualUserId } from "./domain.ts";
import { arnFields, exactTexts, type Pattern } from "./operand.ts";
import type { Party } from "./party.ts";
import { KINDS, lowest } from "./shape.ts";
import type { Slot, View } from "./slot.ts";
import { showTime, solveAddress, solveNumber, solvePublicAddress, solveTimes } from "./solve-range.ts";
import { passes, solveText, solveTexts, type TextProblem } from "./solve-text.ts";
import { carries, withEntry, type Rule, type State } from "./state.ts";
import { project } from "./view.ts";
import type { World } from "./world.ts";

/** Whose requests in which world. */
export interface Ask {
  readonly world: World;
  readonly party: Party;
}

const NO_RULES: readonly Rule[] = [];

export const rulesOf = (state: State, variable: string): readonly Rule[] =>
  state.rules.get(variable) ?? NO_RULES;

/** Variables whose values depend on the kind of caller. */
const byKind = (variable: string): boolean => variable === "principal" || variable === "aws:userid";

/** What a variable is while no rule says otherwise. */
const usual = (ask: Ask, state: State, slot: Slot): readonly string[] => {
  const { world, party } = ask;
  const kind = lowest(state.kinds);
  switch (slot.variable) {
    case "principal":
      return [usualArn(world, kind, usualAccount(world, party.account))];
    case "aws:userid":
      return [userIdOf(ask, state, kind)];
    case "source": {
      const account = usualAccount(world, typeof party.source === "string" ? null : party.source.account);
      return [
        `arn:${world.partition}:other-service:${world.region}:${account}:thing/theirs`,
        `arn:${world.partition}:s3:::their-bucket\n${account}`,
      ];
    }
    case "time":
      return [showTime(world.now())];
    case "token time":
      return [showTime(world.now() - 3600)];
    case "aws:sourceip":
      return [solvePublicAddress([], world.publicSpace(), null) ?? "198.51.100.7"];
    case "aws:vpcsourceip":
    case "aws:ec2instancesourceprivateipv4":
      return ["10.0.0.7"];
    case "aws:multifactorauthage":
      return ["0"];
    default:
      return USUAL[slot.variable] ?? [slot.row?.sample ?? "x"];
  }
};

/** A root user's is the account, a federated user's the account and his name. */
const userIdOf = (ask: Ask, state: State, kind: number): string => {
  if ((kind & (KINDS.root | KINDS.federated)) === 0) return usualUserId(kind);
  const arn = principalOf(ask, state);
  return kind === KINDS.root
    ? project("account", arn)
    : `${project("account", arn)}:${project("user name", arn)}`;
};

const principalOf = (ask: Ask, state: State): string =>
  state.values.get("principal")?.[0] ??
  usualArn(ask.world, lowest(state.kinds), usualAccount(ask.world, ask.party.account));

const constant = (world: World, slot: Slot): string =>
  slot.key === "aws:requestedregion"
    ? world.region
    : slot.key === "aws:resourceaccount"
      ? world.owner
      : slot.key === "resource"
        ? world.resource
        : "true";

const CHAIN = "aws:calledvia";

/** The services that passed the request on: the first, those that some rule asks for, and the last. */
const chainOf = (ask: Ask, state: State): readonly string[] => [
  ...(valuesOf(ask, state, ask.world.find("aws:CalledViaFirst")) ?? []),
  ...(state.values.get(CHAIN) ?? []),
  ...(valuesOf(ask, state, ask.world.find("aws:CalledViaLast")) ?? []),
];

/** The key's values on the request at hand; null where it is missing. */
export const valuesOf = (ask: Ask, state: State, slot: Slot): readonly string[] | null => {
  if (slot.behind === "never" || !carries(state, slot.shape)) return null;
  if (slot.optional && state.present.get(slot.together) !== true) return null;
  if (slot.by !== undefined) {
    const value = slot.by.values.get(lowest(state[slot.by.dimension]));
    return value === undefined ? null : [value];
  }
  if (slot.behind === "constant") return [constant(ask.world, slot)];
  const values =
    slot.key === CHAIN
      ? chainOf(ask, state)
      : (state.values.get(slot.variable) ?? usual(ask, state, slot).slice(0, 1));
  if (slot.behind === "text")
    return slot.view === "whole" ? values : values.map((value) => project(slot.view, value));
  return slot.view === "epoch" ? values.map((value) => String(Date.parse(value) / 1000)) : values;
};

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
    return party.account === null ? !world.mentions(account) : account === party.account;
  if (typeof party.source !== "string") return account === party.source.account;
  return party.source === "unnamed"
    ? !world.mentions(account)
    : account !== world.owner && !world.trust.accounts.includes(account);
};

/** Users of the names that the rules ask for. */
const calledAs = (ask: Ask, state: State, rules: readonly Rule[]): readonly string[] => {
  if (rules.length === 0 || lowest(state.kinds) === KINDS.service) return [];
  const usualOne = usualArn(ask.world, lowest(state.kinds), usualAccount(ask.world, ask.party.account));
  const account = usualOne.split(":")[4] ?? "";
  return rules
    .filter((rule) => rule.sign)
    .flatMap((rule) =>
      rule.slot.view === "user name"
        ? (exactTexts(rule.operand) ?? [])
            .filter((name) => NAME.test(name))
            .map((name) => usualOne.replace(/\/[^/]*$/, `/${name}`))
        : rule.operand.form === "arn"
          ? rule.operand.patterns.flatMap((pattern) => likeArn(pattern, usualOne, account))
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

/** Members of the variable's domain to try first. */
const usualOf = (ask: Ask, state: State, slot: Slot, rules: readonly Rule[]): readonly string[] => {
  if (slot.variable === "principal")
    return [...usual(ask, state, slot), ...calledAs(ask, state, rules)].filter(
      (arn) => !ask.world.trust.principals.includes(arn),
    );
  const before = byKind(slot.variable) ? [] : (state.values.get(slot.variable) ?? []);
  return [...before, ...usual(ask, state, slot)];
};

/** The variable's rules as a problem over texts. */
const textProblem = (ask: Ask, state: State, slot: Slot, rules: readonly Rule[]): TextProblem => {
  const { world, party } = ask;
  const kind = lowest(state.kinds);
  return {
    world,
    rules,
    domain: () => domainOf(world, party, slot.variable, kind),
    account: party.account,
    type: slot.variable === "principal" ? typeOf(kind) : null,
    mayBe: (account) => mayBe(ask, slot.variable, account),
    usual: usualOf(ask, state, slot, rules),

    unnamed:
      slot.variable === "principal"
        ? party.account === null
        : slot.variable === "source"
          ? party.source === "unnamed"
          : party.stranger && named(slot.variable),
  };
};

/** Values that pass the variable's rules, for the kind of caller at hand; null where there are none. */
const solve = (ask: Ask, state: State, slot: Slot): readonly string[] | null => {
  const rules = rulesOf(state, slot.variable);
  const kind = lowest(state.kinds);
  if (slot.variable === "aws:sourceip") {
    const named =
      ask.party.stranger && ask.party.anywhere === undefined ? () => ask.world.names().networks : null;
    return list(solvePublicAddress(rules, ask.world.publicSpace(), named));
  }
  if (slot.behind === "addresses") return list(solveAddress(rules));
  if (slot.behind === "number") {
    const least = solveNumber(rules);
    return least === null ? null : [String(least)];
  }
  if (slot.variable === "principal") {
    // The id of a root or federated user is made of what its ARN has.
    const ids = rulesOf(state, "aws:userid");
    const own =
      kind === KINDS.root
        ? [...rules, ...seenAs("account", ids)]
        : kind === KINDS.federated
          ? [...rules, ...seenAs("federated id", ids)]
          : rules;
    return list(solveText(textProblem(ask, state, slot, own)));
  }
  if (slot.variable === "aws:userid" && (kind & (KINDS.root | KINDS.federated)) !== 0) {
    const id = userIdOf(ask, state, kind);
    return rules.every((rule) => passes(rule, id)) ? [id] : null;
  }
  const problem = textProblem(ask, state, slot, rules);
  return slot.multivalued ? solveTexts(problem) : list(solveText(problem));
};

const list = (value: string | null): readonly string[] | null => (value === null ? null : [value]);

const seenAs = (view: View, rules: readonly Rule[]): readonly Rule[] =>
  rules.map((rule) => ({ ...rule, slot: { ...rule.slot, variable: "principal", view } }));

/** The state with one more rule; null where no request meets it. */
export const withRule = (ask: Ask, state: State, rule: Rule): State | null => {
  const { slot } = rule;
  if (slot.key !== CHAIN || !rule.every) return withOwnRule(ask, state, rule);
  // What every service of the chain must pass, its ends must.
  let next = withOwnRule(ask, state, rule);
  for (const key of ["aws:CalledViaFirst", "aws:CalledViaLast"])
    next = next === null ? null : withOwnRule(ask, next, { ...rule, slot: ask.world.find(key) });
  return next;
};

const withOwnRule = (ask: Ask, state: State, rule: Rule): State | null => {
  const { slot } = rule;
  const rules = [...rulesOf(state, slot.variable), rule];
  const next = { ...state, rules: withEntry(state.rules, slot.variable, rules) };
  if (byKind(slot.variable)) return settled(ask, next);
  if (slot.behind === "instant") return withTimes(ask, next);
  const values = solve(ask, next, slot);
  if (values === null) return null;
  return { ...next, values: withEntry(next.values, slot.variable, values) };
};

const withTimes = (ask: Ask, state: State): State | null => {
  const times = solveTimes(ask.world.now(), rulesOf(state, "time"), rulesOf(state, "token time"));
  if (times === null) return null;
  const values = new Map(state.values);
  values.set("time", [showTime(times.time)]);
  values.set("token time", [showTime(times.token)]);
  return { ...state, values };
};

const KIND_SLOTS = ["aws:PrincipalArn", "aws:userid"] as const;

/** Drops kinds of caller, from the preferred one on, until one meets the rules on who calls; null where none does. */
export const settled = (ask: Ask, state: State): State | null => {
  let left = state;
  if (KIND_SLOTS.every((key) => rulesOf(left, ask.world.find(key).variable).length === 0)) return left;
  while (left.kinds !== 0) {
    const tried = withCaller(ask, left);
    if (tried !== null) return tried;
    left = { ...left, kinds: left.kinds & ~alike(lowest(left.kinds)) };
  }
  return null;
};

/** A user has the same names with temporary credentials and without. */
const alike = (kind: number): number => (kind === KINDS.user ? KINDS.user | KINDS.session : kind);

const withCaller = (ask: Ask, state: State): State | null => {
  let next = state;
  for (const key of KIND_SLOTS) {
    const slot = ask.world.find(key);
    const values = solve(ask, next, slot);
    if (values === null) return null;
    next = { ...next, values: withEntry(next.values, slot.variable, values) };
  }
  return next;
};
