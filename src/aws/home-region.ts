import { loadSharedConfigFiles } from "@smithy/core/config";
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
  region ?? (credentials === undefined ? await ofProfile(profile) : undefined) ?? asked[0] ?? "us-east-1";

/** As the SDK finds the profile's credentials; files that are missing or broken are empty to it. */
const ofProfile = async (
  profile: string = process.env["AWS_PROFILE"] ?? "default",
): Promise<string | undefined> => {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return configFile[profile]?.["region"] ?? credentialsFile[profile]?.["region"];
};
