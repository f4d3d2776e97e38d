import { expect } from "chai";
import { attached, judgeFiles, policyOf } from "../judge-files.ts";

const ORGANIZATION = 'data "aws_organizations_organization" "own" {}\n';

/** The status that SES-004 gives an identity open to everyone under a condition. */
const statusUnder = async (condition: string): Promise<string | undefined> => {
  const policy = policyOf(`Principal = "*", Resource = "*", Condition = { ${condition} }`);
  const { findings } = await judgeFiles({ "main.tf": ORGANIZATION + attached("p", policy) }, "SES-004");
  return findings[0]?.status;
};

describe("the owner's own organisation", () => {
  for (const [what, condition] of [
    ["a data source", 'StringEquals = { "aws:PrincipalOrgID" = data.aws_organizations_organization.own.id }'],
    ["a policy variable", 'StringEquals = { "aws:PrincipalOrgID" = "$${aws:ResourceOrgID}" }'],
    [
      "a path below it",
      'ForAnyValue:StringLike = { "aws:PrincipalOrgPaths" = "${data.aws_organizations_organization.own.id}/*" }'.replace(
        "ForAnyValue:StringLike",
        '"ForAnyValue:StringLike"',
      ),
    ],
  ] as const)
    it(`is no outsider, named by ${what}`, async () => {
      expect(await statusUnder(condition)).to.equal("SUCCESS");
    });

  it("is another than one with an id", async () => {
    expect(await statusUnder('StringEquals = { "aws:PrincipalOrgID" = "o-abcdefghij" }')).to.equal("FAILURE");
  });
});

const judged = async (arn: string, more = ""): Promise<unknown> => {
  const { findings } = await judgeFiles(
    {
      "main.tf": `variable "x" {}\n${more}\n${attached("p", policyOf(`Principal = { AWS = ${arn} }, Resource = "*"`))}`,
    },
    "SES-004",
  );
  return findings.map(({ status }) => status);
};

describe("a role of which the name is not known", () => {
  it("is an outsider where its account is one", async () => {
    expect(await judged('"arn:aws:iam::444455556666:role/${var.x}-mailer"')).to.deep.equal(["FAILURE"]);
  });

  it("is the owner's where it is looked up", async () => {
    expect(
      await judged("data.aws_iam_role.r.arn", 'data "aws_iam_role" "r" {\n  name = var.x\n}'),
    ).to.deep.equal(["SUCCESS"]);
  });

  it("is not known where its account is not", async () => {
    expect(await judged('"arn:aws:iam::${var.x}:role/mailer"')).to.deep.equal(["NEEDS_REVIEW"]);
  });
});
