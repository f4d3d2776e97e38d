import { connect, systemTime } from "../../connection.ts";
import { isUnread } from "../../model/fact.ts";
import { problem } from "../../model/problem.ts";
import type { LiveOptions } from "../../reading.ts";
import type { ObjectStore } from "../object-store.ts";
import { s3Store } from "../s3-store.ts";
import { keepManifestStep, mergeStep, named, planStep, scanShardStep, type StepOptions } from "../steps.ts";
import { configuration } from "./configuration.ts";
import type { FunctionContext } from "./function-context.ts";
import { pushSettings } from "./push-settings.ts";

/** The steps of the state machine over an organisation; what they read, the environment says (deploy/organisation.yaml). */
export const plan = (event: unknown): Promise<object> => told(async () => planStep(event, await options()));

export const scanShard = (event: unknown, { getRemainingTimeInMillis }: FunctionContext): Promise<object> =>
  told(async () => scanShardStep(event, await options(), getRemainingTimeInMillis()));

export const keepManifest = (event: unknown): Promise<object> =>
  told(async () => keepManifestStep(event, await options(), systemTime()));

export const merge = (event: unknown): Promise<object> => told(async () => mergeStep(event, await options()));

/** After the merge: `POSTERN_PUSH_ROLE_ARN` names the role of each account by which its Security Hub is written. */
export const push = (event: unknown, { getRemainingTimeInMillis }: FunctionContext): Promise<object> =>
  told(async () => {
    // The client of Security Hub is the largest, and no other step needs it.
    const [{ pushStep }, { store, reading }] = await Promise.all([import("../push-step.ts"), options()]);
    const roleArn = process.env["POSTERN_PUSH_ROLE_ARN"] ?? "";
    if (roleArn === "") throw missing("POSTERN_PUSH_ROLE_ARN");
    const settings = pushSettings(process.env["POSTERN_PUSH"] ?? "");
    return pushStep(event, { store, reading, roleArn, settings }, getRemainingTimeInMillis());
  });

const told = async <T>(step: () => Promise<T>): Promise<T> => {
  try {
    return await step();
  } catch (error) {
    throw named(error);
  }
};

const options = async (): Promise<StepOptions> => {
  const reading = readingOf(process.env);
  return {
    reading,
    store: await storeOf(reading),
    formats: listIn(process.env["POSTERN_FORMATS"]),
  };
};

/** One function has one bucket: its store is opened once. */
let known: Promise<ObjectStore> | null = null;

const storeOf = (reading: LiveOptions): Promise<ObjectStore> =>
  (known ??= openStore(reading).catch((error: unknown) => {
    known = null;
    throw error;
  }));

const openStore = async ({ endpointUrl, region = "us-east-1" }: LiveOptions): Promise<ObjectStore> => {
  const bucket = process.env["POSTERN_BUCKET"] ?? "";
  if (bucket === "") throw missing("POSTERN_BUCKET");
  const session = connect({ region, ...(endpointUrl === undefined ? {} : { endpointUrl }) });
  const access = await session.ownAccess(region);
  if (isUnread(access)) throw refusedIdentity(access.unread.code, access.unread.message);
  return s3Store({ bucket, access });
};

const readingOf = (env: NodeJS.ProcessEnv): LiveOptions => {
  const roleArn = env["POSTERN_ROLE_ARN"] ?? "";
  if (roleArn === "") throw missing("POSTERN_ROLE_ARN");
  const externalId = env["POSTERN_EXTERNAL_ID"] ?? "";
  return {
    config: configuration(),
    now: systemTime(),
    region: env["AWS_REGION"] ?? "us-east-1",
    ...(env["AWS_ENDPOINT_URL"] === undefined ? {} : { endpointUrl: env["AWS_ENDPOINT_URL"] }),
    roleArn,
    ...(externalId === "" ? {} : { externalId }),
    organization: { units: listIn(env["POSTERN_UNITS"]) },
    excludedAccounts: listIn(env["POSTERN_EXCLUDED_ACCOUNTS"]),
    regions: listIn(env["POSTERN_REGIONS"]),
    excludedRegions: listIn(env["POSTERN_EXCLUDED_REGIONS"]),
    trustOrganization: env["POSTERN_TRUST_ORGANIZATION"] === "true",
  };
};

const listIn = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

const missing = (name: string): Error =>
  problem({ what: `the function has no ${name}`, todo: `Set ${name} in its environment.`, kind: "usage" });

const refusedIdentity = (code: string, message: string): Error =>
  problem({
    what: `the function does not know its own account: ${code} (${message})`,
    todo: "Check its role, and run it again.",
    kind: "output",
  });
