import type { ExceptionEntry } from "./exception.ts";
import type { Refusal } from "./fact.ts";
import type { Finding, FindingResource } from "./finding.ts";
import type { FollowUpPlan } from "./follow-up.ts";
import type { MappingStrength, RuleMeta } from "./rule.ts";
import type { Settings } from "./rule-context.ts";
import type { ScopeId, ScopeStatus } from "./scope.ts";
import type { Caller, FileNote, LanesUsed } from "./snapshot.ts";
import type { Trust } from "./trust.ts";
import type { Status } from "./verdict.ts";

/** A rule as it was run: its level may have been overridden, its settings are the effective ones. */
export interface RunRule extends RuleMeta {
  readonly effectiveSettings: Settings;
}

export interface Run {
  readonly tool: {
    readonly name: string;
    readonly version: string;
    /** Name and date (YYYY-MM-DD) of each table that the verdicts rest on; missing in results of older versions. */
    readonly tables?: Readonly<Record<string, string>>;
  };
  /** The clock of the run (`--now`). */
  readonly now: string;
  /** When the snapshot was begun; null for a hand-written one. */
  readonly startedAt: string | null;
  readonly caller: Caller | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly trust: Trust;
  readonly configuration: { readonly name: string; readonly sha256: string } | null;
  readonly disabledRules: readonly string[];
  readonly plugins: readonly string[];
  /** What owners and due dates followed from; absent in results of older versions. */
  readonly followUp?: FollowUpPlan;
  readonly baseline: { readonly now: string; readonly findings: number } | null;
}

export interface RunRecord {
  readonly kind: "run";
  readonly version: 1;
  readonly run: Run;
  readonly rules: readonly RunRule[];
}

/**
 * `excepted` counts findings that are already among the others; `covered`, absent for 0, those not evaluated because another
 * rule's review of the same resource stands for them; `coveredFailure`, absent for 0, those among the successes that another
 * rule's failure of the same resource stands for.
 */
export interface StatusCounts {
  readonly success: number;
  readonly failure: number;
  readonly needsReview: number;
  readonly notEvaluated: number;
  readonly excepted: number;
  readonly covered?: number;
  readonly coveredFailure?: number;
}

/** Laws: listed = read + unread + gone + excluded; for each rule success + failure + needsReview + notEvaluated = read + unread. */
export interface Coverage {
  readonly kind: "coverage";
  readonly scope: ScopeId;
  readonly service: string;
  readonly status: ScopeStatus;
  readonly populationKnown: boolean;
  /** Ids of the resources that alone were read; nothing is said of any other. The whole scope where absent. */
  readonly only?: readonly string[];
  readonly listed: number;
  /** Resources whose every asked fact was read. */
  readonly read: number;
  /** Resources with a fact that was refused. */
  readonly unread: number;
  /** Vanished between list and get. */
  readonly gone: number;
  readonly excluded: number;
  readonly rules: Readonly<Record<string, StatusCounts>>;
  /** Rules of the service that were not asked: source code never states the facts that they need. */
  readonly passedOver: readonly string[];
  readonly refusal: Refusal | null;
  readonly reason: string | null;
  readonly files: readonly FileNote[];
  /** Which ways of reading were used, and which were given up: of a live scope whose kind has several. */
  readonly lanes?: LanesUsed;
}

/** A finding of the baseline whose resource or rule is no more; only where its scope was read to the end. */
export interface Gone {
  readonly kind: "gone";
  readonly id: string;
  readonly ruleId: string;
  readonly scope: ScopeId;
  readonly status: Status;
  readonly title: string;
  readonly resource: FindingResource;
  readonly firstSeenAt: string;
}

export type ClauseStatus = "fail" | "not-determined" | "pass" | "not-applicable";

export interface ClauseResult {
  readonly clause: string;
  readonly title: string;
  readonly status: ClauseStatus;
  readonly rules: readonly {
    readonly ruleId: string;
    readonly strength: MappingStrength;
    readonly why: string;
    readonly source: string;
  }[];
  readonly counts: StatusCounts;
}

export interface StandardResult {
  readonly standard: string;
  readonly title: string;
  readonly edition: string;
  readonly url: string;
  readonly note: string | null;
  readonly clauses: readonly ClauseResult[];
}

export interface Summary {
  readonly kind: "summary";
  /** When the snapshot ended; null for a hand-written one or one that was cut off. */
  readonly finishedAt: string | null;
  /** False where anything in scope was not read to its end. */
  readonly complete: boolean;
  /** Why not complete, a line each. */
  readonly incomplete: readonly string[];
  readonly counts: StatusCounts;
  readonly rules: Readonly<Record<string, StatusCounts>>;
  readonly resources: number;
  readonly scopes: Readonly<Record<ScopeStatus, number>>;
  readonly standards: readonly StandardResult[];
  readonly exceptions: readonly ExceptionEntry[];
  /** Null where no baseline was given. */
  readonly changes: {
    readonly new: number;
    readonly unchanged: number;
    readonly reopened: number;
    readonly gone: number;
  } | null;
  /** sha256 of the snapshot's lines as they were judged, each with its line feed: what `sha256sum` says of a saved one. */
  readonly snapshotSha256: string;
}

/** The stream: run, then per scope its findings and its coverage, then gones, then summary. Without a summary it is incomplete. */
export type ResultsRecord = RunRecord | Finding | Coverage | Gone | Summary;

/** The same stream assembled: the `json` format. */
export interface Results {
  readonly kind: "results";
  readonly version: 1;
  readonly run: Run;
  readonly rules: readonly RunRule[];
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly gone: readonly Gone[];
  readonly summary: Summary;
}
