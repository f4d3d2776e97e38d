import { expect } from "chai";
import type { Hole } from "../../../../src/model/resource.ts";
import {
  certainPrincipals,
  fillingOf,
  possiblePrincipals,
  possibleValues,
  widestPattern,
} from "../../../../src/policy/decide/compile/partly-known.ts";
import type { Condition, PrincipalElement, Value } from "../../../../src/policy/shapes.ts";
import { ask, OWNER } from "../../../../proof/question.ts";
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

const PARTNER = "222222222222";
const FILLING = { named: [OWNER, PARTNER], other: "999999999999" };

/** A text with an expression between its parts. */
const hole = (...known: readonly string[]): Hole => ({
  at: "/x",
  expression: "var.x",
  parts: known.flatMap((part, index) => (index === 0 ? [part] : [{ expression: "var.x" }, part])),
});

const UNKNOWN: Hole = { at: "/x", expression: "var.x" };

type Entry = PrincipalElement["entries"][number];

const entry = (known: Hole, type: Entry["type"] = "AWS"): Entry => ({
  type,
  text: "",
  at: "/x",
  hole: known,
});

const root = (id: string): string => `arn:aws:iam::${id}:root`;

const inEach = (...known: readonly string[]): readonly string[] | null =>
  possiblePrincipals(entry(hole(...known)), FILLING)?.map(({ text }) => text) ?? null;

describe("the accounts that stand for one that is not known", () => {
  it("are the owner, the trusted and those that documents name, and one that nothing names", () => {
    const question = ask([`{"a":"${PARTNER}","b":"arn:aws:iam::333333333333:root","c":"4444444444444"}`]);
    const trusting = { ...question, trust: { ...question.trust, accounts: ["999999999999"] } };
    expect(fillingOf(trusting)).to.deep.equal({
      named: [OWNER, "999999999999", PARTNER, "333333333333"],
      other: "999999999998",
    });
    expect(fillingOf({ ...ask([]), owner: "" })).to.deep.equal({ named: [], other: "999999999999" });
    for (const owner of [`${OWNER}1`, `x${OWNER}`])
      expect(fillingOf({ ...ask([]), owner }).named).to.deep.equal([]);
  });
});

const certain = (one: Entry): readonly string[] => certainPrincipals([one]).map(({ text }) => text);

describe("a principal that is known in part", () => {
  it("may be in each of the accounts, or in the one that is written", () => {
    const everywhere = [OWNER, PARTNER, "999999999999"].map(root);
    expect(inEach("arn:aws:iam::", ":root")).to.deep.equal(everywhere);
    expect(inEach("arn:aws:sts::", ":assumed-role/x/y")).to.deep.equal(everywhere);
    expect(inEach("arn:", ":iam::", ":role/x")).to.deep.equal(everywhere);
    expect(inEach(`arn:aws:iam::${PARTNER}:role/`, "-x")).to.deep.equal([root(PARTNER)]);
    expect(inEach(`arn:aws-us-gov:iam::${PARTNER}:role/`, "")).to.deep.equal([
      `arn:aws-us-gov:iam::${PARTNER}:root`,
    ]);
  });

  it("may be anybody where the text does not say in which account it is", () => {
    for (const known of [
      ["", ":root"],
      ["x arn:aws:iam::", ":root"],
      ["arn:aws:s3::", ":root"],
      ["arn:aws:iam::1", ":root"],
      ["arn:aws:iam::", ":"],
      ["arn:aws:iam::", ":role/*"],
      ["arn:aws:iam::", ":role/?"],
      ["arn:azure:iam::", ":root"],
    ])
      expect(inEach(...known), known.join("…")).to.equal(null);
    expect(possiblePrincipals(entry(UNKNOWN), FILLING)).to.equal(null);
    expect(possiblePrincipals(entry(hole("arn:aws:iam::", ":root"), "Service"), FILLING)).to.equal(null);
  });

  it("is somebody of the account for certain where only a name is not known", () => {
    const name = "name-that-is-not-known";
    for (const [before, after] of [
      ["role/", ""],
      ["role/team-", ""],
      ["user/", "-mailer"],
      ["role/team/", "/x"],
    ] as const)
      expect(certain(entry(hole(`arn:aws:iam::${PARTNER}:${before}`, after)))).to.deep.equal([
        `arn:aws:iam::${PARTNER}:${before}${name}${after}`,
      ]);
    expect(certain(entry(hole(`arn:aws-cn:iam::${PARTNER}:role/`, "")))).to.deep.equal([
      `arn:aws-cn:iam::${PARTNER}:role/${name}`,
    ]);
  });

  it("is nobody for certain else, but for those who are known", () => {
    for (const known of [
      hole("arn:aws:iam::", ":role/x"),
      hole(`x arn:aws:iam::${PARTNER}:role/`, ""),
      hole(`arn:aws:iam::${PARTNER}:role/`, ":x"),
      hole(`arn:aws:iam::${PARTNER}:role/`, "*"),
      hole(`arn:aws:iam::${PARTNER}:role/*`, ""),
      hole(`arn:aws:iam::${PARTNER}:role/?`, "?"),
      hole(`arn:aws:iam::${PARTNER}:`, "/x"),
      hole(`arn:aws:sts::${PARTNER}:role/`, ""),
      UNKNOWN,
    ])
      expect(certain(entry(known)), JSON.stringify(known)).to.deep.equal([]);
    expect(certain(entry(hole(`arn:aws:iam::${PARTNER}:role/`, ""), "Service"))).to.deep.equal([]);
    expect(certain({ type: "AWS", text: PARTNER, at: "/x" })).to.deep.equal([PARTNER]);
  });
});

const valuesUnder = (operator: Condition["operator"], ...known: readonly Hole[]): readonly string[] | null =>
  possibleValues(
    {
      at: "/x",
      qualifier: null,
      operator,
      ifExists: false,
      key: "aws:PrincipalArn",
      values: [undefined, ...known].map((one): Value => ({
        text: "a",
        at: "/x",
        ...(one !== undefined && { hole: one }),
      })),
    },
    FILLING,
  )?.map(({ text }) => text) ?? null;

const widest = (known: Hole): string => widestPattern({ text: "", at: "/x", hole: known }).text;

describe("a value that is known in part", () => {
  it("is a wildcard wherever it is not known", () => {
    expect([widest(hole("ses:", "")), widest(hole("a", "b", "c")), widest(UNKNOWN)]).to.deep.equal([
      "ses:*",
      "a*b*c",
      "*",
    ]);
  });

  it("is an ARN in each of the accounts, or in the one that is written", () => {
    for (const operator of ["StringLike", "ArnLike", "ArnEquals"] as const)
      expect(valuesUnder(operator, hole("arn:aws:sns:us-east-1:", ":topic")), operator).to.deep.equal([
        "a",
        ...FILLING.named.map((id) => `arn:aws:sns:us-east-1:${id}:topic`),
        "arn:aws:sns:us-east-1:999999999999:topic",
      ]);
    expect(valuesUnder("ArnLike", hole(`arn:aws:sns:`, `:${PARTNER}:a:`, ":c"))).to.deep.equal([
      "a",
      `arn:aws:sns:*:${PARTNER}:a:*:c`,
    ]);
    expect(valuesUnder("ArnLike")).to.deep.equal(["a"]);
  });

  it("may be anything where the text does not say in which account it is", () => {
    for (const known of [
      hole("x", ":aws:sns:us-east-1:", ":topic"),
      hole("x arn:aws:sns:us-east-1:", ":topic"),
      hole("arn:aws:sns:us-east-1:", ""),
      hole("arn:aws:sns:us-east-1:1", ":topic"),
      hole("arn:aws:sns:us-east-1:*", ":topic"),
      UNKNOWN,
    ])
      expect(valuesUnder("ArnLike", known), JSON.stringify(known)).to.equal(null);
    for (const operator of ["StringEquals", "StringNotLike", "ArnNotLike", "ArnNotEquals"] as const)
      expect(valuesUnder(operator, hole("arn:aws:sns:us-east-1:", ":topic")), operator).to.equal(null);
  });
});
