import { loadSharedConfigFiles } from "@smithy/core/config";
import { ATTEMPTS } from "./access.ts";

/** What the AWS configuration files say of one profile, both files together; empty where they do not have it. */
export interface Profile {
  readonly name: string;
  /** Whether one of the files has a section of this name. */
  readonly exists: boolean;
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** Every profile that the files have, sorted. */
  readonly others: readonly string[];
}

/** The profile that is meant: the one given, else that of AWS_PROFILE, else `default`. Files that are missing or broken are empty. */
export const profileOf = async (name: string = process.env["AWS_PROFILE"] ?? "default"): Promise<Profile> => {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return {
    name,
    exists: Object.hasOwn(configFile, name) || Object.hasOwn(credentialsFile, name),
    settings: { ...credentialsFile[name], ...configFile[name] },
    others: [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])]
      .filter((one) => one !== name && !one.includes("."))
      .sort(),
  };
};

/**
 * Makes the profile the one of this process until the answer is called.
 *
 * The SDK reads endpoint_url, services sections, FIPS and dual stack of AWS_PROFILE alone, whatever profile a client
 * is given (@smithy/core 3.41): one profile's keys would go to another's endpoint.
 */
export const withProfile = (name: string | undefined): (() => void) => {
  const before = process.env["AWS_PROFILE"];
  if (name === undefined || name === before) return () => undefined;
  process.env["AWS_PROFILE"] = name;
  return () => {
    if (process.env["AWS_PROFILE"] !== name) return;
    if (before === undefined) delete process.env["AWS_PROFILE"];
    else process.env["AWS_PROFILE"] = before;
  };
};

/** Attempts for one call: AWS_MAX_ATTEMPTS, else the profile's `max_attempts`, else 8. */
export const attemptsFor = async (name: string | undefined): Promise<number> => {
  const said = process.env["AWS_MAX_ATTEMPTS"] ?? (await profileOf(name)).settings["max_attempts"];
  const attempts = Number(said);
  return Number.isInteger(attempts) && attempts > 0 ? attempts : ATTEMPTS;
};
