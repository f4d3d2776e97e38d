export interface Clause {
  /** As people cite it: `Art. 32`, `AC-3(7)`, `SEC03-BP07`. */
  readonly id: string;
  readonly title: string;
  /** The same clause in the edition that replaces this one. */
  readonly successor?: { readonly id: string; readonly title: string };
}

/** A standard that rules map to: its edition, where to read it, and the clauses that a mapping may name. */
export interface Standard {
  /** Conformity's id where it has one. */
  readonly id: string;
  readonly title: string;
  readonly edition: string;
  readonly url: string;
  /** Where number and title of every clause below were compared. What could not be is not in the list. */
  readonly confirmedIn: string;
  /** What a reader must know before relying on the list. */
  readonly note: string | null;
  /** The name of the edition that `successor` speaks of. */
  readonly successorEdition?: string;
  readonly clauses: readonly Clause[];
}
