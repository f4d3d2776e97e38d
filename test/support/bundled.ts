import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sumsText } from "../../src/exporters/bundle/sums.ts";
import { postern, type Outcome } from "./command.ts";
import { aFolder } from "./folder.ts";

const SCOPE = "aws/111122223333/us-east-1/ses";

export const policy = (principal: string | object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "ses:SendEmail", Resource: "*" }],
  });

const identity = (name: string, document: string): object => ({
  kind: "aws.ses.identity",
  scope: SCOPE,
  id: `arn:aws:ses:us-east-1:111122223333:identity/${name}`,
  collectedAt: "2026-11-23T16:00:03Z",
  type: "Domain",
  policies: [{ name: "Policy-1", document }],
  verification: "Success",
  dkim: { enabled: true, status: "Success" },
});

/** Two identities, one of which lets anybody send. */
export const SNAPSHOT: string = [
  {
    kind: "snapshot",
    version: 1,
    startedAt: "2026-11-23T16:00:00Z",
    tool: "postern 0.1.0",
    caller: { account: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/Audit/me" },
    parameters: {},
  },
  identity("a.example.com", policy("*")),
  identity("b.example.com", policy({ AWS: "arn:aws:iam::111122223333:root" })),
  { kind: "scope", id: SCOPE, status: "complete", listed: 2 },
  { kind: "end", finishedAt: "2026-11-23T16:00:41Z" },
]
  .map((record) => `${JSON.stringify(record)}\n`)
  .join("");

/** A bundle below a folder of its own for each test. */
export interface BundleFolder {
  readonly folder: () => string;
  /** Writes it from SNAPSHOT. */
  readonly write: (...more: readonly string[]) => Promise<Outcome>;
  readonly verify: (...more: readonly string[]) => Promise<Outcome>;
  readonly left: () => readonly string[];
  readonly inBundle: (name: string) => string;
  readonly listAgain: () => void;
}

export const aBundle = (): BundleFolder => {
  const folder = aFolder();

  const write = async (...more: readonly string[]): Promise<Outcome> => {
    writeFileSync(join(folder(), "snapshot.jsonl"), SNAPSHOT);
    return postern(["analyze", "snapshot.jsonl", "-o", "bundle", "--bundle", ...more], { cwd: folder() });
  };
  const verify = async (...more: readonly string[]): Promise<Outcome> =>
    postern(["verify", "bundle", ...more], { cwd: folder() });
  const left = (): readonly string[] => readdirSync(folder()).filter((name) => name.startsWith("bundle"));
  const inBundle = (name: string): string => join(folder(), "bundle", name);

  /** What a forger does who knows how the list of hashes is made. */
  const listAgain = (): void => {
    const names = readdirSync(inBundle(""), { recursive: true, encoding: "utf8" }).filter(
      (name) => statSync(inBundle(name)).isFile() && !/^SHA256SUMS|\.postern$/.test(name),
    );
    const files = names.map((name) => ({
      name,
      sha256: createHash("sha256")
        .update(readFileSync(inBundle(name)))
        .digest("hex"),
    }));
    writeFileSync(inBundle("SHA256SUMS"), sumsText(files));
  };
  return { folder, write, verify, left, inBundle, listAgain };
};
