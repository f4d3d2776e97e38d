import { withEntry } from "../request/persistent-map.ts";
import { namesOf } from "../request/named-in-policies.ts";
import { KINDS, lowest } from "../keys/dimensions.ts";
import type { Slot } from "../keys/condition-key.ts";
import { showTime, solveAddress, solveNumber, solvePublicAddress, solveTimes } from "../solve/solve-range.ts";
import { isRefuted, passes, solveText, solveTexts } from "../solve/solve-text.ts";
import { knowing, narrowed, tied, type Rule, type State } from "../request/symbolic-request.ts";
import { textProblem } from "../solve/text-query.ts";
import { variablesIn, type Tie } from "../request/relation.ts";
import { idRules, isTied, isTiedToCaller, untangled } from "../relations/solve-component.ts";
import { byKind, CHAIN, rulesOf, userIdOf, type Ask } from "../request/assignment.ts";

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
  // The id of a root or federated user is made of what its ARN has.
  if (slot.variable === "principal")
    return list(solveText(textProblem(ask, state, slot, [...rules, ...idRules(state, kind)])));
  if (slot.variable === "aws:userid" && (kind & (KINDS.root | KINDS.federated)) !== 0) {
    const id = userIdOf(ask, state, kind);
    return rules.every((rule) => passes(rule, id)) ? [id] : null;
  }
  const problem = textProblem(ask, state, slot, rules);
  return slot.multivalued ? solveTexts(problem) : list(solveText(problem));
};

const list = (value: string | null): readonly string[] | null => (value === null ? null : [value]);

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
  const ruled = knowing(state, state.present, rules, state.values);
  if (byKind(slot.variable)) return settled(ask, ruled);
  if (slot.behind === "instant") {
    const timed = withTimes(ask, ruled);
    return timed === null
      ? null
      : retied(ask, timed, [ask.world.find("aws:CurrentTime"), ask.world.find("aws:TokenIssueTime")]);
  }
  if (slot.behind === "text" && isTied(state, slot.variable)) return retied(ask, ruled, [slot]);
  const next = withValues(ask, ruled, slot, own);
  return next === null ? null : retied(ask, next, [slot]);
};

/** The state with what the slots are tied to as it must be now. */
const retied = (ask: Ask, state: State, slots: readonly Slot[]): State | null => {
  if (!isTied(state, ...slots.map(({ variable }) => variable))) return state;
  return isTiedToCaller(state, slots) ? settled(ask, state, slots) : untangled(ask, state, slots);
};

const withValues = (ask: Ask, state: State, slot: Slot, own: readonly Rule[]): State | null => {
  const values = solve(ask, state, slot, own);
  return values === null
    ? null
    : knowing(state, state.present, state.rules, withEntry(state.values, slot.variable, values));
};

/** The state with one more tie; null where no request meets it. */
export const withTie = (ask: Ask, state: State, tie: Tie): State | null =>
  retied(ask, tied(state, tie), variablesIn(tie));

const withTimes = (ask: Ask, state: State): State | null => {
  const times = solveTimes(ask.world.now, rulesOf(state, "time"), rulesOf(state, "token time"));
  if (times === null) return null;
  const timed = withEntry(state.values, "time", [showTime(times.time)]);
  return knowing(state, state.present, state.rules, withEntry(timed, "token time", [showTime(times.token)]));
};

/**
 * Drops kinds of caller, from the preferred one on, until one meets the rules on who calls, and what these and the slots
 * are tied to can be; null where none does.
 */
export const settled = (ask: Ask, state: State, slots: readonly Slot[] = []): State | null => {
  const rules = rulesOf(state, "principal");
  const isFree = rules.length === 0 && rulesOf(state, "aws:userid").length === 0;
  if (isFree && !isTied(state, "principal", "aws:userid")) return state;
  // Of whatever kind the caller is, his account is the same.
  const accounts = rules.filter((rule) => rule.slot.view === "account");
  if (accounts.length > 0 && isRefuted(textProblem(ask, state, ask.world.find("aws:PrincipalArn"), accounts)))
    return null;
  for (let left: State | null = state; left !== null; left = narrowed(left, otherKinds(left))) {
    const tried = withCaller(ask, left, slots);
    if (tried !== null) return tried;
  }
  return null;
};

/** A user has the same names with temporary credentials and without. */
const otherKinds = ({ kinds }: State): Pick<State, "kinds"> => {
  const kind = lowest(kinds);
  return { kinds: ~(kind === KINDS.user ? KINDS.user | KINDS.session : kind) };
};

const withCaller = (ask: Ask, state: State, slots: readonly Slot[]): State | null => {
  if (isTied(state, "principal", "aws:userid"))
    return untangled(ask, state, [
      ask.world.find("aws:PrincipalArn"),
      ask.world.find("aws:userid"),
      ...slots,
    ]);
  const arns = solve(ask, state, ask.world.find("aws:PrincipalArn"));
  if (arns === null) return null;
  const named = knowing(state, state.present, state.rules, withEntry(state.values, "principal", arns));
  const ids = solve(ask, named, ask.world.find("aws:userid"));
  return ids === null
    ? null
    : knowing(named, named.present, named.rules, withEntry(named.values, "aws:userid", ids));
};
