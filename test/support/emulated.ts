import { AccountClient } from "@aws-sdk/client-account";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { SESClient } from "@aws-sdk/client-ses";
import { STSClient } from "@aws-sdk/client-sts";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/start.ts";
import { newHub } from "../../src/emulator/services/security-hub/hub.ts";
import { addAccount, addKey, type Account, type Region } from "../../src/emulator/world.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const KEY: Credentials = {
  accessKeyId: "AKIAEMULATEDTEST0001",
  secretAccessKey: "a-secret/of+the=tests",
};

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The SDK's own clients, as they are without any setting but where to speak and as whom. */
export interface Clients {
  readonly ses: (region?: string, credentials?: Credentials, maxAttempts?: number) => SESClient;
  readonly hub: (region?: string, credentials?: Credentials, maxAttempts?: number) => SecurityHubClient;
  readonly sts: (credentials?: Credentials) => STSClient;
  readonly accounts: (credentials?: Credentials) => AccountClient;
}

export interface Emulated extends Clients {
  readonly emulator: Emulator;
  readonly account: Account;
  /** Of `REGION`. */
  readonly region: Region;
}

/** Clients of an emulator; they try once where nothing else is said. */
export const clientsOf = (endpoint: string, standard: Credentials): Clients => {
  const config = (
    region: string,
    { accessKeyId, secretAccessKey, sessionToken }: Credentials,
    maxAttempts: number,
  ) => ({
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    maxAttempts,
    endpoint,
  });
  return {
    ses: (region = REGION, credentials = standard, maxAttempts = 1) =>
      new SESClient(config(region, credentials, maxAttempts)),
    hub: (region = REGION, credentials = standard, maxAttempts = 1) =>
      new SecurityHubClient(config(region, credentials, maxAttempts)),
    sts: (credentials = standard) => new STSClient(config("us-east-1", credentials, 1)),
    accounts: (credentials = standard) => new AccountClient(config("us-east-1", credentials, 1)),
  };
};

/** An emulator with one account in two regions, Security Hub in both. */
export const emulated = async (options: EmulatorOptions = {}): Promise<Emulated> => {
  const emulator = await startEmulator(options);
  const account = addAccount(emulator.world, { id: ACCOUNT, name: "test", regions: [REGION, "us-east-1"] });
  for (const region of account.regions.values()) region.hub = newHub(0);
  addKey(emulator.world, {
    id: KEY.accessKeyId,
    secret: KEY.secretAccessKey,
    account: ACCOUNT,
    user: "tester",
  });
  return {
    emulator,
    account,
    region: account.regions.get(REGION) ?? unreachable(),
    ...clientsOf(emulator.url, KEY),
  };
};

const unreachable = (): never => {
  throw new Error("the account has no such region");
};

/** What a refused call looked like to the SDK. */
export interface Refused {
  readonly name: string;
  readonly status: number | undefined;
  readonly message: string;
}

/** The refusal of a call; throws where it succeeded. */
export const refusalOf = async (call: Promise<unknown>): Promise<Refused> => {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error("the call was not refused");
};
