import type { Finding } from "../../../src/model/finding.ts";
import type { Place } from "../../../src/model/resource.ts";
import type { ResultsRecord } from "../../../src/model/results.ts";
import { awsScopeId } from "../../../src/model/scope.ts";
import { aCoverage, aFinding, anUnreadScope, ACCOUNT, stream } from "../../support/findings.ts";

export const place = (file: string, startLine: number, startColumn = 1, length = 3): Place => ({
  file,
  startLine,
  startColumn,
  endLine: startLine,
  endColumn: startColumn + length,
});

const fingerprint = (number: number): string => number.toString(16).padStart(16, "0").repeat(2);

/** Failures of one scope, each of another identity. */
export const failures = (count: number, choice: Partial<Finding> = {}): readonly Finding[] =>
  Array.from({ length: count }, (_, index) =>
    aFinding({
      ...choice,
      resource: { name: `d${index}.example.com` },
      faults: [{ document: "Policy-1", fingerprint: fingerprint(index) }],
    }),
  );

export const manyScopes = (count: number): readonly ResultsRecord[] =>
  stream(
    Array.from({ length: count }, (_, index) =>
      aFinding({
        resource: { region: `xx-test-${index}` },
        faults: [{ document: "P", fingerprint: fingerprint(index) }],
      }),
    ),
  );

/** Terraform: the policy is attached in one file, written in another. */
export const indirect: Finding = aFinding({
  scope: "files/infra/ses",
  resource: {
    id: "iac:infra/main.tf#aws_ses_identity_policy.mail",
    name: "example.com",
    account: null,
    region: null,
    partition: null,
  },
  location: place("infra/main.tf", 3, 1, 40),
  evidence: [
    {
      document: "mail",
      at: "",
      role: "remark",
      says: "the document",
      location: place("infra/policy.tf", 1, 1, 60),
    },
    {
      document: "mail",
      at: "/Statement/0/Principal",
      role: "grants",
      says: "Principal [*] is everyone",
      location: place("infra/policy.tf", 7, 21, 3),
    },
  ],
  faults: [
    {
      document: "mail",
      fingerprint: "feedfacefeedface0000000000000000",
      location: place("infra/policy.tf", 7, 21, 3),
    },
  ],
});

/** One of each status, one accepted risk, one unread scope, one clean one, one file tree. */
export const estate = (): readonly ResultsRecord[] => {
  const clean = awsScopeId(ACCOUNT, "eu-west-1", "ses");
  const unread = awsScopeId(ACCOUNT, "us-west-2", "ses");
  const findings = [
    aFinding(),
    aFinding({
      resource: { name: "accepted.example.com" },
      exception: {
        rule: "SES-003",
        match: {},
        reason: "A partner sends for us",
        approver: "A. Person",
        approvedAt: "2026-01-01",
        expires: "2027-01-01",
        ticket: "SEC-1",
      },
    }),
    aFinding({ resource: { name: "passing.example.com" }, status: "SUCCESS" }),
    aFinding({ resource: { name: "review.example.com" }, status: "NEEDS_REVIEW" }),
    aFinding({ resource: { name: "refused.example.com" }, status: "NOT_EVALUATED" }),
  ];
  const [first] = findings;
  return stream([...findings, anUnreadScope(unread), indirect], {
    coverage: [
      ...(first === undefined ? [] : [aCoverage(first.scope, findings)]),
      aCoverage(clean),
      aCoverage(unread, [], { status: "unread" }),
      aCoverage(indirect.scope, [indirect]),
    ],
  });
};
