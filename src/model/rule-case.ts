import type { RuleContext } from "./rule-context.ts";
import type { Evidence, Status, VerdictData, Witness } from "./verdict.ts";

/** A resource as it stands in a snapshot; the tester adds the rule's kind, and a scope where none is given. */
export interface CaseRecord {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** What is said here has to hold; what is not said is free. */
export interface CaseExpectation {
  readonly status: Status;
  /** Entries that the verdict's data has to hold. */
  readonly data?: VerdictData;
  /** A part of the message. */
  readonly says?: string;
  /** For each, an evidence with these members has to be there. */
  readonly evidence?: readonly Partial<Evidence>[];
  readonly witness?: Partial<Witness>;
  /** Names of the documents at fault, in order. */
  readonly faults?: readonly string[];
}

/** One worked example of a rule: a test of it and a paragraph of its page. */
export interface RuleCase {
  /** What the resource looks like: "everyone, without a condition". */
  readonly name: string;
  /** Why the answer is right, for a reader who would have said otherwise. */
  readonly why: string;
  readonly record: CaseRecord;
  readonly context?: Partial<RuleContext>;
  readonly expect: CaseExpectation;
}
