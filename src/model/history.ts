/** What one scan of an observation period saw, in numbers. */
export interface Observation {
  /** The clock of the scan. */
  readonly now: string;
  /** Of the results file; null for the scan that is reported. */
  readonly file: { readonly name: string; readonly sha256: string } | null;
  readonly complete: boolean;
  readonly accounts: number;
  readonly resources: number;
  readonly failingResources: number;
  /** Findings; those with an accepted exception are among them. */
  readonly failing: number;
  readonly needsReview: number;
  readonly notEvaluated: number;
}

/** Earlier scans of one observation period. */
export interface History {
  /** The oldest first; none is of the same time as the scan that is reported, or later. */
  readonly observations: readonly Observation[];
  /** In how many of them each finding failed, by the finding's id; what never failed is not in it. */
  readonly failures: ReadonlyMap<string, number>;
}
