import { expect } from "chai";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Results } from "../../src/model/results.ts";
import { postern, type Outcome } from "../support/command.ts";
import { aFolder } from "../support/folder.ts";

const NOW = "2026-11-23T16:00:00Z";
const COMMENT = '# postern:ignore SES-003 until=2027-03-01 reason="the newsletter moves"';

/** A policy with the comment on the line above its principal, and with one more statement if it is given. */
const terraform = (comment: string, more = ""): string => `resource "aws_ses_domain_identity" "a" {
  domain = "a.example"
}

resource "aws_ses_identity_policy" "p" {
  identity = aws_ses_domain_identity.a.arn
  name     = "p"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      ${comment}
      Principal = "*"
      Action    = "ses:SendEmail"
      Resource  = aws_ses_domain_identity.a.arn
    }${more}]
  })
}
`;

describe("analyze --inline-exceptions", () => {
  const folder = aFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder(), name)), { recursive: true });
    writeFileSync(join(folder(), name), text);
  };
  const analyze = (...argv: readonly string[]): Promise<Outcome> =>
    postern(["analyze", ".", "--rule", "SES-003", "--now", NOW, ...argv], { cwd: folder() });
  const results = async (...argv: readonly string[]): Promise<Results> => {
    await analyze("-f", "json=r.json", "--inline-exceptions", ...argv);
    return JSON.parse(readFileSync(join(folder(), "r.json"), "utf8")) as Results;
  };

  it("accepts the risk that a comment names, and lists it in the register", async () => {
    write("infra/main.tf", terraform(COMMENT));
    expect((await analyze()).code).to.equal(1);
    expect((await analyze("--inline-exceptions")).code).to.equal(0);
    const { findings, summary } = await results();
    expect(findings[0]).to.deep.include({ status: "FAILURE" });
    const exception = {
      rule: "SES-003",
      match: { place: { file: "infra/main.tf", line: 12 } },
      reason: "the newsletter moves",
      approver: "whoever wrote infra/main.tf:12",
      approvedAt: "an unknown day",
      expires: "2027-03-01",
      ticket: "infra/main.tf:12",
    };
    expect(findings[0]?.exception).to.deep.equal(exception);
    expect(summary.exceptions).to.deep.equal([{ exception, state: "applied", findings: [findings[0]?.id] }]);
  });

  it("says who approved it, when and by which ticket, in any order", async () => {
    write(
      "main.tf",
      terraform(
        '// postern:ignore SES-003 ticket=SEC-12 by="J. Ode" on=2026-11-20 reason=moves until=2027-03-01',
      ),
    );
    const { summary } = await results();
    expect(summary.exceptions[0]?.exception).to.deep.include({
      approver: "J. Ode",
      approvedAt: "2026-11-20",
      ticket: "SEC-12",
    });
  });

  const ELSEWHERE: Readonly<Record<string, readonly [text: string, state: string]>> = {
    "an expired one": [terraform(COMMENT.replace("2027-03-01", "2026-11-22")), "expired"],
    "one of another rule": [terraform(COMMENT.replace("SES-003", "SES-004")), "unused"],
    "one at another line": [`${COMMENT}\n${terraform("")}`, "unused"],
    "one of two grants": [
      terraform(
        COMMENT,
        `, {
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "ses:SendRawEmail"
      Resource  = "*"
    }`,
      ),
      "unused",
    ],
  };
  for (const [what, [text, state]] of Object.entries(ELSEWHERE))
    it(`does not apply ${what}, and says so`, async () => {
      write("main.tf", text);
      expect((await analyze("--inline-exceptions")).code).to.equal(1);
      expect((await results()).summary.exceptions.map((entry) => entry.state)).to.deep.equal([state]);
    });

  const WRONG: Readonly<Record<string, RegExp>> = {
    "# postern:ignore": /names no rule/,
    "# postern:ignore SES-003 until=2027-03-01": /has no reason/,
    '# postern:ignore SES-003 until=2027-03-01 reason=" "': /has no reason/,
    "# postern:ignore SES-003 reason=x": /has no day until=/,
    "# postern:ignore SES-003 until=2027-02-30 reason=x": /has no day until=/,
    "# postern:ignore SES-003 until=2027-03-01 reason=x on=today": /has no day on=/,
    "# postern:ignore SES-003 until=2027-03-01 reason=x who=me": /says who, which is not known/,
    "# postern:ignore SES-003 until=2027-03-01 reason=x reason=y": /says reason twice/,
    "# postern:ignore SES-003 until=2027-03-01 reason=two words": /cannot be read from "words"/,
  };
  for (const [comment, says] of Object.entries(WRONG))
    it(`refuses ${comment}`, async () => {
      write("main.tf", terraform(comment));
      const { code, stderr } = await analyze("--inline-exceptions");
      expect(code).to.equal(2);
      expect(stderr)
        .to.match(/^postern: main\.tf:12: the comment postern:ignore [^\n]+\n$/)
        .and.match(says);
    });

  it("goes with no bundle, which would not hold what the comments said", async () => {
    write("main.tf", terraform(COMMENT));
    const { code, stderr } = await analyze("--inline-exceptions", "--bundle", "-o", "out");
    expect(code).to.equal(2);
    expect(stderr).to.include("--inline-exceptions cannot be used with --bundle");
  });
});
