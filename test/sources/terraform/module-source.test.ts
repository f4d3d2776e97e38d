import { expect } from "chai";
import { attached, CLOSED, exposuresOf, judgeFiles, OPEN } from "../judge-files.ts";

const document = (blocks: string): string => `data "aws_iam_policy_document" "p" {\n${blocks}\n}\n`;

const statement = (identifier: string): string =>
  `statement {\n  actions = ["ses:SendEmail"]\n  resources = ["*"]\n  principals {\n    type = "AWS"\n    identifiers = [${identifier}]\n  }\n}\n`;

const dynamicStatement = (identifiers: string): string =>
  `dynamic "statement" {\n  for_each = [${identifiers}]\n  content {\n    actions = ["ses:SendEmail"]\n    resources = ["*"]\n    principals {\n      type = "AWS"\n      identifiers = [statement.value]\n    }\n  }\n}\n`;

const POLICY = attached("p", "data.aws_iam_policy_document.p.json");

describe("override files", () => {
  for (const [what, base, override] of [
    ["a block", statement('"*"'), statement('"111122223333"')],
    ["a dynamic block for a written one", statement('"*"'), dynamicStatement('"111122223333"')],
    ["a block for a dynamic one", dynamicStatement('"*"'), statement('"111122223333"')],
    ["a dynamic block", dynamicStatement('"*"'), dynamicStatement('"111122223333"')],
  ] as const)
    for (const name of ["override.tf", "main_override.tf"])
      it(`replace ${what} of the same type, in ${name}`, async () => {
        const files = { "main.tf": document(base) + POLICY, [name]: document(override) };
        expect(exposuresOf(await judgeFiles(files))).to.deep.equal(["example.com cross-account"]);
      });

  it("keep blocks of other types", async () => {
    const files = {
      "main.tf": document(statement('"*"')) + POLICY,
      "override.tf": document('version = "2012-10-17"'),
    };
    expect(exposuresOf(await judgeFiles(files))).to.deep.equal(["example.com exposed"]);
  });

  it("replace an attribute alone", async () => {
    const files = {
      "main.tf": attached("p", OPEN),
      "override.tf": `resource "aws_ses_identity_policy" "p" {\n  policy = ${CLOSED}\n}\n`,
    };
    expect(exposuresOf(await judgeFiles(files))).to.deep.equal(["example.com cross-account"]);
  });

  it("are merged into the provider of the same alias", async () => {
    const requested = OPEN.replace(
      'Resource = "*"',
      'Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } }',
    );
    const files = {
      "main.tf": `provider "aws" {\n  region = "us-east-1"\n}\n${attached("p", requested)}`,
      "override.tf": 'provider "aws" {\n  region = "eu-west-1"\n}\n',
    };
    expect(exposuresOf(await judgeFiles(files))).to.deep.equal(["example.com exposed"]);
  });
});

describe("a block that is declared twice", () => {
  it("is named, for Terraform refuses the module", async () => {
    const { coverage } = await judgeFiles({ "a.tf": attached("p", OPEN), "b.tf": attached("p", CLOSED) });
    expect(coverage.status).to.equal("partial");
    expect(JSON.stringify(coverage)).to.include("aws_ses_identity_policy p is declared twice");
  });
});
