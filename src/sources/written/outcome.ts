import type { WrittenIdentity } from "./identity.ts";

/** A file, or one part of it, that could not be understood; `reason` completes "… :". */
interface NotUnderstood {
  readonly status: "not-understood";
  readonly reason: string;
  /** From 1. */
  readonly line?: number;
  /** What to do where the user named this very file. */
  readonly todo: string;
}

/** What a source made of a file. */
export type Outcome =
  | {
      readonly status: "judged";
      readonly identities: readonly WrittenIdentity[];
      /** It is a plan or a state: the code that it was made from says where things are written. */
      readonly planned?: true;
    }
  | { readonly status: "skipped"; readonly reason: string; readonly todo: string }
  | NotUnderstood;
