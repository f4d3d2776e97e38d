import type { Command } from "commander";
import type { ConnectionOptions } from "../scan.ts";
import { positive, url } from "./arguments.ts";
import type { Io } from "./io.ts";

export interface ConnectionFlags {
  readonly profile?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly endpointUrl?: string;
  readonly callsPerSecond?: number;
}

/** The options of every command that speaks to AWS. */
export const addConnectionOptions = (command: Command): Command =>
  command
    .option("--profile <name>", "profile of the AWS configuration files")
    .option("--role-arn <arn>", "role to assume; {account} in it is filled in")
    .option("--external-id <id>", "external id that the role asks for")
    .option("--endpoint-url <url>", "in place of AWS, for every client", url)
    .option(
      "--calls-per-second <n>",
      "for one operation in one account and region (AWS documents 1 for SES)",
      positive,
    );

/** What the flags and the environment say; the region for questions that have none of their own is AWS_REGION's. */
export const connectionOf = (flags: ConnectionFlags, io: Io): ConnectionOptions => {
  const { profile, roleArn, externalId, endpointUrl, callsPerSecond } = flags;
  const region = io.env["AWS_REGION"] ?? io.env["AWS_DEFAULT_REGION"];
  return {
    signal: io.signal,
    ...(profile === undefined ? {} : { profile }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    ...(region === undefined || region === "" ? {} : { region }),
  };
};
