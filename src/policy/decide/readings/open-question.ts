import type { Pointer } from "../../../model/fact.ts";

/**
 * How an open question weighs. `failure`: one reading under which strangers get in is enough for a failure. `review`:
 * the question must not matter, or the answer is `undecided`. `standard`: the first reading decides; the other can only
 * put a pass in doubt.
 */
type Weight = "failure" | "review" | "standard";

/** What one reading makes of a condition that the question is about. */
export type Choice =
  | { readonly is: "as written" }
  /** True, or false, when the key is missing. */
  | { readonly is: "without the key"; readonly holds: boolean }
  /** A list is compared: every value must fit, or one. */
  | { readonly is: "compared"; readonly every: boolean }
  /** The patterns of ARNs are compared with the whole text, colons and all. */
  | { readonly is: "as text" }
  /** The condition is true of every request, or of none. */
  | { readonly is: "always"; readonly holds: boolean }
  /** No request carries the key. */
  | { readonly is: "absent" }
  /**
   * Every request carries the key with this value. Where the value does not tell what a condition is, it grants as much
   * as it may, or as little.
   */
  | { readonly is: "present"; readonly value: string; readonly grants: Grants }
  /** Whatever the key is, the condition grants as much as it may, or as little. */
  | { readonly is: "bound"; readonly grants: Grants };

export type Grants = "most" | "least";

/** Something that AWS's documentation leaves open and that a condition of the documents depends on. */
export interface OpenQuestion {
  /** Stable: it stands in findings as `data.doubts`. */
  readonly name: string;
  readonly weight: Weight;
  readonly about: Subject;
  /** The first is the one to explain with. */
  readonly choices: readonly Choice[];
  readonly raisedBy: readonly RaisedBy[];
}

/** Which conditions the question is about; ids of keys are in lower case. */
export type Subject =
  | { readonly of: "key"; readonly id: string }
  | { readonly of: "list"; readonly id: string }
  | { readonly of: "operator"; readonly written: string }
  | { readonly of: "short ARN" }
  | { readonly of: "ForAnyValue IfExists" }
  | { readonly of: "disputed keys" };

interface RaisedBy {
  /** Index of the document. */
  readonly document: number;
  readonly at: Pointer;
}

/** A choice for each open question; a question that it does not have is read as written. */
export type Reading = ReadonlyMap<OpenQuestion, Choice>;
