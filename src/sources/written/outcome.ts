import type { Settable } from "./settable.ts";
import type { WrittenIdentity } from "./identity.ts";
import type { SourceFile, Span } from "./text.ts";

/** A part of a file that could not be understood. */
export interface UnreadPart {
  readonly reason: string;
  /** From 1. */
  readonly line: number;
}

/** The parts of the file that a reader dealt with; absent where that is the whole file. */
interface Handled {
  readonly handled?: readonly Span[];
  /** Code in the file serves what was judged: what it says of writers is no other policy, but a statement in it may be one. */
  readonly serves?: true;
}

/** A file, or one part of it, that could not be understood; `reason` completes "… :". */
interface NotUnderstood {
  readonly status: "not-understood";
  readonly reason: string;
  /** From 1. */
  readonly line?: number;
  /** What to do where the user named this very file; the general advice where it is left out. */
  readonly todo?: string;
}

/** Nothing in the file is judged; `todo` is what to do where the user named this very file, the general advice where it is left out. */
export type Skipped = Handled & {
  /** The file, where it may have a resource of the kind that it does not name. */
  readonly mayBring?: SourceFile;
  readonly status: "skipped";
  readonly reason: string;
  readonly todo?: string;
};

/** What a source made of a file. */
export type Outcome =
  | (Handled & {
      readonly status: "judged";
      readonly identities: readonly WrittenIdentity[];
      /** It is a plan or a state: the code that it was made from says where things are written. */
      readonly planned?: true;
      readonly unread?: readonly UnreadPart[];
      /** What a deployment may set otherwise. */
      readonly settable?: Settable;
    })
  | Skipped
  | NotUnderstood;
