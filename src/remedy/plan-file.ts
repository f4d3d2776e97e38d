import { createHash, hash } from "node:crypto";
import type { JsonEdit, RemedyMeans, Targets } from "../model/remedy.ts";
import type { ResourceRecord } from "../model/snapshot.ts";
import type { Place } from "../model/resource.ts";
import type { Settings } from "../model/rule-context.ts";
import type { Trust } from "../model/trust.ts";
import type { Status, Witness } from "../model/verdict.ts";

/** A change of one statement, as a plan lists it: what was chosen, what stops working, and what else was possible. */
export interface Choice {
  readonly ruleId: string;
  readonly document: string;
  readonly means: RemedyMeans;
  readonly edits: readonly JsonEdit[];
  readonly says: string;
  readonly stops: readonly string[];
  readonly alternatives: readonly string[];
  /** Named principals that lose access on purpose. */
  readonly lockedOut: readonly string[];
}

/**
 * One policy to write. The capitalised members are AWS's words for a remediation step (Security Hub, GetRemediationsV2);
 * their values are Postern's.
 */
export interface Step {
  readonly document: string;
  readonly before: string;
  readonly beforeSha256: string;
  /** Null: the policy is taken away. */
  readonly after: string | null;
  readonly afterSha256: string | null;
  /** JSON Patch (RFC 6902) from the text before to the text after; empty where the policy is taken away. */
  readonly edits: readonly JsonEdit[];
  readonly Action: string;
  readonly Phase: "REMEDIATE";
  readonly Inverse: string;
  readonly VerifyAfter: string;
  readonly Prerequisites: readonly string[];
  readonly AffectedScope: readonly string[];
  readonly RiskAssessment: readonly string[];
  /** Where and how source code says it; null for a live resource. */
  readonly code: CodeChange | NoPatch | null;
  /** As a shell would do it, and undo it; null where the resource is in source code. */
  readonly command: string | null;
  readonly inverseCommand: string | null;
}

/** How a policy is changed in source code, as a part of the plan's patch. */
export interface CodeChange {
  /** In their order; places are those of the text before. */
  readonly edits: readonly CodeEdit[];
  /** Ids of the other resources whose policy is written in the same place. */
  readonly sharedWith: readonly string[];
}

/** The text at a place becomes another. */
export interface CodeEdit extends Place {
  readonly text: string;
}

/** Why the patch does not hold a policy: what stands in the way, and where, if it is one place. */
export interface NoPatch {
  readonly why: string;
  readonly at: string | null;
}

/** Whether one who is named could use the resource before and can after, with a request that shows it. */
export interface SenderProof {
  readonly kind: "account" | "principal" | "organization" | "service";
  readonly name: string;
  /** Null, here and in `after`: not decidable, but the change makes no difference to the sender, or he is locked out. */
  readonly before: boolean | null;
  readonly after: boolean | null;
  /** An accepted request of theirs after the change. */
  readonly witness: Witness | null;
  /** Loses access on purpose: `--lock-out`, or a rule that says so. */
  readonly lockedOut: boolean;
}

/** What was proved of the resource with its new policies. */
export interface Proof {
  readonly rules: readonly { readonly ruleId: string; readonly before: Status; readonly after: Status }[];
  readonly exposure: { readonly before: string; readonly after: string };
  readonly allowedTo: readonly string[];
  /** Nobody can who could not before: each statement that is left is within one of before, and no Deny is missing. */
  readonly contained: true;
  readonly senders: readonly SenderProof[];
}

/** All changes of one resource, which are proved together. */
export interface PlannedResource {
  /** Counts from 1 in the order of the plan; what `--only` takes, beside the resource's id. */
  readonly number: number;
  /** The record as it was read, with its policies before. */
  readonly record: ResourceRecord;
  readonly name: string;
  /** Null where source code does not say. */
  readonly account: string | null;
  readonly region: string | null;
  readonly findings: readonly { readonly ruleId: string; readonly message: string }[];
  readonly targets: Targets;
  /** Known senders beside the targets: AWS services. */
  readonly keep: readonly string[];
  readonly owner: string | null;
  readonly choices: readonly Choice[];
  readonly steps: readonly Step[];
  readonly proof: Proof;
}

/** A resource with a fault that has no proved remedy, and why. */
export interface Refused {
  readonly id: string;
  readonly findings: readonly { readonly ruleId: string; readonly message: string }[];
  readonly why: string;
}

/** What `fix plan` writes and people review. */
export interface Plan {
  readonly kind: "plan";
  readonly version: 1;
  readonly tool: string;
  /** The clock of the run: what the decisions were made at. */
  readonly now: string;
  readonly trust: Trust;
  readonly rules: readonly { readonly id: string; readonly settings: Settings }[];
  readonly lockOut: readonly string[];
  readonly resources: readonly PlannedResource[];
  readonly refused: readonly Refused[];
  /** For `git apply` in the root of the repository; null where no source code is changed. */
  readonly patch: string | null;
  /** Over the plan without this member, as `planText` writes it. */
  readonly sha256: string;
}

export const sha256 = (text: string): string => hash("sha256", text);

/** The plan with its hash. */
export const sealed = (plan: Omit<Plan, "sha256">): Plan => ({ ...plan, sha256: sealOf(plan) });

/** Whether a plan still is what was written. */
export const isSealed = ({ sha256: seal, ...plan }: Plan): boolean => sealOf(plan) === seal;

/** A text of many megabytes is hashed in half the time by parts; a short one in a fifth at once. */
const sealOf = (plan: object): string => createHash("sha256").update(textOf(plan)).digest("hex");

export const planText = (plan: Plan): string => textOf(plan);

const textOf = (plan: object): string => `${JSON.stringify(plan, null, 2)}\n`;
