import type { Place } from "./resource.ts";

/** What was planned for the resources of a report, and what was done; a report shows it beside the findings. */
export interface Remediation {
  /** Null where no plan was given. */
  readonly plan: {
    readonly tool: string;
    readonly now: string;
    readonly sha256: string;
    /** Not planned, and why. */
    readonly refused: readonly { readonly id: string; readonly why: string }[];
  } | null;
  readonly resources: readonly PlannedChange[];
  /** Every line of the journal in its order; null where no journal was given. */
  readonly journal: readonly JournalLine[] | null;
}

/** The changes of one resource, as they were planned and proved. */
interface PlannedChange {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly string[];
  /** What was chosen, a sentence for each statement. */
  readonly choices: readonly string[];
  readonly exposure: { readonly before: string; readonly after: string };
  readonly documents: readonly {
    readonly name: string;
    readonly says: string;
    /** In source code: the text at each place becomes another. Empty for a live resource, and where no patch was made. */
    readonly edits: readonly (Place & { readonly text: string })[];
  }[];
}

/** One step of an apply or an undo. */
export interface JournalLine {
  readonly at: string;
  readonly caller: string;
  readonly event: string;
  readonly id: string;
  readonly name: string;
  readonly document: string | null;
  readonly says: string;
  readonly requestId: string | null;
}
