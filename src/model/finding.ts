import type { DocumentReference } from "./document-reference.ts";
import type { Pointer, Refusal } from "./fact.ts";
import type { Exception } from "./exception.ts";
import type { FollowUp } from "./follow-up.ts";
import type { Place } from "./resource.ts";
import type { RiskLevel } from "./rule.ts";
import type { ScopeId } from "./scope.ts";
import type { Evidence, Status, VerdictData, Witness } from "./verdict.ts";

/** An evidence with the place of its element in a file, where one is known. */
export interface LocatedEvidence extends Evidence {
  readonly location?: Place;
}

export interface FindingFault extends DocumentReference {
  /** The statement at fault; absent where the fault is in no policy. */
  readonly at?: Pointer;
  /** 32 hexadecimal digits; survives spelling, changes when the grant gets wider. */
  readonly fingerprint: string;
  /** Where to mend it: the element that grants. */
  readonly location?: Place;
}

export interface FindingDocument {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
  /** Where it stands as a whole, where a file is known. */
  readonly place?: Place;
}

/** The kind of what is no resource: a scope, of AWS or of files, that could not be read to its end. */
export const SCOPE_KINDS = { aws: "aws.scope", files: "files.scope" } as const;

export const isAboutScope = ({ kind }: Pick<FindingResource, "kind">): boolean =>
  kind === SCOPE_KINDS.aws || kind === SCOPE_KINDS.files;

/** `partition`, `account`, `region` and `owner` are null where source code has none. */
export interface FindingResource {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly partition: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** Where it stands as a whole, where a file is known; `location` of the finding is what is wrong in it. */
  readonly place?: Place;
}

/** The last failure that an earlier run saw, on a finding that is not a failure now (fixed, or not evaluated). */
export interface LastFailure {
  readonly at: string;
  readonly message: string;
  readonly data: VerdictData;
  readonly faults: readonly FindingFault[];
  readonly location: Place | null;
}

/**
 * The call that wrote the policy that a finding is about, as CloudTrail tells it. Others have written it: it is shown and
 * never judged. Each text has at most 256 characters, all of them visible.
 */
export interface Origin {
  /** The call's name, as `PutIdentityPolicy`. */
  readonly call: string;
  /** CloudTrail's id of the event. */
  readonly event: string;
  /** ISO 8601. */
  readonly at: string;
  /** The ARN of who called, or what else CloudTrail says of them. */
  readonly by: string;
}

export type Change = "new" | "unchanged" | "reopened";

/** One rule's answer about one resource; in memory and on disk the same. */
export interface Finding {
  readonly kind: "finding";
  readonly id: string;
  readonly ruleId: string;
  readonly scope: ScopeId;
  readonly status: Status;
  readonly riskLevel: RiskLevel;
  readonly title: string;
  readonly message: string;
  readonly resource: FindingResource;
  readonly data: VerdictData;
  readonly evidence: readonly LocatedEvidence[];
  readonly witness: Witness | null;
  readonly faults: readonly FindingFault[];
  /** On anything but SUCCESS. */
  readonly documents: readonly FindingDocument[];
  readonly location: Place | null;
  readonly collectedAt: string | null;
  readonly firstSeenAt: string;
  /**
   * Since when it fails or needs review without a pass in between, as far as the baselines tell; absent on a pass, and in results
   * of older versions.
   */
  readonly openSince?: string;
  /** Against the baseline; null where none was given. */
  readonly change: Change | null;
  /** From the baseline; null on a failure and where none is known. */
  readonly lastFailure: LastFailure | null;
  readonly exception: Exception | null;
  /** Who mends it by when; on FAILURE and NEEDS_REVIEW without an exception. Absent in results of older versions. */
  readonly followUp?: FollowUp;
  /** Only where a change was read as it happened, and a policy that it wrote is what the finding is about. */
  readonly origin?: Origin;
  /** Why, on NOT_EVALUATED. */
  readonly unread: Refusal | null;
}
