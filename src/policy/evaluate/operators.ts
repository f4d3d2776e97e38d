import type { BaseOperator } from "../shapes.ts";
import { arnLike } from "./operators/arn.ts";
import { binary } from "./operators/binary.ts";
import { bool } from "./operators/boolean.ts";
import { date } from "./operators/date.ts";
import { inBlock } from "./operators/ip.ts";
import { greater, less, lessOrSame, number, same } from "./operators/number.ts";
import { equals, equalsIgnoringCase, like } from "./operators/string.ts";
import { plain, type Mark } from "./pattern.ts";

/**
 * How one value of a policy is compared with one value of a request. A `negated` operator holds where no value of the
 * policy matches. Variables are replaced in string and ARN operators only (IAM user guide, reference_policies_variables).
 */
export interface Operator {
  readonly negated: boolean;
  readonly variables: boolean;
  matches(wanted: readonly Mark[], given: string): boolean;
}

type Comparison = (wanted: readonly Mark[], given: string) => boolean;

const asText =
  (compare: (wanted: string, given: string) => boolean): Comparison =>
  (wanted, given) =>
    compare(plain(wanted), given);

const expanded = (matches: Comparison): Operator => ({ negated: false, variables: true, matches });
const literal = (compare: (wanted: string, given: string) => boolean): Operator => ({
  negated: false,
  variables: false,
  matches: asText(compare),
});
const not = (operator: Operator): Operator => ({ ...operator, negated: true });

const greaterOrSame = (given: number, wanted: number): boolean => given >= wanted;

/** Every operator but Null, which looks at no value. IAM user guide, reference_policies_elements_condition_operators. */
export const OPERATORS: Readonly<Record<Exclude<BaseOperator, "Null">, Operator>> = {
  StringEquals: expanded(equals),
  StringNotEquals: not(expanded(equals)),
  StringEqualsIgnoreCase: expanded(equalsIgnoringCase),
  StringNotEqualsIgnoreCase: not(expanded(equalsIgnoringCase)),
  StringLike: expanded(like),
  StringNotLike: not(expanded(like)),
  NumericEquals: literal(number(same)),
  NumericNotEquals: not(literal(number(same))),
  NumericLessThan: literal(number(less)),
  NumericLessThanEquals: literal(number(lessOrSame)),
  NumericGreaterThan: literal(number(greater)),
  NumericGreaterThanEquals: literal(number(greaterOrSame)),
  DateEquals: literal(date(same)),
  DateNotEquals: not(literal(date(same))),
  DateLessThan: literal(date(less)),
  DateLessThanEquals: literal(date(lessOrSame)),
  DateGreaterThan: literal(date(greater)),
  DateGreaterThanEquals: literal(date(greaterOrSame)),
  Bool: literal(bool),
  BinaryEquals: literal(binary),
  IpAddress: literal(inBlock),
  NotIpAddress: not(literal(inBlock)),
  ArnEquals: expanded(arnLike),
  ArnNotEquals: not(expanded(arnLike)),
  ArnLike: expanded(arnLike),
  ArnNotLike: not(expanded(arnLike)),
};
