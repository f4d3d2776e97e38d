import { fork } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { startEmulator, type Emulator } from "../../src/emulator/start.ts";
import type { Rates } from "../../src/emulator/rates.ts";
import { addAccount, addIdentity, addKey, emptyWorld, type World } from "../../src/emulator/world.ts";

/** The account whose key every measure calls with; its siblings are entered through `ROLE`. */
export const CALLER = "100000000000";
export const ROLE = "PosternAudit";
const KEY = { id: "AKIAEMULATEDBENCH001", secret: "a-secret/of+the=benchmarks" };

export interface Estate {
  readonly accounts: number;
  readonly regions: readonly string[];
  /** In each region that has any. */
  readonly identities: number;
  /** One scope in so many has identities; 1 for every scope. */
  readonly oneScopeIn: number;
  /** One identity in so many has a policy; 0 for none. */
  readonly onePolicyIn: number;
  readonly rates: Rates;
}

/** What one operation was asked. Moments are milliseconds since 1970, of the answers. */
export interface Asked {
  readonly calls: number;
  readonly throttled: number;
  readonly first: number;
  readonly last: number;
}

/** An embedded AWS in a process of its own, so that its work is not counted as that of the one who asks. */
export interface AwsProcess {
  readonly url: string;
  /** What the credentials of every measure look like to a process. */
  readonly env: NodeJS.ProcessEnv;
  /** What was asked since the last time, by operation. */
  taken(): Promise<Readonly<Record<string, Asked>>>;
  close(): Promise<void>;
}

export const accountsOf = ({ accounts }: Pick<Estate, "accounts">): readonly string[] =>
  Array.from({ length: accounts }, (_, index) => String(Number(CALLER) + index));

export const startAws = async (estate: Estate): Promise<AwsProcess> => {
  const child = fork(import.meta.filename, [SERVE, JSON.stringify(estate)], { serialization: "json" });
  const told = async (): Promise<unknown> => {
    const [message] = (await once(child, "message")) as unknown[];
    return message;
  };
  const url = String(await told());
  return {
    url,
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: KEY.id,
      AWS_SECRET_ACCESS_KEY: KEY.secret,
      AWS_REGION: estate.regions[0],
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
    taken: async () => {
      const answer = told();
      child.send("take");
      return (await answer) as Readonly<Record<string, Asked>>;
    },
    close: async () => {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
};

const SERVE = "serve";

const worldOf = ({ regions, identities, oneScopeIn, onePolicyIn, ...rest }: Estate): World => {
  const world = emptyWorld();
  let scopes = 0;
  for (const id of accountsOf(rest)) {
    const account = addAccount(world, { id, name: id, regions });
    account.roles.set(ROLE, { name: ROLE, trusted: [CALLER] });
    for (const region of account.regions.values()) {
      const here = scopes % oneScopeIn === 0 ? identities : 0;
      scopes += 1;
      for (let index = 0; index < here; index += 1)
        addIdentity(region, `d${String(index).padStart(6, "0")}.example.com`, {
          policies: onePolicyIn > 0 && index % onePolicyIn === 0 ? { Sending: policyOf(id) } : {},
        });
    }
  }
  addKey(world, { ...KEY, account: CALLER, user: "bench" });
  return world;
};

const policyOf = (account: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Sid: "Sending",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ["ses:SendEmail", "ses:SendRawEmail"],
      Resource: "*",
    },
  });

const taken = ({ log }: Emulator): Readonly<Record<string, Asked>> => {
  const asked: Record<string, Asked> = {};
  for (const { operation, code, at } of log.calls) {
    const moment = Date.parse(at);
    const known = asked[operation] ?? { calls: 0, throttled: 0, first: moment, last: moment };
    const throttled = known.throttled + (code?.startsWith("Thrott") || code?.startsWith("TooMany") ? 1 : 0);
    asked[operation] = { ...known, calls: known.calls + 1, throttled, last: moment };
  }
  log.clear();
  return asked;
};

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url && process.argv[2] === SERVE) {
  const estate = JSON.parse(process.argv[3] ?? "{}") as Estate;
  const emulator = await startEmulator({ world: worldOf(estate), rates: estate.rates });
  process.on("message", () => process.send?.(taken(emulator)));
  process.on("disconnect", () => process.exit());
  process.send?.(emulator.url);
}
