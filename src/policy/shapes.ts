import type { Pointer } from "../model/fact.ts";
import type { Hole } from "../model/resource.ts";

/**
 * The parsed shapes of a policy document: what `parse` makes and both `decide` and `evaluate` read. A `hole` stands
 * where source code has an expression that could not be resolved; the part that carries it holds nothing else.
 */
export interface Policy {
  readonly version: "2008-10-17" | "2012-10-17";
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly at: Pointer;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly principal: PrincipalElement;
  readonly action: PatternElement;
  readonly resource: PatternElement;
  readonly conditions: readonly Condition[];
  /** The whole statement, or its Effect. */
  readonly hole?: Hole;
}

/** A value as decoded text, and where it stands. */
export interface Value {
  readonly text: string;
  readonly at: Pointer;
  readonly hole?: Hole;
}

/** Action, NotAction, Resource or NotResource; `not` for the negated form. An empty list matches nothing, negated or not. */
export interface PatternElement {
  readonly not: boolean;
  readonly at: Pointer;
  readonly values: readonly Value[];
}

export type PrincipalType = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** Principal or NotPrincipal. `"*"` is one entry of type AWS with the text `*`. */
export interface PrincipalElement {
  readonly not: boolean;
  readonly at: Pointer;
  readonly entries: readonly (Value & { readonly type: PrincipalType })[];
}

export type BaseOperator =
  | "StringEquals"
  | "StringNotEquals"
  | "StringEqualsIgnoreCase"
  | "StringNotEqualsIgnoreCase"
  | "StringLike"
  | "StringNotLike"
  | "NumericEquals"
  | "NumericNotEquals"
  | "NumericLessThan"
  | "NumericLessThanEquals"
  | "NumericGreaterThan"
  | "NumericGreaterThanEquals"
  | "DateEquals"
  | "DateNotEquals"
  | "DateLessThan"
  | "DateLessThanEquals"
  | "DateGreaterThan"
  | "DateGreaterThanEquals"
  | "Bool"
  | "BinaryEquals"
  | "IpAddress"
  | "NotIpAddress"
  | "ArnEquals"
  | "ArnNotEquals"
  | "ArnLike"
  | "ArnNotLike"
  | "Null";

/** One operator over one key: `ForAnyValue:StringLikeIfExists` on `aws:PrincipalOrgPaths`. */
export interface Condition {
  /** The key's member, inside its operator's. */
  readonly at: Pointer;
  readonly qualifier: "ForAllValues" | "ForAnyValue" | null;
  readonly operator: BaseOperator;
  readonly ifExists: boolean;
  /** The operator as it is written, where that is in another case than IAM's own. */
  readonly written?: string;
  /** As written; names are compared without regard to case. */
  readonly key: string;
  /** Booleans and numbers of the JSON as their text. */
  readonly values: readonly Value[];
}

/** Why a text is not a policy, at the first place that is wrong. */
export interface NotAPolicy {
  readonly at: Pointer;
  readonly line: number;
  readonly column: number;
  readonly says: string;
}
