import type { Pointer } from "../model/fact.ts";
import type { Hole } from "../model/resource.ts";
import type { Trust } from "../model/trust.ts";
import type { Evidence, Fault, Witness } from "../model/verdict.ts";
import type { KeyMeaning } from "./keys.ts";

/** An action that is asked about, and the condition keys that a request for it carries beside the global ones. */
export interface AskedAction {
  /** `ses:SendEmail` */
  readonly name: string;
  /** Service keys of this action; a key that is not named here is never present on it. */
  readonly keys: readonly string[];
}

export interface QuestionDocument {
  readonly name: string;
  /** The raw text. */
  readonly text: string;
  readonly unresolved?: readonly Hole[];
}

/**
 * Who can reach the resource: is there a request by someone who is neither the owner nor trusted, with one of the
 * actions, on this resource, that some Allow matches and no Deny matches, over all documents together?
 */
export interface Question {
  readonly documents: readonly QuestionDocument[];
  /** The resource's ARN; a request is made in its region. */
  readonly resource: string;
  /** Account id. */
  readonly owner: string;
  /** At most 31; a question with more is `undecided`. */
  readonly actions: readonly AskedAction[];
  /** The service's own condition keys, beside the global table of keys.ts. */
  readonly keys: readonly KeyMeaning[];
  /** The resource's own tags, where they were read. */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Global keys whose use the service's own documentation disputes: all but these (in the table's spelling). `name` is
   * what the doubt is called in findings.
   */
  readonly disputed?: { readonly name: string; readonly undisputed: readonly string[] };
  /** Bytes that a document may have, its white space not counted; the service refuses a larger one, so it is `invalid`. */
  readonly largestDocument?: number;
  /** Values of keys that fit the resource better than the table's own samples. */
  readonly samples?: Readonly<Record<string, string>>;
  readonly trust: Trust;
  /** ISO 8601, UTC. A request happens at this time or later. */
  readonly now: string;
}

/** The first that holds, in this order of precedence (an open grant stays open, whatever is broken beside it). */
export type Exposure = "exposed" | "undecided" | "invalid" | "cross-account" | "restricted" | "private";

/** A party besides owner and trusted that can reach the resource. */
export interface Party {
  readonly kind: "everyone" | "account" | "principal" | "organization" | "network" | "service" | "federation";
  /** As written in the policy: an id, an ARN, a CIDR block, a service name. */
  readonly name: string;
}

/** Who can reach the resource if one open question has another answer. */
export interface Otherwise extends Pick<Reach, "exposure" | "allowedTo"> {
  /** The question's name, as in `doubts`. */
  readonly doubt: string;
  /** Whether the other answer is one that the standard of the service speaks against; it leaves a failure a failure. */
  readonly unlikely: boolean;
  /** Names of the AWS services that may act for anybody's resource. */
  readonly deputies: readonly string[];
}

export interface Reach {
  readonly exposure: Exposure;
  /** Who can, strangers first, sorted. */
  readonly allowedTo: readonly Party[];
  /** Statement by statement, on a pass too. */
  readonly evidence: readonly Evidence[];
  /** An accepted request by the widest party that can; on `exposed` always, by a stranger. */
  readonly witness: Witness | null;
  /** The statement that accepts the witness, and the index of its document, from 0. */
  readonly accepting: { readonly document: number; readonly at: Pointer } | null;
  /** One for each document that lets a stranger in; only on `exposed`. */
  readonly faults: readonly Fault[];
  /** AWS services that may act without a condition that ties them to a source (confused deputy). */
  readonly deputies: readonly { readonly service: string; readonly evidence: Evidence }[];
  /**
   * Who can in any case, whatever the unresolved expressions turn out to be; the rest of the answer is the upper bound. Null
   * where nothing is unresolved, or where the two agree.
   */
  readonly certain: Pick<Reach, "allowedTo" | "deputies"> | null;
  /**
   * On `undecided` and `invalid`, and where `certain` is not null: which document, and why: `code` is the stable name of what it
   * says.
   */
  readonly reason: { readonly document: string; readonly code: string; readonly says: string } | null;
  /** Open questions that the exposure rests on, by their names, sorted. */
  readonly doubts: readonly string[];
  /** For each other answer to one open question: who gets in then. */
  readonly otherwise: readonly Otherwise[];
}
