import { ADVICE } from "../readers/skipped.ts";
import type { Account } from "../written/identity.ts";
import type { Outcome } from "../written/outcome.ts";
import type { SourceFile, Span } from "../written/text.ts";
import { identitiesWritten, type WrittenPolicy } from "./written-policy.ts";

/** What a reader found in a file of one form. */
export interface Found {
  /** The policies, evaluated as the account that they are written in. */
  readonly policies: (account: Account) => readonly WrittenPolicy[];
  readonly handled: readonly Span[];
}

/** The outcome of a file that writes policies, or none. */
export const writtenOutcome = (file: SourceFile, { policies, handled }: Found): Outcome => {
  const identities = identitiesWritten(file, policies);
  return identities.length === 0
    ? { status: "skipped", reason: "it writes no policy of an SES identity", todo: ADVICE, handled }
    : { status: "judged", identities, handled };
};
