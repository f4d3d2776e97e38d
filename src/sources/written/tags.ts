import { ACCOUNT_OF_THE_CODE } from "../../services/stand-ins.ts";
import type { Account } from "./identity.ts";
import type { Value } from "./value.ts";

/** Tags that the code gives, by key; null in place of a value that is not known. */
export type WrittenTags = ReadonlyMap<string, string | null>;

/** The tags of a value; null where not even their keys are known. `text` tells what a single value comes to. */
export const writtenTags = (
  value: Value | null,
  text: (value: Value) => string | null,
): WrittenTags | null => {
  if (value === null || value.kind === "null") return new Map();
  return value.kind === "object"
    ? new Map(
        Array.from(value.entries, ([key, member]): readonly [string, string | null] => [key, text(member)]),
      )
    : null;
};

/** A resource's own tags go before those that it gets by default. Where its own are not known, no default is known to hold. */
export const withDefaults = (own: WrittenTags | null, defaults: WrittenTags | null): WrittenTags | null =>
  own === null ? null : new Map([...(defaults ?? []), ...own]);

/** Those whose value is known, as a resource has them; none where there are none. */
export const knownTags = (tags: WrittenTags | null): { readonly tags?: Readonly<Record<string, string>> } => {
  const known = [...(tags ?? [])].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
  return known.length === 0 ? {} : { tags: Object.fromEntries(known) };
};

/** The tags without the values that can hold a stand-in for the account or the region, which nobody has written. */
export const withoutStandIns = (tags: WrittenTags | null, { region, regionKnown }: Account): WrittenTags =>
  new Map(
    [...(tags ?? [])].map(([key, value]): readonly [string, string | null] => [
      key,
      value?.includes(ACCOUNT_OF_THE_CODE) === true ||
      (regionKnown !== true && value?.includes(region) === true)
        ? null
        : value,
    ]),
  );
