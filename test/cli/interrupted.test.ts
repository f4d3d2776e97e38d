import { expect } from "chai";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { postern } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const SCOPE = "aws/111122223333/us-east-1/ses";

const snapshotOf = (identities: number): string =>
  [
    {
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-23T16:00:00Z",
      tool: "t",
      caller: null,
      parameters: {},
    },
    ...Array.from({ length: identities }, (_, index) => ({
      kind: "aws.ses.identity",
      scope: SCOPE,
      id: `arn:aws:ses:us-east-1:111122223333:identity/d${String(index).padStart(6, "0")}.example.com`,
      type: "Domain",
      policies: [
        {
          name: "p",
          document: JSON.stringify({
            Version: "2012-10-17",
            Statement: { Sid: `s${index}`, Effect: "Allow", Principal: "*", Action: "ses:*", Resource: "*" },
          }),
        },
      ],
    })),
    { kind: "scope", id: SCOPE, status: "complete", listed: identities },
    { kind: "end", finishedAt: "2026-11-23T16:00:41Z" },
  ]
    .map((record) => `${JSON.stringify(record)}\n`)
    .join("");

describe("an interrupted analyze", function () {
  this.timeout(60_000);
  const folder = aFolder();

  for (const outputs of [[], ["-f", "jsonl=out.jsonl"], ["-o", "out"], ["-o", "out", "--bundle"]])
    it(`ends at once with 130 and nothing half-written: ${outputs.join(" ") || "the table"}`, async () => {
      writeFileSync(join(folder(), "a.jsonl"), snapshotOf(20_000));
      const ends = new AbortController();
      let interruptedAt = 0;
      setTimeout(() => {
        interruptedAt = performance.now();
        ends.abort();
      }, 300);
      const { code, stdout, stderr } = await postern(["analyze", "a.jsonl", ...outputs], {
        cwd: folder(),
        signal: ends.signal,
      });
      expect(code).to.equal(130);
      expect(stderr).to.include("postern: interrupted");
      expect(stdout).to.equal("");
      // A second at rest; the machine of a test is not.
      expect(performance.now() - interruptedAt).to.be.below(5_000);
      const left = readdirSync(folder()).filter((name) => !/^a\.jsonl$|\.unfinished\.jsonl$/.test(name));
      expect(left).to.deep.equal([]);
    });
});
