import type { Command } from "commander";
import type { ConnectionOptions } from "../connection.ts";
import { visibleLine } from "../text/visible.ts";
import { duration, percentage, positive, sessionName, url } from "./arguments.ts";
import type { Io } from "./io.ts";

export interface ConnectionFlags {
  readonly profile?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly roleSessionName?: string;
  readonly endpointUrl?: string;
  readonly callsPerSecond?: number;
  readonly ownersShare?: number;
  readonly timeout?: number;
  readonly debug?: boolean;
}

/** The options of every command that speaks to AWS. */
export const addConnectionOptions = (command: Command): Command =>
  command
    .option("--profile <name>", "profile of the AWS configuration files")
    .option("--role-arn <arn>", "role to assume; {account} in it is filled in")
    .option("--external-id <id>", "external id that the role asks for")
    .option(
      "--role-session-name <name>",
      "names the sessions of the role in AWS's logs (default: postern)",
      sessionName,
    )
    .option("--endpoint-url <url>", "in place of AWS, for every client", url)
    .option(
      "--calls-per-second <n>",
      "never more for one operation in one account and region, whatever AWS allows",
      positive,
    )
    .option(
      "--owners-share <percent>",
      "of each of AWS's limits, left to your own work (default: 20)",
      percentage,
    )
    .option(
      "--timeout <time>",
      "ask nothing more after it, as 90s, 10m or 2h; what is missing is unread",
      duration,
    )
    .option("--debug", "tell of every call to AWS on stderr: operation, scope, attempt, time, request id");

/** What the flags and the environment say; the region for questions that have none of their own is AWS_REGION's. */
export const connectionOf = (flags: ConnectionFlags, io: Io): ConnectionOptions => {
  const { profile, roleArn, externalId, roleSessionName, endpointUrl, callsPerSecond, ownersShare, timeout } =
    flags;
  const region = io.env["AWS_REGION"] ?? io.env["AWS_DEFAULT_REGION"];
  return {
    signal: io.signal,
    waiting: tellWait(io),
    ...(flags.debug === true ? { debug: tellAttempt(io) } : {}),
    ...(timeout === undefined ? {} : { timeout }),
    ...(profile === undefined ? {} : { profile }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(roleSessionName === undefined ? {} : { roleSessionName }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
    ...(ownersShare === undefined ? {} : { ownersShare: ownersShare / 100 }),
    ...(region === undefined || region === "" ? {} : { region }),
  };
};

const tellAttempt =
  (io: Io): NonNullable<ConnectionOptions["debug"]> =>
  ({ operation, scope, attempt, outcome, milliseconds, requestId }) => {
    const request = requestId === null ? "" : `, request ${requestId}`;
    io.stderr.write(
      `${visibleLine(`postern: ${io.clock()} ${operation} ${scope} attempt ${attempt}: ${outcome} in ${milliseconds} ms${request}`)}\n`,
    );
  };

/** Milliseconds between two lines, however many calls wait. */
const TOLD_EVERY = 9_000;

/** Says on stderr which call keeps the run waiting, so that nobody takes it for dead. */
const tellWait = (io: Io): NonNullable<ConnectionOptions["waiting"]> => {
  let last = Number.NEGATIVE_INFINITY;
  return ({ operation, account, region, seconds }) => {
    if (performance.now() - last < TOLD_EVERY) return;
    last = performance.now();
    io.stderr.write(`postern: ${operation} in ${account} ${region} has not been answered for ${seconds} s\n`);
  };
};
