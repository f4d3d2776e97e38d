import { expect } from "chai";
import type { Place, PolicyDocument } from "../../src/model/resource.ts";
import type { ResourceRecord, SnapshotRecord } from "../../src/model/snapshot.ts";
import { resourcesOf, writtenPlaces } from "../../src/snapshot/written-places.ts";

const LIVE = "arn:aws:ses:eu-west-1:111122223333:identity/example.com";
const STAND_IN = "arn:aws:ses:us-east-1:000000000000:identity/example.com";

const document = (resource: string, action: string | readonly string[] = "ses:SendEmail"): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: resource }] });

const live = (text: string, name = "open"): ResourceRecord => ({
  kind: "aws.ses.identity",
  scope: "aws/111122223333/eu-west-1/ses",
  id: LIVE,
  policies: [{ name, document: text }],
});

const line = (startLine: number): Place => ({
  file: "main.tf",
  startLine,
  startColumn: 1,
  endLine: startLine,
  endColumn: 9,
});

const written = (text: string, more: Partial<PolicyDocument> = {}, arn = STAND_IN): ResourceRecord => ({
  kind: "aws.ses.identity",
  scope: "files/./ses",
  id: "iac:main.tf#aws_ses_domain_identity.example",
  arn,
  policies: [{ name: "open", document: text, places: { "": line(3) }, ...more }],
});

async function* iterate(records: readonly SnapshotRecord[]): AsyncIterable<SnapshotRecord> {
  yield* records;
  await Promise.resolve();
}

const placesOf = async (
  record: ResourceRecord,
  code: readonly ResourceRecord[],
): Promise<PolicyDocument["places"]> => {
  const [found] = await resourcesOf(writtenPlaces(code)(iterate([record])));
  const policies = found?.["policies"] as readonly PolicyDocument[] | undefined;
  return policies?.[0]?.places;
};

describe("places of the code that writes a live policy", () => {
  const moved = { "": line(3) };

  it("the same policy is found, also where the code refers to the identity's own ARN", async () => {
    expect(await placesOf(live(document(LIVE)), [written(document(STAND_IN))])).to.deep.equal(moved);
    expect(await placesOf(live(document(LIVE)), [written(document(LIVE), {}, LIVE)])).to.deep.equal(moved);
  });

  it("the order of members, white space and a list of one text do not matter", async () => {
    const spelled = JSON.stringify(
      { Statement: [{ Resource: LIVE, Action: ["ses:SendEmail"], Principal: "*", Effect: "Allow" }] },
      null,
      4,
    );
    expect(await placesOf(live(spelled), [written(document(STAND_IN))])).to.deep.equal(moved);
  });

  for (const [what, record, code] of [
    ["another action", live(document(LIVE, "ses:SendRawEmail")), [written(document(STAND_IN))]],
    [
      "one action more",
      live(document(LIVE, ["ses:SendEmail", "ses:SendRawEmail"])),
      [written(document(STAND_IN))],
    ],
    ["another policy name", live(document(LIVE), "other"), [written(document(STAND_IN))]],
    [
      "another account",
      live(document(LIVE)),
      [written(document(LIVE), {}, LIVE.replace("111122223333", "444455556666"))],
    ],
    [
      "another identity",
      live(document(LIVE)),
      [written(document(STAND_IN), {}, STAND_IN.replace("example", "other"))],
    ],
    [
      "code that says it twice",
      live(document(LIVE)),
      [written(document(STAND_IN)), written(document(STAND_IN))],
    ],
    [
      "an expression left open",
      live(document(LIVE)),
      [written(document(STAND_IN), { unresolved: [{ at: "", expression: "var.x" }] })],
    ],
    ["a live text that is no JSON", live("{"), [written(document(STAND_IN))]],
    [
      "code in code",
      { ...live(document(LIVE)), scope: "files/./ses" as const },
      [written(document(STAND_IN))],
    ],
  ] as const) {
    it(`${what} moves nothing`, async () => {
      expect(await placesOf(record, code)).to.equal(undefined);
    });
  }

  it("changes no text and no other record", async () => {
    const records: readonly SnapshotRecord[] = [
      live(document(LIVE)),
      { kind: "scope", id: "aws/111122223333/eu-west-1/ses", status: "complete", listed: 1 },
    ];
    const found: SnapshotRecord[] = [];
    for await (const record of writtenPlaces([written(document(STAND_IN))])(iterate(records)))
      found.push(record);
    const plain: unknown = JSON.parse(
      JSON.stringify(found, (key, value: unknown) => (key === "places" ? undefined : value)),
    );
    expect(plain).to.deep.equal(records);
  });
});
