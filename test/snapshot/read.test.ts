import { expect } from "chai";
import type { ResourceRecord, SnapshotRecord } from "../../src/model/snapshot.ts";
import { readSnapshot } from "../../src/snapshot/read.ts";
import { snapshotLine } from "../../src/snapshot/write.ts";
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
      /version 2/,
    ],
    "an unknown status": [
      textOf(HEAD, { ...CLOSED, status: "fine" } as unknown as SnapshotRecord),
      "a.jsonl:2",
      /status "fine"/,
    ],
    "a count that is none": [
      textOf(HEAD, { ...CLOSED, gone: "x" } as unknown as SnapshotRecord),
      "a.jsonl:2",
      /`gone` is not a count/,
    ],
    "a resource that stands twice": [textOf(HEAD, IDENTITY, IDENTITY), "a.jsonl:3", /twice/],
    "a hand-written resource that stands twice": [textOf(IDENTITY, IDENTITY), "a.jsonl:2", /twice/],
    "a scope that is reopened": [textOf(HEAD, CLOSED, IDENTITY), "a.jsonl:3", /closed before/],
    "a record after the end": [textOf(HEAD, END, CLOSED), "a.jsonl:3", /after the end/],
    "a head in the middle": [textOf(HEAD, HEAD), "a.jsonl:2", /head is not the first/],
    "a hand-written line whose id is no ARN": [
      '{"kind":"aws.ses.identity","id":"x"}\n',
      "a.jsonl:1",
      /no ARN/,
    ],
  };
  for (const [name, [text, where, what]] of Object.entries(refused))
    it(`refuses ${name} with its line`, async () => {
      const found = await problemIn(() => read(text));
      expect(found.where).to.equal(where);
      expect(found.what).to.match(what);
      expect(found.exit).to.equal(3);
    });

  it("refuses an empty file", async () => {
    expect((await problemIn(() => read(""))).exit).to.equal(2);
  });
});
