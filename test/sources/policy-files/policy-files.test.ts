import { expect } from "chai";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProblem, type Problem } from "../../../src/model/problem.ts";
import { isResourceRecord } from "../../../src/model/snapshot.ts";
import { analyze } from "../analyze.ts";

const POLICY = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" }],
});

const statement = (identity: string): object => ({
  Effect: "Allow",
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: `arn:aws:ses:us-east-1:111122223333:identity/${identity}`,
});

describe("policy files", () => {
  let folder = "";
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "policy-files-")));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const file = (name: string, text: string | Uint8Array): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  const problemOf = async (paths: readonly string[], stdin?: string): Promise<Problem> => {
    try {
      await analyze(paths, { cwd: folder, ...(stdin !== undefined && { stdin }) });
    } catch (error) {
      if (isProblem(error)) return error.problem;
      throw error;
    }
    throw new Error("no problem was thrown");
  };

  it("reads a policy from standard input", async () => {
    const records = await analyze(["-"], { stdin: POLICY });
    expect(records.map(({ kind }) => kind)).to.deep.equal(["aws.ses.identity", "scope"]);
    expect(records[0]).to.include({
      scope: "files/-/ses",
      id: "iac:-#stdin",
      arn: "arn:aws:ses:us-east-1:000000000000:identity/stdin",
    });
  });

  const inFolder = async (name: string, text: string): Promise<readonly unknown[]> => {
    const own = realpathSync(mkdtempSync(join(folder, "own-")));
    writeFileSync(join(own, name), text);
    const records = await analyze([own], { cwd: own });
    return records.map((one) =>
      isResourceRecord(one) ? one["arn"] : "files" in one ? one.files?.map(({ status }) => status) : one.kind,
    );
  };

  describe("in a folder", () => {
    const STAND_IN = "arn:aws:ses:us-east-1:000000000000:identity/p";
    const EVERYWHERE = { a: POLICY };

    it("judges what the aws command line prints of policies for every resource", async () => {
      for (const printed of [{ Policies: EVERYWHERE }, { IdentityType: "DOMAIN", Policies: EVERYWHERE }])
        expect(await inFolder("p.json", JSON.stringify(printed))).to.deep.equal([STAND_IN, ["judged"]]);
      expect(await inFolder("p.yaml", `Policies:\n  a: '${POLICY}'\n`)).to.deep.equal([STAND_IN, ["judged"]]);
    });

    it("judges a policy that is a JSON string", async () => {
      expect(await inFolder("p.json", JSON.stringify(POLICY))).to.deep.equal([STAND_IN, ["judged"]]);
    });

    it("does not understand policies that no command prints in this way", async () => {
      for (const policies of [[{ PolicyName: "a", Policy: POLICY }], { a: JSON.parse(POLICY) as unknown }])
        expect(await inFolder("p.json", JSON.stringify({ Policies: policies }))).to.deep.equal([
          ["not-understood"],
        ]);
    });

    it("judges every policy of a file with several documents", async () => {
      const two = [POLICY, JSON.stringify({ Statement: [statement("a.example")] }), POLICY].join("\n---\n");
      expect(await inFolder("p.yaml", two)).to.deep.equal([
        "arn:aws:ses:us-east-1:111122223333:identity/a.example",
        STAND_IN,
        STAND_IN,
        ["judged"],
      ]);
    });

    it("does not pass over a policy whose elements are in another case", async () => {
      expect(await inFolder("p.json", POLICY.toLowerCase())).to.deep.equal([["not-understood"]]);
      expect(await inFolder("p.json", POLICY.toLowerCase().replace("statement", "Statement"))).to.deep.equal([
        STAND_IN,
        ["judged"],
      ]);
    });
  });

  it("judges as whom a Resource speaks that is a pattern", async () => {
    const arns: readonly (readonly [resource: string, arn: string])[] = [
      ["arn:aws:ses:*:*:*", "arn:aws:ses:us-east-1:000000000000:identity/p"],
      ["arn:*", "arn:aws:ses:us-east-1:000000000000:identity/p"],
      ["arn:aws:ses:eu-west-1:*", "arn:aws:ses:eu-west-1:000000000000:identity/p"],
      ["arn:aws:ses:eu-west-1:111122223333:*", "arn:aws:ses:eu-west-1:111122223333:identity/p"],
      ["arn:aws:ses:us-east-1:1111*:identity/*", "arn:aws:ses:us-east-1:111100000000:identity/p"],
      ["arn:aws:ses:*:identity/a.example", "arn:aws:ses:us-east-1:000000000000:identity/a.example"],
      [
        "arn:aws:ses:us-east-1:111122223333:*/a.example",
        "arn:aws:ses:us-east-1:111122223333:identity/a.example",
      ],
      [
        "arn:aws:ses:us-east-1:111122223333:identity/*.a.example",
        "arn:aws:ses:us-east-1:111122223333:identity/.a.example",
      ],
      [
        "arn:aws:ses:us-east-1:111122223333:identity/${aws:PrincipalTag/a}",
        "arn:aws:ses:us-east-1:111122223333:identity/p",
      ],
    ];
    for (const [resource, arn] of arns) {
      const text = JSON.stringify({ Statement: [{ ...statement(""), Resource: resource }] });
      const [record] = await analyze([file("p.json", text)]);
      expect(record, resource).to.include({ arn });
    }
  });

  it("keeps the document to the letter", async () => {
    const text = `\n${POLICY.replaceAll(",", " ,\t")}\n`;
    const [record] = (await analyze([file("kept.json", text)])).filter(isResourceRecord);
    expect(record?.["policies"]).to.have.nested.property("[0].document", text);
  });

  it("hands a snapshot on", async () => {
    const id = "arn:aws:ses:eu-west-1:111122223333:identity/example.com";
    const line = JSON.stringify({ kind: "aws.ses.identity", id, policies: [] });
    const records = await analyze([file("hand-written.jsonl", `${line}\n`)]);
    expect(records.map((record) => ("id" in record ? record.id : null))).to.deep.equal([
      id,
      "aws/111122223333/eu-west-1/ses",
    ]);
    expect(await analyze(["-"], { stdin: `${line}\n` })).to.deep.equal(records);
  });

  it("says which line of broken JSON is wrong", async () => {
    expect(await problemOf([file("broken.json", '{\n  "Statement": [\n}\n')])).to.deep.include({
      where: "broken.json:3",
      kind: "input",
    });
  });

  const refused: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["nothing", "", /empty/],
    ["white space", " \n", /empty/],
    ["nested 100,000 deep", "[".repeat(100_000), /nested deeper/],
    ["nested 100,000 deep and closed", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`, /nested deeper/],
    ["a policy of 5 MB", POLICY.replace("ses:SendEmail", "x".repeat(5_000_000)), /4 KB/],
    ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0xfe]), /UTF-8/],
    ["the list of identities", '{"Identities":["example.com"]}', /names/],
    ["the list of policies", '{"PolicyNames":["a"]}', /names/],
    ["something else", '{"name":"package"}', /no policy/],
    ["a number", "42", /no policy/],
    ["a bucket's policy", POLICY.replace('"*"}', '"arn:aws:s3:::bucket"}'), /no SES identity/],
    ["a name twice", '{"Policies":{"a":"{}","a":"{}"}}', /twice/],
    ["a policy that is no string", '{"Policies":{"a":{}}}', /not a string/],
    ["text after the end", `${POLICY} x`, /follows/],
    ["a comma too many", '{"Statement":[],}', /name in double quotes/],
  ];
  for (const [what, text, says] of refused)
    it(`refuses ${what} in one line`, async () => {
      const found = await problemOf([file("given.json", text)]);
      expect(found.what).to.match(says).and.not.contain("\n");
      expect(found.where).to.match(/^given\.json/);
      expect(found.todo).to.match(/\.$/);
    });

  it("takes what the aws command line prints as YAML from standard input", async () => {
    const yaml = `Policies:\n  relay: '${JSON.stringify({ Version: "2012-10-17", Statement: [statement("example.net")] })}'\n`;
    const [identity] = await analyze(["-"], { stdin: yaml });
    expect(identity).to.include({ id: "iac:-#example.net" });
  });

  it("says what to do about its output as text and as a table", async () => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement("example.net")] });
    const frame = `-${"-".repeat(40)}\n`;
    const printed = {
      text: `POLICIES\t${text}\n`,
      table: `${frame}|      GetIdentityPolicies      |\n+${frame}||  relay|  ${text}  ||\n`,
    };
    for (const [format, stdin] of Object.entries(printed))
      expect(await problemOf(["-"], stdin)).to.deep.include({
        what: `it is what the aws command line prints with --output ${format}`,
        where: "-",
        todo: "Ask again with --output json or yaml.",
      });
  });

  it("tells how Terraform is given", async () => {
    const found = await problemOf(
      ["-"],
      'resource "aws_ses_domain_identity" "d" {\n  domain = "example.com"\n}\n',
    );
    expect(found).to.deep.include({ what: "it looks like Terraform", where: "-", kind: "usage" });
  });

  it("refuses what is not there", async () => {
    expect(await problemOf(["missing.json"])).to.deep.include({ where: "missing.json", kind: "usage" });
  });

  it("refuses a snapshot that was cut off", async () => {
    const head = JSON.stringify({
      kind: "snapshot",
      version: 1,
      startedAt: "2026-11-24T00:00:00Z",
      tool: "t",
      caller: null,
      parameters: {},
    });
    const found = await problemOf([file("cut.jsonl", `${head}\n{"kind":"aws.ses.id`)]);
    expect(found).to.deep.include({ kind: "input" });
    expect(found.where).to.equal("cut.jsonl:2");
  });

  it("takes a Resource with a policy variable for no identity of its own", async () => {
    const text = JSON.stringify({
      Statement: [statement("example.com"), statement("${aws:PrincipalTag/x}")],
    });
    const records = await analyze([file("variable.json", text)]);
    expect(records.map((record) => "name" in record && record["name"])).to.deep.equal(["example.com", false]);
  });

  it("lets an unreadable policy inside of an answer through, as it is", async () => {
    const records = await analyze([file("answer.json", JSON.stringify({ Policies: { broken: "{" } }))]);
    expect(records[0]).to.have.nested.property("policies[0].document", "{");
  });
});
