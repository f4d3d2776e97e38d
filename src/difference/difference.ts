import type { Pointer } from "../model/fact.ts";
import type { Place } from "../model/resource.ts";
import type { Trust } from "../model/trust.ts";
import type { Witness } from "../model/verdict.ts";
import type { Exposure, Party } from "../policy/question.ts";

/** What `postern diff` answers: who can use each resource now and could not before, and the other way round. */
export interface Difference {
  readonly kind: "difference";
  readonly version: 1;
  readonly tool: string;
  readonly now: string;
  readonly trust: Trust;
  readonly old: Compared;
  readonly new: Compared;
  /** By resource, each with its uses in the order of its kind; nothing is listed of which nothing changed. */
  readonly changes: readonly Change[];
  readonly summary: {
    readonly resources: number;
    readonly newlyAllowed: number;
    readonly newlyClosed: number;
    readonly undecided: number;
    /** Nothing is undecided, and both sides were read whole. */
    readonly complete: boolean;
  };
}

/** One side: what it is called, how many resources it has, and what of it could not be read, a line each. */
export interface Compared {
  readonly name: string;
  readonly resources: number;
  readonly incomplete: readonly string[];
}

/** What changed about one use of one resource. */
export interface Change {
  readonly resource: {
    readonly kind: string;
    readonly id: string;
    readonly name: string;
    readonly account: string | null;
    readonly region: string | null;
  };
  /** Which sides have the resource. */
  readonly on: "both" | "old" | "new";
  readonly access: string;
  /** Completes "may …". */
  readonly says: string;
  readonly newlyAllowed: Found | null;
  readonly newlyClosed: Found | null;
}

/** Requests that one side accepts and the other does not; or why that is not decided. */
export type Found =
  | {
      readonly is: "decided";
      readonly exposure: Extract<Exposure, "exposed" | "cross-account" | "restricted">;
      readonly allowedTo: readonly Party[];
      /** A request that this side alone accepts. */
      readonly witness: Witness | null;
      /** The statement that accepts it. */
      readonly document: string;
      readonly at: Pointer;
      readonly location: Place | null;
      readonly doubts: readonly string[];
    }
  | { readonly is: "undecided"; readonly reason: string; readonly doubts: readonly string[] };
