import { withEntry } from "./entries.ts";
import { namesOf } from "./known.ts";
import { KINDS, lowest } from "./shape.ts";
import type { Slot, View } from "./slot.ts";
import { showTime, solveAddress, solveNumber, solvePublicAddress, solveTimes } from "./solve-range.ts";
import { isRefuted, passes, solveText, solveTexts } from "./solve-text.ts";
import { knowing, narrowed, type Rule, type State } from "./state.ts";
import { textProblem } from "./text-problem.ts";
import { byKind, CHAIN, rulesOf, userIdOf, type Ask } from "./values.ts";

/** Values that pass the variable's rules, for the kind of caller at hand; null where there are none. */
const solve = (
  ask: Ask,
  state: State,
  slot: Slot,
  rules: readonly Rule[] = rulesOf(state, slot.variable),
): readonly string[] | null => {
  const kind = lowest(state.kinds);
  if (slot.variable === "aws:sourceip") {
    const named =
      ask.party.stranger && ask.party.anywhere === undefined ? () => namesOf(ask.world).networks : null;
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
  const own = [...rulesOf(state, slot.variable), rule];
  const rules = withEntry(state.rules, slot.variable, own);
  if (byKind(slot.variable)) return settled(ask, knowing(state, state.present, rules, state.values));
  if (slot.behind === "instant") return withTimes(ask, knowing(state, state.present, rules, state.values));
  const values = solve(ask, state, slot, own);
  if (values === null) return null;
  return knowing(state, state.present, rules, withEntry(state.values, slot.variable, values));
};

const withTimes = (ask: Ask, state: State): State | null => {
  const times = solveTimes(ask.world.now, rulesOf(state, "time"), rulesOf(state, "token time"));
  if (times === null) return null;
  const timed = withEntry(state.values, "time", [showTime(times.time)]);
  return knowing(state, state.present, state.rules, withEntry(timed, "token time", [showTime(times.token)]));
};

/** Drops kinds of caller, from the preferred one on, until one meets the rules on who calls; null where none does. */
export const settled = (ask: Ask, state: State): State | null => {
  const rules = rulesOf(state, "principal");
  if (rules.length === 0 && rulesOf(state, "aws:userid").length === 0) return state;
  // Of whatever kind the caller is, his account is the same.
  const accounts = rules.filter((rule) => rule.slot.view === "account");
  if (accounts.length > 0 && isRefuted(textProblem(ask, state, ask.world.find("aws:PrincipalArn"), accounts)))
    return null;
  for (let left: State | null = state; left !== null; left = narrowed(left, otherKinds(left))) {
    const tried = withCaller(ask, left);
    if (tried !== null) return tried;
  }
  return null;
};

/** A user has the same names with temporary credentials and without. */
const otherKinds = ({ kinds }: State): Pick<State, "kinds"> => {
  const kind = lowest(kinds);
  return { kinds: ~(kind === KINDS.user ? KINDS.user | KINDS.session : kind) };
};

const withCaller = (ask: Ask, state: State): State | null => {
  const arns = solve(ask, state, ask.world.find("aws:PrincipalArn"));
  if (arns === null) return null;
  const named = knowing(state, state.present, state.rules, withEntry(state.values, "principal", arns));
  const ids = solve(ask, named, ask.world.find("aws:userid"));
  return ids === null
    ? null
    : knowing(named, named.present, named.rules, withEntry(named.values, "aws:userid", ids));
};
