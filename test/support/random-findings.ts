import * as fc from "fast-check";
import type { Exception } from "../../src/model/exception.ts";
import type { Finding } from "../../src/model/finding.ts";
import { RISK_LEVELS } from "../../src/model/rule.ts";
import { aFinding } from "./findings.ts";

/** Text as attackers and accidents write it: markup, control and direction characters, halves of emoji, nothing at all. */
const hostileText = (maxLength = 400): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 20 }),
        fc.constantFrom(
          "<script>alert(1)</script>",
          "\ud83d",
          "\ude00",
          "😀",
          "\u202e",
          "\u0000",
          "\n",
          "\t",
          " ",
          "=cmd|' /C calc'!A0",
          "::warning::",
          '"\\',
          "é",
          "aws/",
        ),
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join("").slice(0, maxLength));

const regions = fc.constantFrom("us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1");
const accounts = fc.constantFrom("111122223333", "444455556666", "000000000001");
const times = fc.constantFrom(
  "2026-01-02T03:04:05Z",
  "2026-11-23T16:00:00.000Z",
  "2027-01-01T00:00:00+02:00",
);

const exceptions: fc.Arbitrary<Exception> = hostileText().map((reason) => ({
  rule: "SES-003",
  match: {},
  reason,
  approver: reason,
  approvedAt: "2026-01-01",
  expires: "2027-01-01",
  ticket: reason,
}));

/** Findings of a live account with hostile text wherever text can stand. */
export const findings: fc.Arbitrary<Finding> = fc
  .record({
    name: hostileText(320),
    account: accounts,
    region: regions,
    status: fc.constantFrom("FAILURE", "SUCCESS", "NEEDS_REVIEW", "NOT_EVALUATED" as const),
    riskLevel: fc.constantFrom(...RISK_LEVELS),
    title: hostileText(),
    message: hostileText(2000),
    data: fc.dictionary(hostileText(150), hostileText(1500), { maxKeys: 20 }),
    firstSeenAt: times,
    exception: fc.option(exceptions),
    says: fc.array(hostileText(600), { maxLength: 4 }),
    texts: fc.array(hostileText(4096), { maxLength: 8 }),
    scope: fc.boolean(),
  })
  .map(({ name, account, region, status, says, texts, scope, ...rest }) =>
    aFinding({
      ...rest,
      status,
      resource: { name, account, region, ...(scope ? { kind: "aws.scope" } : {}) },
      evidence: says.map((text) => ({ document: name, at: "/Statement/0", role: "grants", says: text })),
      documents: texts.map((text, index) => ({ name: `${index}${name}`, text, sha256: "ab".repeat(32) })),
    }),
  );
