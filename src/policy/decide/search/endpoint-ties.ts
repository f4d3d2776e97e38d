import type { Condition } from "../../shapes.ts";
import { predicateOf } from "../compile/predicate.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import { arnField } from "../keys/projection.ts";
import { isRelated } from "../relations/solve-component.ts";
import { constraintsOf, valuesOf, type SearchContext } from "../request/assignment.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import { passes } from "../solve/solve-text.ts";
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

/** Whether the keys about a VPC agree on the request at hand, or can be made to without regard to any rule. */
export const isOfOneVpc = (context: SearchContext, request: SymbolicRequest): boolean => {
  const { find } = context.environment;
  const valueOf = (key: ConditionKey): string | undefined => valuesOf(context, request, key)?.[0];
  const [arnKey, vpcKey] = [find(ARN), find("aws:SourceVpc")];
  const arn = valueOf(arnKey);
  if (arn === undefined) return true;
  const [account, id] = [valueOf(find("aws:VpceAccount")), valueOf(vpcKey)];
  if (account !== undefined && account !== arnField(arn, 4)) return false;
  const own = arn.slice(arn.lastIndexOf("/") + 1);
  const mayBe = (key: ConditionKey, value: string): boolean =>
    !isRelated(request, key.variable) &&
    constraintsOf(request, key.variable).every((rule) => passes(rule, value));
  return id === undefined || id === own || mayBe(vpcKey, own) || mayBe(arnKey, arn.replace(own, id));
};
