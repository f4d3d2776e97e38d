import type { Condition } from "../../shapes.ts";
import { predicateOf, textPredicate } from "../compile/predicate.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { arnField } from "../keys/projection.ts";
import { valuesOf, type SearchContext } from "../request/assignment.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import { assume } from "./assume.ts";

const ARN = "aws:SourceVpcArn";

interface Tie {
  readonly key: string;
  /** What the VPC's ARN is like, with the key as a variable. */
  readonly arn: string;
}

/**
 * A VPC's id is the one in its ARN, and only the account that owns a VPC can create endpoints in it (AWS PrivateLink guide,
 * "Shared subnets": others can only use the endpoints).
 */
const TIES: readonly Tie[] = [
  { key: "aws:SourceVpc", arn: "arn:*:ec2:*:*:vpc/${aws:SourceVpc}" },
  { key: "aws:VpceAccount", arn: "arn:*:ec2:*:${aws:VpceAccount}:vpc/*" },
];

const condition = (operator: "Null" | "StringLike", key: string, text: string): Condition => ({
  at: "",
  qualifier: null,
  operator,
  ifExists: operator === "StringLike",
  key,
  values: [{ text, at: "" }],
});

/** The requests whose keys about a VPC agree. */
export const withEndpointTies = (
  context: SearchContext,
  requests: readonly SymbolicRequest[],
): readonly SymbolicRequest[] => {
  const { find } = context.environment;
  return TIES.reduce((all, { key, arn }) => {
    const missing = predicateOf(condition("Null", key, "true"), find, true);
    const fits = predicateOf(condition("StringLike", ARN, arn), find, true);
    return all.flatMap((request) => [
      ...assume(context, request, missing, true),
      ...assume(context, request, missing, false).flatMap((one) => assume(context, one, fits, true)),
    ]);
  }, requests);
};

/** Whether the keys about a VPC agree on the request at hand. */
export const isOfOneVpc = (context: SearchContext, request: SymbolicRequest): boolean => {
  const { arn, account, id } = vpcOf(context, request);
  if (arn === undefined) return true;
  return (account ?? arnField(arn, 4)) === arnField(arn, 4) && (id ?? idOf(arn)) === idOf(arn);
};

/** The requests in which one of the two keys that hold the VPC's id takes the other's value at hand. */
export const ofOneVpc = (context: SearchContext, request: SymbolicRequest): readonly SymbolicRequest[] => {
  const { find } = context.environment;
  const { arn = "", id = "" } = vpcOf(context, request);
  const become = (key: ConditionKey, text: string): readonly SymbolicRequest[] =>
    assume(context, request, textPredicate(key, { form: "exact", texts: [text], fold: false }, true), true);
  return [
    ...become(find("aws:SourceVpc"), idOf(arn)),
    ...become(find(ARN), arn.slice(0, arn.lastIndexOf("/") + 1) + id),
  ].filter((one) => isOfOneVpc(context, one));
};

interface VpcAtHand {
  readonly arn?: string | undefined;
  readonly account?: string | undefined;
  readonly id?: string | undefined;
}

const vpcOf = (context: SearchContext, request: SymbolicRequest): VpcAtHand => {
  const valueOf = (key: string): string | undefined =>
    valuesOf(context, request, context.environment.find(key))?.[0];
  const arn = valueOf(ARN);
  return arn === undefined ? {} : { arn, account: valueOf("aws:VpceAccount"), id: valueOf("aws:SourceVpc") };
};

const idOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
