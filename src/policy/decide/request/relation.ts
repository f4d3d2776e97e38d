import type { BaseOperator } from "../../shapes.ts";
import { foldCase, literal, MANY, repeats, type Tokens } from "../../sets/pattern.ts";
import { inField, fitsOperand, operandOf } from "../compile/operand.ts";
import { KINDS } from "../keys/dimensions.ts";
import type { Slot } from "../keys/condition-key.ts";

/** Text with or without wildcards, or a key whose value stands there. */
export type Bit = Tokens | Slot;

export const isSlot = (bit: Bit | undefined): bit is Slot => bit !== undefined && "variable" in bit;

/** The variables among the bits. */
export const slotsIn = (bits: readonly Bit[]): readonly Slot[] => bits.filter(isSlot);

/** The text among them. */
export const textIn = (bits: readonly Bit[]): Tokens => bits.flatMap((bit) => (isSlot(bit) ? [] : bit));

/** The variable that the bits are, and nothing else; null where they are more. */
const onlySlot = ([bit, ...others]: readonly Bit[]): Slot | null =>
  isSlot(bit) && others.length === 0 ? bit : null;

/** A demand on one value of a key that depends on the values of others: it fits the bits together, or does not. */
export interface Tie {
  readonly key: Slot;
  readonly sign: boolean;
  readonly operator: BaseOperator;
  readonly bits: readonly Bit[];
}

export const variablesIn = ({ key, bits }: Tie): readonly Slot[] => [key, ...slotsIn(bits)];

/** The pattern with all values in place. */
export const pattern = ({ bits }: Tie, valueOf: (slot: Slot) => string): Tokens =>
  bits.flatMap((bit) => (isSlot(bit) ? literal(valueOf(bit)) : bit));

export const isMet = (tie: Tie, value: string, tokens: Tokens): boolean =>
  fitsOperand(operandOf(tie.operator, [tokens]), value) === tie.sign;

/** Of digits, and of ids that have small letters only, no case is another. */
export const foldsCase = ({ operator, key, bits }: Tie): boolean => {
  if (!operator.endsWith("IgnoreCase")) return false;
  const bit = onlySlot(bits);
  if (bit === null) return true;
  return !isAccount(key) && !isAccount(bit) && !(key.view === "organisation" && bit.view === "organisation");
};

const isAccount = ({ view }: Slot): boolean => view === "account" || view === "source account";

export const isOfArns = ({ operator }: Tie): boolean => operator.startsWith("Arn");

/** The variable that the key is to be the same as, letter by letter; null where it is to be something else. */
export const equalTo = (tie: Tie): Slot | null => (tie.sign && !foldsCase(tie) ? onlySlot(tie.bits) : null);

/** How many units the text around the variables has at least. */
export const leastLength = ({ bits }: Tie): number => textIn(bits).filter((token) => !repeats(token)).length;

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
