import { closeSync, openSync, writeSync } from "node:fs";
import { realistic, RESOURCE } from "./policies.ts";

const REGIONS = ["eu-west-1", "us-east-1"] as const;

export const ACCOUNT = "111111111111";

/** The lines of a snapshot of so many identities in two regions, each with a policy that no other has. */
export function* estateLines(identities: number): Iterable<string> {
  yield line({
    kind: "snapshot",
    version: 1,
    startedAt: "2026-11-23T16:00:00Z",
    tool: "postern 0.1.0",
    caller: { account: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Audit/me` },
    parameters: {},
  });
  const texts = realistic(identities);
  const each = Math.ceil(identities / REGIONS.length);
  for (const [place, region] of REGIONS.entries()) {
    const scope = `aws/${ACCOUNT}/${region}/ses`;
    const own = texts.slice(place * each, (place + 1) * each);
    for (const [index, text] of own.entries()) yield line(identity(scope, region, index, text));
    yield line({ kind: "scope", id: scope, status: "complete", listed: own.length });
  }
  yield line({ kind: "end", finishedAt: "2026-11-23T16:00:41Z" });
}

const identity = (scope: string, region: string, index: number, text: string): object => {
  const id = `arn:aws:ses:${region}:${ACCOUNT}:identity/d${String(index).padStart(6, "0")}.example.com`;
  return {
    kind: "aws.ses.identity",
    scope,
    id,
    collectedAt: "2026-11-23T16:00:03Z",
    type: "Domain",
    policies: [{ name: "Policy-1", document: text.replaceAll(RESOURCE, id) }],
    verification: index % 50 === 0 ? "Failed" : "Success",
    dkim: { enabled: index % 20 !== 0, status: index % 20 === 0 ? "NotStarted" : "Success" },
  };
};

const line = (record: object): string => `${JSON.stringify(record)}\n`;

/** Writes the snapshot to a file. */
export const writeEstate = (path: string, identities: number): void => {
  const file = openSync(path, "w");
  try {
    for (const text of estateLines(identities)) writeSync(file, text);
  } finally {
    closeSync(file);
  }
};
