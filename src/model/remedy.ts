import type { Pointer } from "./fact.ts";
import type { RuleContext } from "./rule-context.ts";

/** A JSON value that an edit writes. */
export type EditValue =
  null | boolean | number | string | readonly EditValue[] | { readonly [member: string]: EditValue };

/**
 * One step of a JSON Patch (RFC 6902), to be applied after the ones before it. `add` puts a member at the end of its
 * object, or an element before the index named; `move` renames a member of one object.
 */
export type JsonEdit =
  | { readonly op: "replace"; readonly path: Pointer; readonly value: EditValue }
  | { readonly op: "add"; readonly path: Pointer; readonly value: EditValue }
  | { readonly op: "remove"; readonly path: Pointer }
  | { readonly op: "move"; readonly from: Pointer; readonly path: Pointer };

/**
 * How a statement was narrowed: `principals` names who may · `condition` asks for something of the caller · `source`
 * ties an AWS service to the owner · `actions` takes actions out · `statement` and `policy` remove the whole.
 */
export type RemedyMeans = "principals" | "condition" | "source" | "actions" | "statement" | "policy";

/** The smallest change of one statement that ends its fault. */
export interface Remedy {
  readonly document: string;
  readonly means: RemedyMeans;
  /** None where the whole policy is to be removed. */
  readonly edits: readonly JsonEdit[];
  /** What was done, in one sentence. */
  readonly says: string;
  /** Who or what stops working. */
  readonly stops: readonly string[];
  /** What could have been done in its place, and how to ask for it. */
  readonly alternatives: readonly string[];
  /** Principals that are named in the policy and lose access because that is the fault. */
  readonly lockedOut?: readonly string[];
}

/** Who is to keep access. Empty lists: nobody was named. */
export interface Targets {
  /** 12-digit account ids. */
  readonly accounts: readonly string[];
  /** ARNs of roles and users. */
  readonly principals: readonly string[];
  readonly organizations: readonly string[];
  /** What is preferred where both are possible. */
  readonly by: "principals" | "condition";
}

export interface RemedyContext extends RuleContext {
  readonly targets: Targets;
  /** The account that owns the resource; null where source code does not say. */
  readonly owner: string | null;
  /** Accounts, principals and services that the policies name elsewhere and that must not lose access here. */
  readonly keep: readonly string[];
}

/** What a rule's remedy answers: changes, or why there is none. */
export type RemedyAnswer = { readonly remedies: readonly [Remedy, ...Remedy[]] } | { readonly none: string };
