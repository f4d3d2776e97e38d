import type { BaseOperator } from "../shapes.ts";
import { foldCase, literal, MANY, repeats, type Tokens } from "../sets/pattern.ts";
import { inField, fitsOperand, operandOf } from "./operand.ts";
import { KINDS } from "./shape.ts";
import type { Slot } from "./slot.ts";

/** Text with or without wildcards, or a key whose value stands there. */
export type Bit = Tokens | Slot;

export const isSlot = (bit: Bit): bit is Slot => "variable" in bit;

/** A demand on one value of a key that depends on the values of others: it fits the bits together, or does not. */
export interface Tie {
  readonly key: Slot;
  readonly sign: boolean;
  readonly operator: BaseOperator;
  readonly bits: readonly Bit[];
}

export const variablesIn = ({ key, bits }: Tie): readonly Slot[] => [key, ...bits.filter(isSlot)];

/** The pattern with all values in place; null where one is not known. */
export const pattern = ({ bits }: Tie, valueOf: (slot: Slot) => string | null | undefined): Tokens | null => {
  const all: Tokens[] = [];
  for (const bit of bits) {
    const value = isSlot(bit) ? valueOf(bit) : null;
    if (isSlot(bit) && (value === null || value === undefined)) return null;
    all.push(isSlot(bit) ? literal(value ?? "") : bit);
  }
  return all.flat();
};

export const isMet = (tie: Tie, value: string, tokens: Tokens): boolean =>
  fitsOperand(operandOf(tie.operator, [tokens]), value) === tie.sign;

/** Of digits, and of ids that have small letters only, no case is another. */
export const foldsCase = ({ operator, key, bits }: Tie): boolean => {
  if (!operator.endsWith("IgnoreCase") && operator !== "Bool") return false;
  const [bit, ...others] = bits;
  if (bit === undefined || !isSlot(bit) || others.length > 0) return true;
  return !isAccount(key) && !isAccount(bit) && !(key.view === "organisation" && bit.view === "organisation");
};

const isAccount = ({ view }: Slot): boolean => view === "account" || view === "source account";

export const isOfArns = ({ operator }: Tie): boolean => operator.startsWith("Arn");

/** Whether the key is to be the same as the variable, letter by letter. */
export const isEquality = (tie: Tie): boolean => {
  const [bit, ...others] = tie.bits;
  return tie.sign && bit !== undefined && isSlot(bit) && others.length === 0 && !foldsCase(tie);
};

/** How many units the text around the variables has at least. */
export const leastLength = ({ bits }: Tie): number =>
  bits.flatMap((bit) => (isSlot(bit) ? [] : bit)).filter((token) => !repeats(token)).length;

/**
 * The bits as patterns of texts that fit, in the operator's meaning: either case, or wildcards that stay in their field
 * of an ARN. Behind a variable, whose value may have colons in it, wildcards are not held in their field: there may be
 * more texts then than fit.
 */
export const patternBits = (tie: Tie): readonly Bit[] => {
  if (foldsCase(tie))
    return tie.bits.map((bit) =>
      isSlot(bit) ? bit : bit.flatMap((token) => (typeof token === "string" ? foldCase([token]) : [token])),
    );
  if (!isOfArns(tie)) return tie.bits;
  let field = 0;
  return tie.bits.map((bit) => {
    if (isSlot(bit)) {
      field = LAST_FIELD;
      return bit;
    }
    return bit.map((token) => {
      if (token === ":") field += 1;
      return field < LAST_FIELD ? inField(token) : token;
    });
  });
};

const LAST_FIELD = 5;

/** Of root and federated users the id is made of what the ARN has. */
export const asCaller = (slot: Slot, kind: number): Slot =>
  slot.variable !== "aws:userid" || (kind & (KINDS.root | KINDS.federated)) === 0
    ? slot
    : { ...slot, variable: "principal", view: kind === KINDS.root ? "account" : "federated id" };

/** Any text, in place of what is not looked at. */
export const ANY: Tokens = [MANY];
