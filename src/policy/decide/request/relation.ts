import type { BaseOperator } from "../../shapes.ts";
import { foldCase, literal, MANY, repeats, type Tokens } from "../../sets/pattern.ts";
import { inField, fitsOperand, operandOf } from "../compile/operand.ts";
import { KINDS } from "../keys/dimensions.ts";
import type { ConditionKey } from "../keys/condition-key.ts";

/** Text with or without wildcards, or a key whose value stands there. */
export type Segment = Tokens | ConditionKey;

export const isKey = (segment: Segment | undefined): segment is ConditionKey =>
  segment !== undefined && "variable" in segment;

/** The variables among the segments. */
export const keysIn = (segments: readonly Segment[]): readonly ConditionKey[] => segments.filter(isKey);

/** The literal text among the segments. */
export const textIn = (segments: readonly Segment[]): Tokens =>
  segments.flatMap((segment) => (isKey(segment) ? [] : segment));

/** The variable that the segments are, and nothing else; null where they are more. */
const onlySlot = ([segment, ...others]: readonly Segment[]): ConditionKey | null =>
  isKey(segment) && others.length === 0 ? segment : null;

/** A demand on one value of a key that depends on the values of others: it fits the segments together, or does not. */
export interface Relation {
  readonly key: ConditionKey;
  readonly sign: boolean;
  readonly operator: BaseOperator;
  readonly segments: readonly Segment[];
}

export const variablesIn = ({ key, segments }: Relation): readonly ConditionKey[] => [
  key,
  ...keysIn(segments),
];

/** The pattern with all values in place. */
export const pattern = ({ segments }: Relation, valueOf: (key: ConditionKey) => string): Tokens =>
  segments.flatMap((segment) => (isKey(segment) ? literal(valueOf(segment)) : segment));

export const isMet = (relation: Relation, value: string, tokens: Tokens): boolean =>
  fitsOperand(operandOf(relation.operator, [tokens]), value) === relation.sign;

/** Digits and lower-case ids have one spelling, so comparing them without case changes nothing. */
export const foldsCase = ({ operator, key, segments }: Relation): boolean => {
  if (!operator.endsWith("IgnoreCase")) return false;
  const bit = onlySlot(segments);
  if (bit === null) return true;
  return (
    !isAccount(key) &&
    !isAccount(bit) &&
    !(key.projection === "organization" && bit.projection === "organization")
  );
};

const isAccount = ({ projection }: ConditionKey): boolean =>
  projection === "account" || projection === "source account";

export const isOfArns = ({ operator }: Relation): boolean => operator.startsWith("Arn");

/** The variable that the key is to be the same as, letter by letter; null where it is to be something else. */
export const equalTo = (relation: Relation): ConditionKey | null =>
  relation.sign && !foldsCase(relation) ? onlySlot(relation.segments) : null;

/** How many units the text around the variables has at least. */
export const leastLength = ({ segments }: Relation): number =>
  textIn(segments).filter((token) => !repeats(token)).length;

/**
 * The segments as patterns of texts that fit, in the operator's meaning: either case, or wildcards that stay in their field
 * of an ARN. Behind a variable, whose value may have colons in it, wildcards are not held in their field: there may be
 * more texts then than fit.
 */
export const patternSegments = (relation: Relation): readonly Segment[] => {
  if (foldsCase(relation))
    return relation.segments.map((segment) =>
      isKey(segment)
        ? segment
        : segment.flatMap((token) => (typeof token === "string" ? foldCase([token]) : [token])),
    );
  if (!isOfArns(relation)) return relation.segments;
  let field = 0;
  return relation.segments.map((segment) => {
    if (isKey(segment)) {
      field = LAST_FIELD;
      return segment;
    }
    return segment.map((token) => {
      if (token === ":") field += 1;
      return field < LAST_FIELD ? inField(token) : token;
    });
  });
};

const LAST_FIELD = 5;

/** For root and federated users the id repeats parts of the ARN. */
export const asCaller = (key: ConditionKey, kind: number): ConditionKey =>
  key.variable !== "aws:userid" || (kind & (KINDS.root | KINDS.federated)) === 0
    ? key
    : {
        ...key,
        variable: "principal",
        format: "principal",
        projection: kind === KINDS.root ? "account" : "federated id",
      };

/** Matches any text, in place of a part that is not looked at. */
export const ANY: Tokens = [MANY];
