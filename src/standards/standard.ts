/** How a clause's number and title were established: in the primary text, in a document that cites it, or neither yet. */
type Confirmation = "primary-text" | "cited" | "to-be-confirmed";

export interface Clause {
  /** As people cite it: `Art. 32`, `AC-3(7)`, `SEC03-BP07`. */
  readonly id: string;
  readonly title: string;
  readonly confirmation: Confirmation;
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
  /** What a reader must know before relying on the list. */
  readonly note: string | null;
  /** The name of the edition that `successor` speaks of. */
  readonly successorEdition?: string;
  readonly clauses: readonly Clause[];
}
