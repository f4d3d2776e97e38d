import { expect } from "chai";
import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { postern } from "../support/command.ts";
import { ACCOUNT, KEY, REGION, emulated } from "../support/emulated.ts";
import { aFolder } from "../support/folder.ts";

const SCOPE = `aws/${ACCOUNT}/${REGION}/ses`;

const identity = (name: string, principal: string): object => ({
  kind: "aws.ses.identity",
  scope: SCOPE,
  id: `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${name}`,
  collectedAt: "2026-11-23T16:00:03Z",
  type: "Domain",
  policies: [
    {
      name: "Policy-1",
      document: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: principal, Action: "ses:SendEmail", Resource: "*" }],
      }),
    },
  ],
  verification: "Success",
  dkim: { enabled: true, status: "Success" },
});

const SNAPSHOT = [
  {
    kind: "snapshot",
    version: 1,
    startedAt: "2026-11-23T16:00:00Z",
    tool: "postern 0.1.0",
    caller: { account: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Audit/me` },
    parameters: {},
  },
  identity("open.example.com", "*"),
  identity("sørvis \u{1f4e8}.example.com", ACCOUNT),
  { kind: "scope", id: SCOPE, status: "complete", listed: 2 },
  { kind: "end", finishedAt: "2026-11-23T16:00:41Z" },
];

/** Of `aws`, as [2, 15]; null where it is not installed. */
const versionOf = (): readonly [major: number, minor: number] | null => {
  const { stdout, error } = spawnSync("aws", ["--version"], { encoding: "utf8" });
  const [, major, minor] = /^aws-cli\/(\d+)\.(\d+)\./.exec(stdout ?? "") ?? [];
  return error !== undefined || minor === undefined ? null : [Number(major), Number(minor)];
};

/** Whether the command line knows the members of ASFF that came in 2024. */
const knowsAll = ([major, minor]: readonly [number, number]): boolean =>
  major === 1 ? minor >= 33 : major > 2 || minor >= 16;

describe("the aws command line", function () {
  this.timeout(120_000);
  const folder = aFolder();
  const version = versionOf();

  for (const members of ["classic", "all"] as const)
    it(`imports -f asff --asff-members ${members} as it is`, async function () {
      if (version === null || (members === "all" && !knowsAll(version))) return this.skip();
      const world = await emulated();
      try {
        writeFileSync(
          join(folder(), "snapshot.jsonl"),
          SNAPSHOT.map((record) => `${JSON.stringify(record)}\n`).join(""),
        );
        const { stderr } = await postern(
          ["analyze", "snapshot.jsonl", "--asff-members", members, "-f", "asff=findings.json"],
          { cwd: folder() },
        );
        const { stdout } = await promisify(execFile)(
          "aws",
          [
            "securityhub",
            "batch-import-findings",
            "--findings",
            "file://findings.json",
            "--output",
            "json",
            // Versions before 2.13 do not read AWS_ENDPOINT_URL.
            "--endpoint-url",
            world.emulator.url,
          ],
          {
            cwd: folder(),
            env: {
              PATH: process.env["PATH"],
              HOME: folder(),
              LC_ALL: "C.UTF-8",
              AWS_ACCESS_KEY_ID: KEY.accessKeyId,
              AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
              AWS_DEFAULT_REGION: REGION,
            },
          },
        );
        const { FailedCount, SuccessCount } = JSON.parse(stdout) as Readonly<Record<string, number>>;
        expect(FailedCount, stderr).to.equal(0);
        expect(SuccessCount).to.equal(world.region.hub?.findings.size).and.to.be.greaterThan(10);
      } finally {
        await world.emulator.close();
      }
    });
});
