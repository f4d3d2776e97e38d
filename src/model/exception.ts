import type { ResourceMatch } from "./follow-up.ts";

/** An accepted risk. It matches where every member of `match` that is given matches. */
export interface Exception {
  readonly rule: string;
  readonly match: ResourceMatch & {
    /** Binds the exception to one grant: a changed policy reopens the finding. */
    readonly fingerprint?: string;
    /** A comment in code: the exception is for what stands on its line or on the one below. */
    readonly place?: { readonly file: string; readonly line: number };
  };
  readonly reason: string;
  readonly approver: string;
  /** Dates as YYYY-MM-DD; `expires` is the last day on which the exception holds, in UTC. */
  readonly approvedAt: string;
  readonly expires: string;
  readonly ticket: string;
}

/** Every exception of the configuration and what became of it in this run. */
export interface ExceptionEntry {
  readonly exception: Exception;
  readonly state: "applied" | "expired" | "unused" | "tags-unread";
  /** Ids of the findings it was applied to, or would have been. */
  readonly findings: readonly string[];
}
