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
