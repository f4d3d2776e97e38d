import { expect } from "chai";
import type { ResourceRecord, SnapshotRecord } from "../../src/model/snapshot.ts";
import { readSnapshot } from "../../src/snapshot/read.ts";
import { snapshotLine } from "../../src/model/snapshot-line.ts";
import { collected, problemIn } from "../support/collected.ts";

const SCOPE = "aws/111122223333/us-east-1/ses";
const HEAD: SnapshotRecord = {
  kind: "snapshot",
  version: 1,
  startedAt: "2026-11-23T16:00:00Z",
  tool: "postern 0.1.0",
  caller: { account: "111122223333", arn: "arn:aws:iam::111122223333:user/me" },
  parameters: {},
};
const IDENTITY: ResourceRecord = {
  kind: "aws.ses.identity",
  scope: SCOPE,
  id: "arn:aws:ses:us-east-1:111122223333:identity/example.com",
  policies: [],
};
const CLOSED: SnapshotRecord = { kind: "scope", id: SCOPE, status: "complete", listed: 1 };
const END: SnapshotRecord = { kind: "end", finishedAt: "2026-11-23T16:00:41Z" };

const textOf = (...records: readonly SnapshotRecord[]): string => records.map(snapshotLine).join("");
const read = (text: string, step = 7): Promise<readonly SnapshotRecord[]> =>
  collected(readSnapshot(text.match(new RegExp(`[^]{1,${step}}`, "gu")) ?? [], "a.jsonl"));

function* endless(): Iterable<string> {
  for (;;) yield "x".repeat(65_536);
}

describe("readSnapshot", () => {
  it("gives back what was written, however the text is cut into chunks", async () => {
    const records = [HEAD, IDENTITY, CLOSED, END];
    for (const step of [1, 7, 100_000]) expect(await read(textOf(...records), step)).to.deep.equal(records);
  });

  it("keeps unknown members and hands on unknown kinds", async () => {
    const odd = { ...IDENTITY, kind: "aws.moon.rock", extra: { deep: [1] } } as const;
    expect(await read(textOf(HEAD, odd, CLOSED, END))).to.deep.include(odd);
  });

  it("makes scopes for hand-written lines and says that their population is unknown", async () => {
    const { scope: _scope, ...loose } = IDENTITY;
    const text = `${JSON.stringify({ ...loose, id: `${loose.id}.b` })}\n${JSON.stringify(loose)}\n`;
    const records = await read(text);
    expect(records.map(({ kind }) => kind)).to.deep.equal(["aws.ses.identity", "aws.ses.identity", "scope"]);
    expect(records[0]).to.deep.include({ scope: SCOPE, id: loose.id });
    expect(records[2]).to.deep.include({ id: SCOPE, listed: 2, populationKnown: false });
  });

  const refused: Readonly<Record<string, [text: string, where: string, what: RegExp]>> = {
    "a line cut off in the middle": [textOf(HEAD, IDENTITY).slice(0, -9), "a.jsonl:2", /cut off/],
    "a broken line": [`${textOf(HEAD)}{"kind":\n${textOf(END)}`, "a.jsonl:2", /not JSON/],
    "a record without a kind": [`${textOf(HEAD)}{"id":"x"}\n`, "a.jsonl:2", /no kind/],
    "another version": [
      textOf({ ...HEAD, version: 2 } as unknown as SnapshotRecord),
      "a.jsonl:1",
      /`version` 2 is not known; this is version 1/,
    ],
    "an unknown status": [
      textOf(HEAD, { ...CLOSED, status: "fine" } as unknown as SnapshotRecord),
      "a.jsonl:2",
      /`status` "fine" is not known/,
    ],
    "a count that is none": [
      textOf(HEAD, { ...CLOSED, gone: "x" } as unknown as SnapshotRecord),
      "a.jsonl:2",
      /`gone` "x" is not a count/,
    ],
    "a resource that stands twice": [textOf(HEAD, IDENTITY, IDENTITY), "a.jsonl:3", /twice/],
    "a hand-written resource that stands twice": [textOf(IDENTITY, IDENTITY), "a.jsonl:2", /twice/],
    "a scope that is reopened": [textOf(HEAD, CLOSED, IDENTITY), "a.jsonl:3", /closed before/],
    "a record after the end": [textOf(HEAD, END, CLOSED), "a.jsonl:3", /after the end/],
    "a head behind hand-written lines": [
      textOf(IDENTITY, HEAD, CLOSED, END),
      "a.jsonl:2",
      /begins behind lines/,
    ],
    "a head in the middle": [textOf(HEAD, HEAD), "a.jsonl:2", /head is not the first/],
    "a hand-written line whose id is no ARN": [
      '{"kind":"aws.ses.identity","id":"x"}\n',
      "a.jsonl:1",
      /no ARN/,
    ],
  };
  const odd: readonly (readonly [member: string, record: object, value: unknown, says: RegExp])[] = [
    ["startedAt", HEAD, "yesterday", /`startedAt` "yesterday" is not a time/],
    ["startedAt", HEAD, "2026-13-45T99:00:00Z", /is not a time/],
    ["startedAt", HEAD, undefined, /`startedAt` is missing: it is not a time/],
    ["tool", HEAD, 7, /`tool` 7 is not a text/],
    ["caller", HEAD, { account: 1 }, /`caller` is not null/],
    ["parameters", HEAD, [], /`parameters` is not an object/],
    ["collectedAt", IDENTITY, {}, /`collectedAt` is not a time/],
    ["id", IDENTITY, "", /`id` "" is not a text with something in it/],
    ["files", CLOSED, "all", /`files` "all" is not a list/],
    ["files", CLOSED, [{ path: "a.tf", status: "fine" }], /`files` is not a list of files/],
    ["files", CLOSED, [null], /`files` is not a list of files/],
    ["unread", CLOSED, {}, /`unread` is not a refusal/],
    ["unread", CLOSED, { operation: "x", code: "x", message: "x", attempts: -1 }, /is not a refusal/],
    ["reason", CLOSED, ["x"], /`reason` is not a text/],
    ["populationKnown", CLOSED, "no", /`populationKnown` "no" is not true or false/],
    ["listed", CLOSED, null, /`listed` is not a count/],
    ["finishedAt", END, 12, /`finishedAt` 12 is not a time/],
  ];
  for (const [member, record, value, says] of odd)
    it(`refuses ${JSON.stringify(value) ?? "nothing"} as ${member} of a ${"kind" in record ? String(record.kind) : ""}`, async () => {
      const line = JSON.stringify({ ...record, [member]: value });
      const head = record === HEAD ? "" : textOf(HEAD);
      const found = await problemIn(() => read(`${head}${line}\n`, 100_000));
      expect(found.what).to.match(says);
      expect(found.where).to.equal(`a.jsonl:${record === HEAD ? 1 : 2}`);
      expect(found.kind).to.equal("input");
    });

  it("refuses a line without an end, however much of it follows", async () => {
    const found = await problemIn(() => collected(readSnapshot(endless(), "a.jsonl")));
    expect(found.what).to.match(/longer than 4000000 characters/);
  });

  for (const [name, [text, where, what]] of Object.entries(refused))
    it(`refuses ${name} with its line`, async () => {
      const found = await problemIn(() => read(text));
      expect(found.where).to.equal(where);
      expect(found.what).to.match(what);
      expect(found.kind).to.equal("input");
    });

  it("refuses an empty file", async () => {
    expect((await problemIn(() => read(""))).kind).to.equal("usage");
  });
});
