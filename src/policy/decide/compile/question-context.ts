import { blocks, PUBLIC_ADDRESSES, without, type Addresses } from "../../sets/addresses.ts";
import type { Question } from "../../question.ts";
import { actionBitsOf, type ActionBits } from "./actions.ts";
import { keyFinder, type FindKey } from "./predicate.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { lazy } from "./lazy.ts";
import { toSeconds } from "./operand.ts";

/** What questions about one kind of resource have in common. */
export interface QuestionContext {
  readonly actionBits: ActionBits;
  /** Bits of all actions. */
  readonly actions: number;
  readonly find: FindKey;
  /** Seconds since 1970. */
  readonly now: number;
  /** Every public address that is in no trusted network. */
  readonly publicSpace: () => Addresses;
}

type Asked = Pick<Question, "actions" | "keys" | "tags" | "disputed" | "trust" | "now">;

const make = (asked: Asked): QuestionContext => {
  const { actions, trust, now } = asked;
  return {
    actionBits: actionBitsOf(actions.map((action) => action.name)),
    actions: (1 << actions.length) - 1,
    find: finderOf(asked),
    now: toSeconds(now) ?? 0,
    publicSpace: lazy(() => without(PUBLIC_ADDRESSES, blocks(trust.networks))),
  };
};

type Keyed = Pick<Question, "actions" | "keys" | "tags" | "disputed">;

interface Finder {
  readonly asked: Keyed;
  readonly own: Map<string, ConditionKey>;
  readonly find: FindKey;
}

/** Keys depend neither on trust nor on time, so one finder serves every rule that asks about the same actions. */
let finders: readonly Finder[] = [];
const MOST_FINDERS = 8;
/** A policy may name any number of keys that no table has. */
const MOST_NAMES = 1_000;

const finderOf = (asked: Keyed): FindKey => {
  const known = finders.find((one) => isSameKeyed(one.asked, asked));
  if (known !== undefined && known.own.size < MOST_NAMES) return known.find;
  const own = new Map<string, ConditionKey>();
  const finder: Finder = { asked, own, find: keyFinder(asked, own) };
  finders = [finder, ...finders.filter((one) => one !== known)].slice(0, MOST_FINDERS);
  return finder.find;
};

const isSameKeyed = (a: Keyed, b: Keyed): boolean =>
  a.actions === b.actions && a.keys === b.keys && a.tags === b.tags && a.disputed === b.disputed;

/** The next question nearly always has the same context as the last. */
let last: { readonly asked: Asked; readonly context: QuestionContext } | null = null;

export const questionContextOf = (question: Question): QuestionContext => {
  if (
    last?.asked.actions !== question.actions ||
    last.asked.keys !== question.keys ||
    last.asked.tags !== question.tags ||
    last.asked.disputed !== question.disputed ||
    last.asked.trust !== question.trust ||
    last.asked.now !== question.now
  ) {
    const { documents: _, ...asked } = question;
    last = { asked, context: make(asked) };
  }
  return last.context;
};
