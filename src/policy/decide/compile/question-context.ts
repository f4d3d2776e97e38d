import { blocks, PUBLIC_ADDRESSES, without, type Addresses } from "../../sets/addresses.ts";
import type { Question } from "../../question.ts";
import { actionBitsOf, type ActionBits } from "./actions.ts";
import { keyFinder, type FindKey } from "./predicate.ts";
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

type Asked = Pick<Question, "actions" | "keys" | "trust" | "now">;

const make = ({ actions, keys, trust, now }: Asked): QuestionContext => ({
  actionBits: actionBitsOf(actions.map((action) => action.name)),
  actions: (1 << actions.length) - 1,
  find: keyFinder(keys, actions),
  now: toSeconds(now) ?? 0,
  publicSpace: lazy(() =>
    trust.networks.length === 0 ? PUBLIC_ADDRESSES : without(PUBLIC_ADDRESSES, blocks(trust.networks)),
  ),
});

/** Nearly always the next question is asked in the same setting as the last. */
let last: { readonly asked: Asked; readonly setting: QuestionContext } | null = null;

export const questionContextOf = (question: Question): QuestionContext => {
  if (
    last?.asked.actions !== question.actions ||
    last.asked.keys !== question.keys ||
    last.asked.trust !== question.trust ||
    last.asked.now !== question.now
  ) {
    const { actions, keys, trust, now } = question;
    last = { asked: { actions, keys, trust, now }, setting: make(question) };
  }
  return last.setting;
};
