import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { indexSnapshot } from "../../src/snapshot/snapshot-index.ts";
import { problemIn } from "../support/collected.ts";
import { aFolder } from "../support/folder.ts";

const HEAD = {
  kind: "snapshot",
  version: 1,
  startedAt: "2026-11-30T12:00:00Z",
  tool: "postern 0.0.0",
  caller: null,
  parameters: {},
};
const END = { kind: "end", finishedAt: "2026-11-30T12:00:00Z" };
const scopeOf = (region: string): string => `aws/111122223333/${region}/ses`;
const resource = (region: string, name: string): object => ({
  kind: "aws.ses.identity",
  scope: scopeOf(region),
  id: `arn:aws:ses:${region}:111122223333:identity/${name}`,
});
const closed = (region: string, status = "complete"): object => ({
  kind: "scope",
  id: scopeOf(region),
  status,
  listed: 1,
});

const lengthOf = (...of: readonly object[]): number =>
  Buffer.byteLength(of.map((one) => `${JSON.stringify(one)}\n`).join(""));

describe("the index of a snapshot", () => {
  const folder = aFolder();
  const written = (lines: readonly (object | string | Buffer)[], end = "\n"): string => {
    const path = join(folder(), "s.jsonl");
    const bytes = lines.map((line) =>
      Buffer.isBuffer(line) ? line : Buffer.from(typeof line === "string" ? line : JSON.stringify(line)),
    );
    writeFileSync(
      path,
      Buffer.concat(bytes.flatMap((line, at) => [line, Buffer.from(at < bytes.length - 1 ? "\n" : end)])),
    );
    return path;
  };
  const refusal = async (lines: readonly (object | string | Buffer)[], end?: string): Promise<string> => {
    const { what, where = "" } = await problemIn(async () => indexSnapshot(written(lines, end)));
    return `${basename(where)}: ${what}`;
  };

  it("says where the lines of each scope stand, and how it was read", () => {
    const lines = [
      HEAD,
      resource("eu-west-1", "é.example"),
      closed("eu-west-1"),
      closed("us-east-1", "unread"),
      END,
    ];
    const { head, scopes } = indexSnapshot(written(lines));
    expect(head).to.deep.equal(HEAD);
    expect(Object.fromEntries(scopes)).to.deep.equal({
      [scopeOf("eu-west-1")]: {
        at: lengthOf(HEAD),
        length: lengthOf(...lines.slice(1, 3)),
        line: 2,
        status: "complete",
      },
      [scopeOf("us-east-1")]: {
        at: lengthOf(...lines.slice(0, 3)),
        length: lengthOf(...lines.slice(3, 4)),
        line: 4,
        status: "unread",
      },
    });
  });

  it("takes a resource whose members stand in another order for one", () => {
    const { kind, ...others } = resource("eu-west-1", "a.example") as { readonly kind: string };
    const { scopes } = indexSnapshot(written([HEAD, { ...others, kind }, closed("eu-west-1"), END]));
    expect(scopes.get("aws/111122223333/eu-west-1/ses")?.line).to.equal(2);
  });

  const TWICE = [HEAD, closed("eu-west-1"), closed("eu-west-1"), END];
  for (const [name, lines, expected] of [
    ["a scope that is closed twice", TWICE, /s\.jsonl:3: scope \S+ was closed before/],
    ["a line that is no record", [HEAD, "{}", END], /s\.jsonl:2: the line is not a record of a snapshot/],
    ["a line behind the end", [HEAD, END, closed("eu-west-1")], /s\.jsonl:3: a record stands after the end/],
    ["a second head", [HEAD, HEAD, END], /s\.jsonl:2: the head is not the first record/],
    ["another encoding", [HEAD, Buffer.from([0x7b, 0xe9, 0x7d]), END], /s\.jsonl:2: the line is not UTF-8/],
    ["a scope without its closing line", [HEAD, resource("eu-west-1", "a"), END], /s\.jsonl:2: .* cut off/],
    ["a file without a head", [closed("eu-west-1"), END], /is not a snapshot that a scan has written/],
    ["an empty file", [], /is not a snapshot that a scan has written/],
  ] as const)
    it(`refuses ${name}`, async () => {
      expect(await refusal(lines)).to.match(expected);
    });

  it("refuses a file that ends within a line", async () => {
    expect(await refusal([HEAD, closed("eu-west-1")], "")).to.match(
      /s\.jsonl:2: the snapshot was cut off in this line/,
    );
  });
});
