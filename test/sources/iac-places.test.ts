import { expect } from "chai";
import { join } from "node:path";
import type { PolicyDocument } from "../../src/model/resource.ts";
import { isResourceRecord, type ResourceRecord, type SnapshotRecord } from "../../src/model/snapshot.ts";
import { withIacPlaces } from "../../src/sources/iac-places/with-iac-places.ts";
import { KINDS } from "../../src/services/index.ts";
import { analyze, FIXTURES } from "./analyze.ts";

const ARN = "arn:aws:ses:eu-west-1:111122223333:identity/example.com";

const policy = (change: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "",
        Effect: "Allow",
        Resource: ARN,
        Principal: { AWS: "*" },
        Action: ["SES:SendRawEmail", "SES:SendEmail"],
        ...change,
      },
    ],
  });

const live = (document: string, name = "example", id = ARN): ResourceRecord => ({
  kind: "aws.ses.identity",
  scope: "aws/111122223333/eu-west-1/ses",
  id,
  type: "Domain",
  policies: [{ name, document }],
});

async function* stream(records: readonly SnapshotRecord[]): AsyncIterable<SnapshotRecord> {
  yield* records;
}

const placed = async (
  record: ResourceRecord,
  written: readonly SnapshotRecord[],
): Promise<PolicyDocument["places"]> => {
  const records: SnapshotRecord[] = [];
  for await (const one of withIacPlaces(stream([record]), written.filter(isResourceRecord), KINDS))
    records.push(one);
  const [only] = records;
  if (only === undefined || !isResourceRecord(only)) throw new Error("the resource is gone");
  const [first] = only["policies"] as readonly PolicyDocument[];
  return first?.places;
};

const declared = (file: string, name: string): ResourceRecord => ({
  kind: "aws.ses.identity",
  scope: "files/./ses",
  id: `iac:${file}#${name}`,
  arn: `arn:aws:ses:eu-west-1:000000000000:identity/${name}`,
  place: { file, startLine: 3, startColumn: 1, endLine: 5, endColumn: 2 },
  policies: [],
});
const placeOf = async (written: readonly ResourceRecord[]): Promise<unknown> => {
  for await (const record of withIacPlaces(stream([live(policy())]), written, KINDS))
    return isResourceRecord(record) ? record["place"] : undefined;
  return undefined;
};

describe("the code that declares a live identity", () => {
  it("gives the identity its place, whatever its policies are", async () => {
    expect(await placeOf([declared("main.tf", "example.com")])).to.include({ file: "main.tf", startLine: 3 });
  });

  it("is no guess where it is declared twice, or another is", async () => {
    const twice = [declared("a.tf", "example.com"), declared("b.tf", "example.com")];
    expect(await placeOf(twice)).to.equal(undefined);
    expect(await placeOf([declared("a.tf", "other.example")])).to.equal(undefined);
  });
});

describe("the code that defines a live policy", () => {
  let written: readonly SnapshotRecord[] = [];
  before(async () => {
    written = await analyze([join(FIXTURES, "terraform/provider-example")]);
  });

  const sameStatement = policy({ Sid: undefined });

  it("is found by an exact match, whatever the order and the account", async () => {
    const places = await placed(live(policy()), written);
    expect(places?.["/Statement/0/Principal/AWS"]).to.include({
      file: "test/fixtures/iac/terraform/provider-example/main.tf",
      startLine: 11,
    });
    expect(places?.["/Statement/0/Action/0"]).to.include({ startLine: 7, startColumn: 35 });
    expect(places?.["/Statement/0/Action/1"]).to.include({ startLine: 7, startColumn: 18 });
  });

  const different: Readonly<Record<string, ResourceRecord>> = {
    "another policy's name": live(sameStatement, "other"),
    "another identity": live(sameStatement, "example", ARN.replace("example.com", "example.org")),
    "a condition more": live(
      policy({ Sid: undefined, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    ),
    "an action less": live(policy({ Sid: undefined, Action: "SES:SendEmail" })),
    "another account in the Resource": live(sameStatement.replace("111122223333", "444455556666")),
    "another region in the Resource": live(sameStatement.replace("eu-west-1", "eu-west-2")),
    "a document that is no JSON": live("{"),
  };
  for (const [what, record] of Object.entries(different))
    it(`is not guessed: ${what}`, async () => {
      expect(await placed(record, written)).to.equal(undefined);
    });

  it("is not guessed where two places say the same", async () => {
    const copies = written
      .filter(isResourceRecord)
      .map((record) => JSON.parse(JSON.stringify(record).replaceAll("main.tf", "copy.tf")) as ResourceRecord);
    const twice = [...written, ...copies];
    expect(await placed(live(sameStatement), twice)).to.equal(undefined);
  });

  it("leaves what it does not know as it is", async () => {
    const records: readonly SnapshotRecord[] = [
      {
        kind: "snapshot",
        version: 1,
        startedAt: "2026-11-24T00:00:00Z",
        tool: "t",
        caller: null,
        parameters: {},
      },
      { ...live(policy()), policies: { unread: { operation: "o", code: "c", message: "m", attempts: 1 } } },
      { kind: "other.thing", scope: "aws/111122223333/eu-west-1/ses", id: "x" },
      { kind: "scope", id: "aws/111122223333/eu-west-1/ses", status: "complete", listed: 1 },
    ];
    const seen: SnapshotRecord[] = [];
    for await (const record of withIacPlaces(stream(records), written.filter(isResourceRecord), KINDS))
      seen.push(record);
    const withoutPlace = seen.map((record) =>
      Object.fromEntries(Object.entries(record).filter(([name]) => name !== "place")),
    );
    expect(withoutPlace).to.deep.equal(records);
  });
});
