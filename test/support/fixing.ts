import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addIdentity } from "../../src/emulator/world.ts";
import { postern, type Outcome } from "./command.ts";
import { ACCOUNT, emulated, KEY, REGION, type Emulated } from "./emulated.ts";

export const arnOf = (name: string): string => `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${name}`;

/** A policy that lets everybody send as the identity, as SES stores it. */
export const openPolicy = (name: string, sid = "Open"): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: sid,
        Effect: "Allow",
        Principal: "*",
        Action: ["ses:SendEmail", "ses:SendRawEmail"],
        Resource: arnOf(name),
      },
    ],
  });

/** An emulated account with exposed identities. */
export const exposedWorld = async (names: readonly string[]): Promise<Emulated> => {
  const world = await emulated();
  for (const name of names) addIdentity(world.region, name, { policies: { mail: openPolicy(name) } });
  return world;
};

/** `postern fix` against an emulated AWS; every path is below the folder. */
export const fixing = async (
  world: Emulated,
  cwd: string,
  argv: readonly string[],
  stdin = "",
): Promise<Outcome> =>
  withKey(() =>
    postern(["fix", ...argv, "--endpoint-url", world.emulator.url, "--calls-per-second", "1000"], {
      cwd,
      stdin,
    }),
  );

const withKey = async <T>(run: () => Promise<T>): Promise<T> => {
  const keys = {
    AWS_ACCESS_KEY_ID: KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const saved = { ...process.env };
  Object.assign(process.env, keys);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(keys))
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
  }
};

/** The policies that the emulated AWS has for an identity. */
export const policiesIn = ({ region }: Emulated, name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(region.identities.get(name)?.policies ?? []);

export const eventsIn = (folder: string): readonly string[] =>
  readFileSync(join(folder, "postern-backup", "journal.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { readonly event: string }).event);
