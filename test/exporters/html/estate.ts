import type { Exception, ExceptionEntry } from "../../../src/model/exception.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { Coverage, Gone, ResultsRecord, RunRule, StatusCounts } from "../../../src/model/results.ts";
import { awsScopeId, filesScopeId } from "../../../src/model/scope.ts";
import { rollUp } from "../../../src/standards/roll-up.ts";
import { aCoverage, aFinding, anUnreadScope, aRule, aRun, aSummary } from "../../support/findings.ts";

const OPEN_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "PartnerMail",
      Effect: "Allow",
      Principal: "*",
      Action: ["ses:SendEmail", "ses:SendRawEmail"],
      Resource: "arn:aws:ses:us-east-1:111122223333:identity/news.example.com",
      Condition: { StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } },
    },
    {
      Sid: "NotOutside",
      Effect: "Deny",
      Principal: "*",
      Action: "ses:SendBounce",
      Resource: "*",
    },
  ],
});

const SIGNING = aRule({
  id: "SES-001",
  title: "DKIM Enabled",
  name: "DkimEnabled",
  description: "An Amazon SES identity must sign its mail with DKIM.",
  rationale: "Receivers trust mail that its domain has signed.",
  riskLevel: "LOW",
  compliance: [
    {
      standard: "NIST4",
      clause: "SC-8",
      strength: "supporting",
      why: "A signature shows that the mail was not changed on its way.",
      source: "own reading",
    },
  ],
  url: "https://postern.example/rules/SES-001",
});

const EXPOSED = aRule({
  compliance: [
    {
      standard: "GDPR",
      clause: "Art. 32",
      strength: "supporting",
      why: "One of the measures against unauthorised use.",
      source: "own reading",
    },
    {
      standard: "APRA",
      clause: "21",
      strength: "supporting",
      why: "Limits who may use an information asset.",
      source: "own reading",
    },
    {
      standard: "MAS",
      clause: "9.1.1",
      strength: "supporting",
      why: "A grant to everyone is not least privilege.",
      source: "own reading",
    },
    {
      standard: "NIST4",
      clause: "AC-3",
      strength: "supporting",
      why: "The policy enforces who may send.",
      source: "own reading",
    },
    {
      standard: "NIST4",
      clause: "AC-20",
      strength: "context",
      why: "Outside accounts send through the identity.",
      source: "own reading",
    },
    {
      standard: "AWAF",
      clause: "SEC03-BP07",
      strength: "primary",
      why: "It analyses public and cross-account access.",
      source: "own reading",
    },
  ],
});

export const RULES: readonly RunRule[] = [EXPOSED, SIGNING];

const EXCEPTION: Exception = {
  rule: "SES-003",
  match: { resource: "arn:aws:ses:*:identity/legacy.example.org", tag: { key: "stage", value: "old" } },
  reason: "Switched off with the old shop at the end of the year.",
  approver: "M. Okafor, CISO",
  approvedAt: "2026-09-01",
  expires: "2026-12-31",
  ticket: "RISK-482",
};

const signs = (of: Finding, status: Finding["status"] = "SUCCESS"): Finding =>
  aFinding({
    ruleId: "SES-001",
    title: SIGNING.title,
    riskLevel: "LOW",
    status,
    resource: of.resource,
    message: status === "SUCCESS" ? "Mail is signed with DKIM." : "Mail is not signed with DKIM.",
    data: { dkim: status === "SUCCESS" ? "enabled" : "disabled" },
    documents: [],
    faults: status === "SUCCESS" ? [] : [{ document: "", fingerprint: "f".repeat(32) }],
    witness: null,
    change: of.change,
  });

const open = aFinding({
  resource: { name: "news.example.com" },
  change: "new",
  message: "Anyone with an AWS account can send mail as news.example.com.",
  data: { exposure: "exposed", allowedTo: "everyone" },
  documents: [{ name: "PartnerMail", text: OPEN_POLICY, sha256: "5a".repeat(32) }],
  evidence: [
    {
      document: "PartnerMail",
      at: "/Statement/0/Principal",
      role: "grants",
      says: "The principal is everyone.",
    },
    {
      document: "PartnerMail",
      at: "/Statement/0/Condition/StringEqualsIfExists",
      role: "fails-to-limit",
      says: "aws:SourceAccount with IfExists does not restrict: a direct caller has no such key.",
    },
    { document: "PartnerMail", at: "/Statement/1", role: "fails-to-deny", says: "It denies only bounces." },
  ],
});

const inCode = aFinding({
  resource: {
    id: "iac:infra/mail/main.tf#aws_ses_identity_policy.shop",
    name: "shop.example.com",
    owner: null,
    partition: null,
    account: null,
    region: null,
  },
  location: { file: "infra/mail/main.tf", startLine: 12, startColumn: 5, endLine: 12, endColumn: 24 },
  change: "reopened",
});

const accepted = aFinding({
  resource: { name: "legacy.example.org", account: "444455556666" },
  exception: EXCEPTION,
  change: "unchanged",
  firstSeenAt: "2026-08-14T09:12:00.000Z",
});

const undecided = aFinding({
  status: "NEEDS_REVIEW",
  resource: { name: "alerts@example.net", region: "eu-west-1" },
  message: "Who can send as alerts@example.net could not be decided: the policy is not valid JSON.",
  documents: [{ name: "broken", text: '{"Version": "2012-10-17", "Statement": [', sha256: "7c".repeat(32) }],
  change: "new",
});

const unread = aFinding({
  status: "NOT_EVALUATED",
  resource: { name: "vault.example.net", region: "eu-west-1" },
});

const mended = aFinding({
  status: "SUCCESS",
  resource: { name: "mended.example.com" },
  change: "unchanged",
  lastFailure: {
    at: "2026-11-20T16:00:00.000Z",
    message: "Anyone could send.",
    data: {},
    faults: [],
    location: null,
  },
});

const privates = ["app.example.com", "billing.example.com", "hr@example.com"].map((name) =>
  aFinding({ status: "SUCCESS", resource: { name }, change: "unchanged" }),
);

const refused = awsScopeId("444455556666", "ap-southeast-2", "ses");

export const FINDINGS: readonly Finding[] = [
  ...[open, mended, ...privates].flatMap((finding) => [finding, signs(finding)]),
  signs(accepted, "FAILURE"),
  accepted,
  undecided,
  signs(undecided),
  unread,
  signs(unread),
  inCode,
  anUnreadScope(refused, "SES-003"),
  anUnreadScope(refused, "SES-001"),
];

const GONE: Gone = {
  kind: "gone",
  id: "ccc:111122223333:SES-003:SES:us-east-1:retired.example.com",
  ruleId: "SES-003",
  scope: awsScopeId("111122223333", "us-east-1", "ses"),
  status: "FAILURE",
  title: "Exposed SES Identities",
  resource: { ...open.resource, name: "retired.example.com" },
  firstSeenAt: "2026-05-02T00:00:00.000Z",
};

const ENTRIES: readonly ExceptionEntry[] = [
  { exception: EXCEPTION, state: "applied", findings: [accepted.id] },
  {
    exception: {
      ...EXCEPTION,
      match: { account: "111122223333" },
      expires: "2026-10-31",
      ticket: "RISK-377",
    },
    state: "expired",
    findings: [open.id],
  },
  {
    exception: { ...EXCEPTION, match: { region: "sa-east-1" }, ticket: "RISK-501" },
    state: "unused",
    findings: [],
  },
];

const own = (scope: string): readonly Finding[] => FINDINGS.filter((finding) => finding.scope === scope);

const COVERAGE: readonly Coverage[] = [
  ...[...new Set(FINDINGS.map(({ scope }) => scope))]
    .filter((scope) => scope !== refused && !scope.startsWith("files/"))
    .map((scope) => aCoverage(scope, own(scope))),
  aCoverage(refused, [], {
    status: "unread",
    populationKnown: false,
    refusal: {
      operation: "ListIdentities",
      code: "AccessDenied",
      message:
        "User: arn:aws:sts::444455556666:assumed-role/Audit/me is not authorized to perform: ses:ListIdentities",
      attempts: 1,
    },
  }),
  aCoverage(awsScopeId("444455556666", "me-south-1", "ses"), [], {
    status: "excluded",
    reason: "the region is not enabled",
  }),
  aCoverage(filesScopeId(".", "ses"), own("files/./ses"), {
    passedOver: ["SES-001"],
    files: [
      { path: "infra/mail/main.tf", status: "judged" },
      { path: "infra/mail/odd.tf", status: "not-understood", reason: "the block is not closed", line: 40 },
      { path: "README.md", status: "skipped", reason: "not a policy source" },
    ],
  }),
];

const ruleCounts = (): Readonly<Record<string, StatusCounts>> => aSummary(FINDINGS).rules;

/** An estate that shows every state of everything once: what the tests look at with a browser. */
export const estate = (): readonly ResultsRecord[] => [
  aRun(
    {
      baseline: { now: "2026-11-22T16:00:00.000Z", findings: 17 },
      configuration: { name: "postern.config.yaml", sha256: "3f".repeat(32) },
      trust: { accounts: ["444455556666"], organizations: ["o-exampleorg1"], principals: [], networks: [] },
      parameters: {
        regions: ["us-east-1", "eu-west-1", "ap-southeast-2"],
        roleArn: "arn:aws:iam::444455556666:role/Audit",
      },
      disabledRules: ["SES-002"],
    },
    RULES,
  ),
  ...COVERAGE.flatMap((coverage) => [...own(coverage.scope), coverage]),
  GONE,
  aSummary(FINDINGS, {
    complete: false,
    incomplete: [
      `${refused} could not be listed: AccessDenied`,
      "1 resource in 111122223333 eu-west-1 could not be read",
    ],
    standards: rollUp(RULES, ruleCounts()),
    exceptions: ENTRIES,
    changes: { new: 4, unchanged: 9, reopened: 2, gone: 1 },
    scopes: { complete: 3, partial: 1, unread: 1, unavailable: 0, excluded: 1 },
  }),
];

/** Nothing was found, and everything was read. */
export const emptyEstate = (): readonly ResultsRecord[] => [
  aRun({}, RULES),
  aCoverage(awsScopeId("111122223333", "us-east-1", "ses")),
  aSummary([], {
    standards: rollUp(RULES, {}),
    scopes: { complete: 1, partial: 0, unread: 0, unavailable: 0, excluded: 0 },
  }),
];
