import { expect } from "chai";
import { attached, judgeFiles, policyOf } from "../../../sources/judge-files.ts";

const VARIABLES = ["x", "y", "list"].map((name) => `variable "${name}" {}\n`).join("");

/** The statuses of SES-003, SES-004 and PST-002 for one statement. */
const statuses = async (statement: string, more = ""): Promise<readonly (string | undefined)[]> => {
  const main = VARIABLES + more + attached("p", policyOf(`Resource = "*", ${statement}`));
  const found: (string | undefined)[] = [];
  for (const rule of ["SES-003", "SES-004", "PST-002"])
    found.push((await judgeFiles({ "main.tf": main }, rule)).findings[0]?.status);
  return found;
};

const PASS = "SUCCESS";
const REVIEW = "NEEDS_REVIEW";

const bound = (operator: string, value: string): string =>
  `Principal = { Service = "cognito-idp.amazonaws.com" }, Condition = { ${operator} = { "aws:SourceArn" = ${value} } }`;

const ROLE = 'resource "aws_iam_role" "r" {\n  assume_role_policy = "{}"\n}\n';

describe("a text that is known in part", () => {
  for (const [what, statement, expected, more] of [
    [
      "is one account, never everybody, as the root of an account that is not known",
      'Principal = { AWS = "arn:aws:iam::${var.x}:root" }',
      [PASS, REVIEW, PASS],
    ],
    [
      "is one account as a role of it",
      'Principal = { AWS = "arn:aws:iam::${var.x}:role/${var.y}-sender" }',
      [PASS, REVIEW, PASS],
    ],
    [
      "is the owner's where the account is the owner's own",
      'Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/${var.x}-role" }',
      [PASS, PASS, PASS],
      'data "aws_caller_identity" "me" {}\n',
    ],
    [
      "is the owner's as a role whose name AWS makes up",
      "Principal = { AWS = aws_iam_role.r.arn }",
      [PASS, PASS, PASS],
      ROLE,
    ],
    [
      "is anybody where nothing of it is known, which is one review",
      "Principal = { AWS = var.x }",
      [REVIEW, "NOT_EVALUATED", "NOT_EVALUATED"],
    ],
    [
      "limits a pattern to one account",
      'Principal = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::${var.x}:role/*" } }',
      [PASS, REVIEW, PASS],
    ],
    [
      "binds a service as a source in one account",
      bound("ArnLike", '"arn:aws:cognito-idp:us-east-1:${var.x}:userpool/${var.y}"'),
      [PASS, REVIEW, PASS],
    ],
    [
      "lets only a service in where a source is not known at all",
      bound("ArnLike", "var.x"),
      [PASS, PASS, REVIEW],
    ],
    [
      "is open where everybody is let in beside it",
      'Principal = { AWS = ["*", "arn:aws:iam::${var.x}:root"] }',
      ["FAILURE", PASS, PASS],
    ],
  ] as const)
    it(what, async () => {
      expect(await statuses(statement, more)).to.deep.equal(expected);
    });

  it("is shown by its expression, never by an account that nobody wrote", async () => {
    const main =
      VARIABLES +
      attached("p", policyOf('Resource = "*", Principal = { AWS = "arn:aws:iam::${var.x}:root" }'));
    const { findings } = await judgeFiles({ "main.tf": main });
    expect(findings[0]?.data["allowedTo"]).to.include("${var.x}");
    expect(JSON.stringify(findings)).to.not.include("999999999999");
  });

  it("leaves a Deny of one account that is not known without effect on strangers", async () => {
    const main = `${VARIABLES}${attached("open", policyOf('Resource = "*", Principal = "*"'))}${attached(
      "deny",
      policyOf('Resource = "*", Principal = { AWS = "arn:aws:iam::${var.x}:root" }').replace(
        '"Allow"',
        '"Deny"',
      ),
    )}`;
    const { findings } = await judgeFiles({ "main.tf": main });
    expect(findings[0]?.status).to.equal("FAILURE");
  });

  it("keeps the service of an action", async () => {
    const policy = `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:\${var.x}", Resource = "*" }] })`;
    const { findings } = await judgeFiles({ "main.tf": VARIABLES + attached("p", policy) });
    expect(findings[0]?.status).to.equal("SUCCESS");
  });
});
