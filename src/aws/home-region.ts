import { profileOf } from "./profile.ts";
import type { SessionOptions } from "./session.ts";

/**
 * The region of the questions that have none of their own: the one given, else the profile's, else the first that is asked
 * about, since STS of another partition does not know the caller.
 *
 * With `credentials` no configuration file is read.
 */
export const homeRegion = async (
  { region, profile, credentials }: Pick<SessionOptions, "region" | "profile" | "credentials">,
  asked: readonly string[] = [],
): Promise<string> =>
  region ??
  (credentials === undefined ? (await profileOf(profile)).settings["region"] : undefined) ??
  asked[0] ??
  "us-east-1";
