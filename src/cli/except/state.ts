import { isDeepStrictEqual } from "node:util";
import type { LoadedConfig } from "../../config/config.ts";
import type { Exception, ExceptionEntry } from "../../model/exception.ts";
import type { Results } from "../../model/results.ts";

export interface ExceptionState {
  readonly exception: Exception;
  /** `in-force` where no results say whether it was applied. */
  readonly state: ExceptionEntry["state"] | "in-force";
}

/** What became of each exception: by the day, and by what a run made of it where its results are given. */
export const statesOf = (
  config: LoadedConfig | null,
  today: string,
  results: Results | null,
): readonly ExceptionState[] =>
  (config?.config.exceptions ?? []).map((exception) => {
    if (exception.expires < today) return { exception, state: "expired" };
    const entry = results?.summary.exceptions.find((one) => isDeepStrictEqual(one.exception, exception));
    return { exception, state: entry?.state ?? "in-force" };
  });

/** What an exception is about, in a few words. */
export const aboutOf = ({ match }: Exception): string =>
  [
    match.resource,
    match.account && `account ${match.account}`,
    match.region,
    match.tag && `tag ${match.tag.key}${match.tag.value === undefined ? "" : `=${match.tag.value}`}`,
    match.fingerprint && `fault ${match.fingerprint}`,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
