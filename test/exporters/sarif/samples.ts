import type { SarifOptions } from "../../../src/exporters/sarif/options.ts";
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
    place: place("infra/main.tf", 3, 1, 40),
  },
  location: place("infra/policy.tf", 7, 21, 3),
  evidence: [
    {
      document: "mail",
      at: "/Statement/0/Principal",
      role: "grants",
      says: "Principal [*] is everyone",
      location: place("infra/policy.tf", 7, 21, 3),
    },
  ],
  documents: [
    { name: "mail", text: "{}", sha256: "ef".repeat(32), place: place("infra/policy.tf", 1, 1, 60) },
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

const SCOPE = awsScopeId(ACCOUNT, "us-east-1", "ses");
export const counted = (count: number): readonly ResultsRecord[] =>
  stream(failures(count), { coverage: [aCoverage(SCOPE)] });

/** Names that are markup, links, placeholders, paths or nothing that a person can see. */
export const HOSTILE: readonly string[] = [
  "a]b[c](1)@x.com",
  "{0}@x.com",
  '"><script>alert(1)</script>',
  "${jndi:x}",
  "\u202Egnp.exe",
  "😀\uD800",
  "SARIF_BUILDER_INVALID",
  "::error::x",
  "a\nb\r\n\u0000\u001B[31m",
  `${"x".repeat(310)}@x.com`,
];

export const hostileFinding = (name: string): Finding =>
  aFinding({
    resource: { name },
    message: `Anyone can send mail as ${name}`,
    data: { exposure: "exposed", tags: name, allowedTo: name },
    location: place(`dir/${name}.tf`, 2),
    evidence: [
      { document: name, at: "/Statement/0/Principal", role: "grants", says: name, location: place(name, 3) },
    ],
    faults: [{ document: name, fingerprint: "c".repeat(32), location: place(`other/${name}`, 4) }],
  });

/** Streams whose SARIF every validator is shown. */
/** Two edits of one file, one of which adds a line. */
const fixed: SarifOptions = {
  remediation: {
    plan: null,
    journal: null,
    resources: [
      {
        id: indirect.resource.id,
        name: "example.com",
        rules: ["SES-003"],
        choices: [],
        exposure: { before: "exposed", after: "private" },
        documents: [
          {
            name: indirect.faults[0]?.document ?? "mail",
            says: 'Statement 0 names 444455556666 in place of "*".',
            edits: [
              { ...place("infra/policy.tf", 7, 21, 3), text: '{ AWS = "444455556666" }' },
              { ...place("infra/policy.tf", 9, 1, 0), text: "\n  Condition = {}" },
            ],
          },
        ],
      },
    ],
  },
};

export const SAMPLES: readonly (readonly [string, readonly ResultsRecord[], SarifOptions])[] = [
  ["no finding", counted(0), {}],
  ["one finding", counted(1), {}],
  ["5,000 findings", counted(5_000), {}],
  ["25,001 findings", counted(25_001), {}],
  ["25,001 findings in full", counted(25_001), { profile: "full", parts: true }],
  ["21 scopes", manyScopes(21), { parts: true }],
  ["an estate", estate(), {}],
  ["an estate in full", estate(), { profile: "full" }],
  ["a policy in another file", stream([indirect]), {}],
  ["a fix in source code", stream([indirect]), fixed],
  ["a fix in source code in full", stream([indirect]), { ...fixed, profile: "full" }],
  ["hostile names", stream(HOSTILE.map(hostileFinding)), {}],
  ["hostile names in full", stream(HOSTILE.map(hostileFinding)), { profile: "full" }],
];
