import type { DocumentReference } from "./document-reference.ts";
import type { Pointer } from "./fact.ts";

/** How an element bears on the verdict. `limits` keeps strangers out; `fails-to-limit` looks so and does not; `denies` takes the request away; `fails-to-deny` was weighed and does not. */
export type EvidenceRole = "grants" | "limits" | "fails-to-limit" | "denies" | "fails-to-deny" | "remark";

/** One element and what it does, in plain words. `at` resolves in the document named, or in the resource where none is. */
export interface Evidence extends Partial<DocumentReference> {
  readonly at: Pointer;
  readonly role: EvidenceRole;
  /** Stable name of the sentence, where it has one: `says` may be reworded, this is not. */
  readonly code?: string;
  readonly says: string;
}

/** A concrete request that would be accepted. A multi-valued key has a list. */
export interface Witness {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * One thing to mend. `document` names the policy, or the fact where the fault is in no policy; `at` points to the statement
 * that lets the stranger in. `canonical` is the grant without its spelling: equal for equal grants, different when it gets
 * wider; assess hashes it. The first fault is the one that accepts the witness.
 */
export interface Fault extends DocumentReference {
  readonly at?: Pointer;
  readonly canonical: string;
}

export type VerdictData = Readonly<Record<string, string>>;

export type Verdict =
  | {
      readonly status: "SUCCESS" | "NEEDS_REVIEW";
      readonly message: string;
      readonly evidence: readonly Evidence[];
      readonly data?: VerdictData;
    }
  | {
      readonly status: "FAILURE";
      readonly message: string;
      readonly evidence: readonly [Evidence, ...Evidence[]];
      readonly data?: VerdictData;
      readonly witness?: Witness;
      readonly faults: readonly [Fault, ...Fault[]];
      /**
       * True where a failure of a rule in this rule's `yieldsTo`, of the same resource, says all that this one says: whoever
       * mends that one has mended this one.
       */
      readonly yields?: boolean;
    };

/** Conformity's words for pass and fail; then read but not decidable, and not read. */
export type Status = Verdict["status"] | "NOT_EVALUATED";
