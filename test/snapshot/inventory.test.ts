import { expect } from "chai";
import { assert, constantFrom, json, property } from "fast-check";
import type { PolicyDocument } from "../../src/model/resource.ts";
import type { ResourceRecord, SnapshotRecord } from "../../src/model/snapshot.ts";
import { withInventory } from "../../src/snapshot/inventory-stream.ts";
import { inventoryOf } from "../../src/snapshot/inventory.ts";
import { redactor } from "../../src/text/redact.ts";

const SCOPE = "aws/111122223333/us-east-1/ses";
const OPEN =
  '{"Version":"2008-10-17","Statement":[{"Sid":"s","Effect":"Allow","Principal":"*","Action":["ses:SendEmail"],"Resource":"*"}]}';

const identity = (name: string, members: Readonly<Record<string, unknown>> = {}): ResourceRecord => ({
  kind: "aws.ses.identity",
  scope: SCOPE,
  id: `arn:aws:ses:us-east-1:111122223333:identity/${name}`,
  collectedAt: "2026-11-23T16:00:03Z",
  type: "Domain",
  policies: [{ name: "Policy-1", document: OPEN }],
  ...members,
});

const closing = (status: "complete" | "partial" | "unread" = "complete"): SnapshotRecord => ({
  kind: "scope",
  id: SCOPE,
  status,
  listed: 1,
});

const inventory = (...resources: readonly ResourceRecord[]): ReturnType<typeof inventoryOf> =>
  inventoryOf({ id: SCOPE, status: "complete" }, resources, "posture");

const policiesOf = (resource: ResourceRecord | undefined): readonly PolicyDocument[] =>
  resource?.["policies"] as readonly PolicyDocument[];

/** What stands at a place of the text. */
const at = (text: string, policy: PolicyDocument | undefined, pointer: string): string => {
  const place = policy?.places?.[pointer];
  if (place === undefined) return "";
  const lines = text.split("\n").slice(place.startLine - 1, place.endLine);
  const last = lines.length - 1;
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? place.startColumn - 1 : 0, index === last ? place.endColumn - 1 : undefined),
    )
    .join("\n");
};

describe("an inventory", () => {
  it("is one sorted, decoded file a scope, without times", () => {
    const { name, text } = inventory(identity("example.com"));
    expect(name).to.equal("aws/111122223333/us-east-1/ses.json");
    expect(text).to.equal(`{
  "resources": [
    {
      "id": "arn:aws:ses:us-east-1:111122223333:identity/example.com",
      "kind": "aws.ses.identity",
      "policies": [
        {
          "document": {
            "Statement": [
              {
                "Action": [
                  "ses:SendEmail"
                ],
                "Effect": "Allow",
                "Principal": "*",
                "Resource": "*",
                "Sid": "s"
              }
            ],
            "Version": "2008-10-17"
          },
          "name": "Policy-1"
        }
      ],
      "type": "Domain"
    }
  ],
  "scope": "aws/111122223333/us-east-1/ses",
  "status": "complete"
}
`);
  });

  it("gives each element its place: the wildcard of the Principal, and nothing more", () => {
    const { text, resources } = inventory(identity("example.com"));
    const [policy] = policiesOf(resources[0]);
    expect(policy?.places?.["/Statement/0/Principal"]).to.deep.equal({
      file: "posture/aws/111122223333/us-east-1/ses.json",
      startLine: 15,
      startColumn: 30,
      endLine: 15,
      endColumn: 33,
    });
    expect(at(text, policy, "/Statement/0/Principal")).to.equal('"*"');
    expect(JSON.parse(at(text, policy, ""))).to.deep.equal(JSON.parse(OPEN));
  });

  it("gives the resource the place of its name, also where its policies were refused", () => {
    const unread = { operation: "GetIdentityPolicies", code: "AccessDenied", message: "", attempts: 1 };
    const { text, resources } = inventory(identity("a.com"), identity("b.com", { policies: { unread } }));
    const place = resources[1]?.["place"] as { startLine: number } | undefined;
    expect(text.split("\n")[(place?.startLine ?? 0) - 1]).to.contain("identity/b.com");
  });

  it("leaves the document's text as it was returned", () => {
    const { resources } = inventory(identity("example.com"));
    expect(policiesOf(resources[0])[0]?.document).to.equal(OPEN);
  });

  it("is the same for answers in another order, with other white space and times", () => {
    const policies = [
      { name: "A", document: OPEN },
      { name: "B", document: JSON.stringify(JSON.parse(OPEN), null, 4) },
    ];
    const one = inventory(identity("a.com", { policies }), identity("b.com"));
    const two = inventory(
      identity("b.com", { collectedAt: "2027-01-01T00:00:00Z" }),
      identity("a.com", { policies: policies.toReversed() }),
    );
    expect(two.text).to.equal(one.text);
    expect(two.resources.map(({ id }) => id)).to.deep.equal(one.resources.map(({ id }) => id).toReversed());
    expect(policiesOf(two.resources[1]).map(({ name }) => name)).to.deep.equal(["B", "A"]);
    expect(policiesOf(two.resources[1])[1]?.places).to.deep.equal(policiesOf(one.resources[0])[0]?.places);
  });

  it("places are right for whatever JSON a policy is", () => {
    assert(
      property(json(), constantFrom("a.com", "z.com"), (document, other) => {
        const { text, resources } = inventory(
          identity("m.com", { policies: [{ name: "p", document }] }),
          identity(other),
        );
        const [policy] = policiesOf(resources[0]);
        expect(JSON.parse(at(text, policy, ""))).to.deep.equal(JSON.parse(document));
      }),
      { numRuns: 300 },
    );
  });

  for (const [what, document] of [
    ["no JSON", "{not json"],
    ["a member given twice", '{"Version":"a","Version":"b"}'],
    ["too deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ] as const) {
    it(`${what} stays the string that it was`, () => {
      const { text, resources } = inventory(identity("example.com", { policies: [{ name: "p", document }] }));
      const [policy] = policiesOf(resources[0]);
      expect(JSON.parse(at(text, policy, ""))).to.equal(document);
      expect(Object.keys(policy?.places ?? {})).to.deep.equal([""]);
    });
  }

  it("shows what was refused, without what differs from run to run", () => {
    const unread = {
      operation: "GetIdentityPolicies",
      code: "AccessDenied",
      message: "request 1234",
      attempts: 3,
    };
    const { text, resources } = inventory(identity("example.com", { policies: { unread } }));
    expect(text).to.contain('"code": "AccessDenied"').and.to.not.contain("1234");
    expect(resources[0]?.["policies"]).to.deep.equal({ unread });
  });

  it("has no character that a reader cannot see, and loses none", () => {
    const document = JSON.stringify({ Sid: "\u202Eevil\u200B" });
    const { text } = inventory(identity("example.com", { policies: [{ name: "p", document }] }));
    expect(text).to.contain(String.raw`"Sid": "\u202eevil\u200b"`);
  });

  it("hides accounts and addresses, and places still fit", () => {
    const show = redactor("a key").text;
    const document = OPEN.replace('"*"', '"arn:aws:iam::444455556666:root"');
    const { name, text, resources } = inventoryOf(
      { id: SCOPE, status: "complete" },
      [identity("someone@example.com", { policies: [{ name: "p", document }] })],
      "posture",
      show,
    );
    expect(name).to.match(/^aws\/account-[0-9a-f]{10}\/us-east-1\/ses\.json$/);
    expect(text).to.not.match(/\d{12}|someone/);
    const [policy] = policiesOf(resources[0]);
    expect(at(text, policy, "/Statement/0/Principal")).to.match(/^"arn:aws:iam::account-[0-9a-f]{10}:root"$/);
    expect(policy?.document).to.equal(document);
    expect(policy?.places?.[""]?.file).to.equal(`posture/${name}`);
  });
});

const collect = async (
  records: readonly SnapshotRecord[],
  written: string[] = [],
): Promise<readonly SnapshotRecord[]> => {
  const found: SnapshotRecord[] = [];
  const write = (file: { name: string }): Promise<void> => {
    written.push(file.name);
    return Promise.resolve();
  };
  for await (const record of withInventory(iterate(records), { folder: "posture", write }))
    found.push(record);
  return found;
};

async function* iterate(records: readonly SnapshotRecord[]): AsyncIterable<SnapshotRecord> {
  yield* records;
  await Promise.resolve();
}

const withoutPlaces = (records: readonly SnapshotRecord[]): unknown =>
  JSON.parse(
    JSON.stringify(records, (key, value: unknown) =>
      key === "places" || key === "place" ? undefined : value,
    ),
  );

describe("the inventory's step in a stream", () => {
  const head: SnapshotRecord = {
    kind: "snapshot",
    version: 1,
    startedAt: "2026-11-23T16:00:00Z",
    tool: "postern 0.1.0",
    caller: null,
    parameters: {},
  };
  const end: SnapshotRecord = { kind: "end", finishedAt: "2026-11-23T16:00:41Z" };

  it("adds places and changes nothing else, in the order that came", async () => {
    const records = [head, identity("a.com"), identity("b.com"), closing(), end];
    const written: string[] = [];
    const found = await collect(records, written);
    expect(withoutPlaces(found)).to.deep.equal(records);
    expect(policiesOf(found[1] as ResourceRecord)[0]?.places).to.have.property("/Statement/0/Principal");
    expect(written).to.deep.equal(["aws/111122223333/us-east-1/ses.json"]);
  });

  it("an unread scope leaves the last inventory as it is", async () => {
    const written: string[] = [];
    await collect([head, closing("unread"), end], written);
    expect(written).to.deep.equal([]);
  });

  it("a scope's name leads to no other folder", async () => {
    const written: string[] = [];
    const scope = "aws/../../elsewhere/ses";
    await collect(
      [
        { ...identity("a.com"), scope },
        { kind: "scope", id: scope, status: "complete", listed: 1 },
      ],
      written,
    );
    expect(written).to.deep.equal([]);
  });

  it("a scope that was cut off is written as partial", async () => {
    for (const tail of [[], [end]]) {
      const written: string[] = [];
      const found = await collect([head, identity("a.com"), ...tail], written);
      expect(written).to.have.length(1);
      expect(withoutPlaces(found)).to.deep.equal([head, identity("a.com"), ...tail]);
    }
  });

  it("source code keeps its own places and has no inventory", async () => {
    const places = { "": { file: "a.tf", startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 } };
    const resource: ResourceRecord = {
      ...identity("a.com", { policies: [{ name: "p", document: OPEN, places }] }),
      scope: "files/infra/ses",
    };
    const written: string[] = [];
    const found = await collect(
      [resource, { kind: "scope", id: "files/infra/ses", status: "complete", listed: 1 }],
      written,
    );
    expect(policiesOf(found[0] as ResourceRecord)[0]?.places).to.deep.equal(places);
    expect(written).to.deep.equal([]);
  });
});
