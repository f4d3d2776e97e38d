import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const scopeId = (region: string): string => `aws/111122223333/${region}/ses`;

const identity = (name: string, more: object = {}, region = "us-east-1"): object => ({
  kind: "aws.ses.identity",
  scope: scopeId(region),
  id: `arn:aws:ses:us-east-1:111122223333:identity/${name}`,
  type: "Domain",
  policies: [],
  verification: "Success",
  dkim: { enabled: true, status: "Success" },
  ...more,
});
const closed = (listed: number, region = "us-east-1", more: object = {}): object => ({
  kind: "scope",
  id: scopeId(region),
  status: "complete",
  listed,
  ...more,
});
const HEAD = {
  kind: "snapshot",
  version: 1,
  startedAt: "2026-11-23T16:00:00Z",
  tool: "postern 0.1.0",
  caller: null,
  parameters: {},
};
const END = { kind: "end", finishedAt: "2026-11-23T16:00:41Z" };
const OPEN = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" },
});

describe("a snapshot that leaves something in doubt", () => {
  const folder = aFolder();

  const analyze = (lines: readonly (object | string)[], ...more: readonly string[]): Promise<Outcome> => {
    const text = lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
    writeFileSync(join(folder(), "a.jsonl"), text);
    return postern(["analyze", "a.jsonl", ...more], { cwd: folder() });
  };
  const incomplete = async (lines: readonly (object | string)[], says: string): Promise<void> => {
    const { code, stderr } = await analyze(lines);
    expect(stderr).to.include(`postern: incomplete: ${says}`);
    expect(code).to.equal(3);
  };

  it("is read where nothing is in doubt", async () => {
    const { code, stderr } = await analyze([HEAD, identity("a.example"), closed(1), END]);
    expect({ code, incomplete: stderr.includes("incomplete") }).to.deep.equal({
      code: 0,
      incomplete: false,
    });
  });

  it("is incomplete where a scope lists fewer resources than stand in it", () =>
    incomplete(
      [HEAD, identity("a.example"), identity("b.example"), closed(1), END],
      "aws/111122223333/us-east-1/ses is partial (a.jsonl:4: the scope lists 1 resources, and there are 2)",
    ));

  it("is incomplete where a resource stands in two scopes", () =>
    incomplete(
      [
        HEAD,
        identity("a.example", {}, "eu-west-1"),
        closed(1, "eu-west-1"),
        identity("a.example"),
        closed(1),
        END,
      ],
      "aws/111122223333/us-east-1/ses is partial (a.jsonl:4: the resource arn:aws:ses:us-east-1:111122223333:identity/a.example stands in the scope aws/111122223333/eu-west-1/ses too)",
    ));

  it("is incomplete where a resource stands in a scope that its ARN does not name", () =>
    incomplete(
      [HEAD, identity("a.example", {}, "eu-west-1"), closed(1, "eu-west-1"), END],
      "aws/111122223333/eu-west-1/ses is partial (a.jsonl:2: the resource arn:aws:ses:us-east-1:111122223333:identity/a.example does not belong in the scope aws/111122223333/eu-west-1/ses)",
    ));

  it("is incomplete where a scope claims to be complete beside a refusal", () =>
    incomplete(
      [
        HEAD,
        identity("a.example"),
        closed(1, "us-east-1", {
          unread: { operation: "ListIdentities", code: "X", message: "", attempts: 1 },
        }),
        END,
      ],
      "aws/111122223333/us-east-1/ses is partial (ListIdentities: X)",
    ));

  for (const kind of ["aws.moon.rock", "remark"])
    it(`names the kind ${kind} with its line and judges the rest`, async () => {
      const odd = identity("odd.example", { kind });
      const open = identity("z.example", { policies: [{ name: "p", document: OPEN }] });
      const { code, stdout, stderr } = await analyze([HEAD, odd, open, closed(2), END]);
      expect(stderr).to.include(`(a.jsonl:2: the kind "${kind}" is not known)`);
      expect(stdout).to.include("Anyone with an AWS account can send mail as z.example");
      expect(code).to.equal(1);
    });

  const deep = `{"kind":"aws.ses.identity","scope":"${scopeId("us-east-1")}","id":"x","more":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;

  it("says in one line where a record is 100,000 levels deep", async () => {
    await incomplete(
      [HEAD, identity("a.example"), deep, closed(2), END],
      "aws/111122223333/us-east-1/ses is partial (a.jsonl:3: the record is nested deeper than 100 levels)",
    );
    const { stderr } = await analyze([HEAD, identity("a.example"), deep, closed(2), END]);
    expect(stderr).not.to.match(/RangeError|fault of Postern/);
  });

  it("judges what stands around a line above 4 MB", async () => {
    const long = JSON.stringify(identity("long.example", { extra: "x".repeat(4_200_000) }));
    const open = identity("z.example", { policies: [{ name: "p", document: OPEN }] });
    const { code, stdout, stderr } = await analyze([HEAD, identity("a.example"), long, open, closed(3), END]);
    expect(stderr).to.include("(a.jsonl:3: the line is longer than 4000000 characters)");
    expect(stdout).to.include("z.example");
    expect(code).to.equal(1);
  });

  it("names a line that belongs to no scope", () =>
    incomplete(
      [HEAD, identity("a.example"), closed(1), deep, END],
      "files/a.jsonl/snapshot is partial (a.jsonl:4: the record is nested deeper than 100 levels)",
    ));

  it("makes each scope of a hand-written file partial over a line that was not read", () =>
    incomplete(
      [identity("a.example"), deep],
      "aws/111122223333/us-east-1/ses is partial (a.jsonl:2: the record is nested deeper than 100 levels)",
    ));

  it("takes nothing for gone that a line which was not read may have held", async () => {
    const exposed = identity("z.example", { policies: [{ name: "p", document: OPEN }] });
    await analyze([HEAD, identity("a.example"), exposed, closed(2), END], "-f", "json=before.json");
    const { code, stdout } = await analyze(
      [HEAD, identity("a.example"), deep, closed(2), END],
      "--baseline",
      "before.json",
      "-f",
      "json=-",
    );
    const { gone } = JSON.parse(stdout) as { gone: readonly unknown[] };
    expect(gone).to.deep.equal([]);
    expect(code).to.equal(3);
  });

  it("is judged again to the same bytes from a bundle", async () => {
    const lines = [HEAD, identity("a.example"), deep, identity("b.example"), closed(1), END];
    expect((await analyze(lines, "-o", "bundle", "--bundle")).code).to.equal(3);
    const { code, stdout } = await postern(["verify", "bundle"], { cwd: folder() });
    expect(stdout).to.include("byte for byte");
    expect(code).to.equal(0);
  });
});
