import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { scan, type Coverage, type Finding } from "postern";
import { startFakeSns, type FakeSns } from "./fake-sns.ts";

const arn = (name: string): string => `arn:aws:sns:us-east-1:111122223333:${name}`;

const policy = (name: string, condition: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: "*", Action: "sns:Publish", Resource: arn(name), Condition: condition },
    ],
  });

describe("a scan with the plugin", () => {
  let sns: FakeSns;
  before(async () => {
    sns = await startFakeSns({
      [arn("open")]: policy("open", {}),
      [arn("ours")]: policy("ours", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
      [arn("refused")]: null,
    });
  });
  after(() => sns.close());

  it("reads every topic over the wire and judges it", async () => {
    const findings: Finding[] = [];
    const coverage: Coverage[] = [];
    const results = scan({
      endpointUrl: sns.url,
      credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "example" },
      regions: ["us-east-1"],
      plugins: [{ name: "../src/index.ts", folder: fileURLToPath(new URL(".", import.meta.url)) }],
      select: { ids: ["EXP-001"] },
      now: "2026-01-01T00:00:00Z",
      callsPerSecond: 1000,
    });
    for await (const record of results) {
      if (record.kind === "finding") findings.push(record);
      if (record.kind === "coverage") coverage.push(record);
    }
    assert.deepEqual(
      findings
        .filter(({ resource }) => resource.kind === "aws.sns.topic")
        .map(({ resource, status }) => `${resource.name} ${status}`),
      ["open FAILURE", "ours SUCCESS", "refused NOT_EVALUATED"],
    );
    assert.deepEqual(
      coverage.map(({ scope, status, listed, read, unread }) => ({ scope, status, listed, read, unread })),
      [{ scope: "aws/111122223333/us-east-1/sns", status: "partial", listed: 3, read: 2, unread: 1 }],
    );
    assert.equal(sns.calls.filter((name) => name === "ListTopics").length, 3);
  });
});
