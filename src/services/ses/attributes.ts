import { isUnread, type Unread } from "../../model/fact.ts";
import { OMITTED, readDkim, readVerification, type Asking, type Attributes } from "./calls.ts";
import type { Reading } from "./lane.ts";
import type { LaneReader } from "./read-in-lanes.ts";

/** Names that one call takes. Source: API reference of GetIdentityVerificationAttributes. */
const NAMES_A_CALL = 100;

interface Facts {
  readonly verification: string | Unread;
  readonly dkim: Dkim | Unread;
}

type Dkim = Exclude<Reading["dkim"], undefined>;

/**
 * Verification and DKIM of an identity: from the lane that read it, else from v1's calls for a hundred names, which are
 * made when the first of the hundred needs them. Where those are refused, the v2 lane is asked for the one identity, so
 * that it does not matter which lane had read it.
 */
export const attributesOf = (
  asking: Asking,
  names: readonly string[],
  { open }: Pick<LaneReader, "open">,
): ((name: string, reading: Reading) => Promise<Facts>) => {
  const batches = new Map(names.map((name, index) => [name, Math.floor(index / NAMES_A_CALL)]));
  const batched = <T>(
    read: (asking: Asking, names: readonly string[]) => Promise<Attributes<T>>,
  ): ((name: string) => Promise<T | Unread>) => {
    let latest: { readonly batch: number; readonly answers: Promise<Attributes<T>> } | null = null;
    return async (name) => {
      const batch = batches.get(name) ?? 0;
      // The names come in order, so that the answers for earlier ones are not needed again.
      if (latest?.batch !== batch) {
        const some = names.slice(batch * NAMES_A_CALL, (batch + 1) * NAMES_A_CALL);
        latest = { batch, answers: read(asking, some) };
      }
      return (await latest.answers)(name);
    };
  };
  const verificationOf = batched(readVerification);
  const dkimOf = batched(readDkim);
  return async (name, reading) => {
    const [verification, dkim] = await Promise.all([
      reading.verification ?? verificationOf(name),
      reading.dkim ?? dkimOf(name),
    ]);
    const v2 = open("v2");
    if (v2 === null || !(isRefused(verification) || isRefused(dkim))) return { verification, dkim };
    const again = await v2.read(name);
    return { verification: again.verification ?? verification, dkim: again.dkim ?? dkim };
  };
};

/** An identity that is left out of an answer is not refused: it may be gone. */
const isRefused = (fact: string | Dkim | Unread): boolean => isUnread(fact) && fact.unread.code !== OMITTED;
