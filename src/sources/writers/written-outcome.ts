import type { InputFile } from "../readers/reader.ts";
import type { SettableName } from "../written/settable.ts";
import type { Account, WrittenIdentity } from "../written/identity.ts";
import type { Outcome, UnreadPart } from "../written/outcome.ts";
import type { Span } from "../written/text.ts";
import type { Value } from "../written/value.ts";
import { identitiesWritten, type WrittenPolicy } from "./written-policy.ts";

/** What a reader found in a file of one form. */
export interface Found {
  /** The policies, evaluated as the account that they are written in. */
  readonly policies: (account: Account, given: ReadonlyMap<string, Value>) => readonly WrittenPolicy[];
  /** Names with a value in the file that a deployment may give another: `given` of `policies`. */
  readonly settable?: readonly SettableName[];
  readonly handled: readonly Span[];
  /** What may change the policies and is not understood. */
  readonly unread?: readonly UnreadPart[];
}

/** The outcome of a file that writes policies, or none. */
export const writtenOutcome = (
  file: InputFile,
  { policies, settable = [], handled, unread = [] }: Found,
): Outcome => {
  const identitiesWith = (given: ReadonlyMap<string, Value>): readonly WrittenIdentity[] =>
    identitiesWritten(file, file.kind, (account) => policies(account, given));
  const identities = identitiesWith(new Map());
  return identities.length + unread.length === 0
    ? { status: "skipped", reason: `it writes no policy of ${file.kind.words.a}`, handled }
    : {
        status: "judged",
        identities,
        handled,
        unread,
        ...(settable.length === 0 ? {} : { settable: { path: file.path, names: settable, identitiesWith } }),
      };
};
