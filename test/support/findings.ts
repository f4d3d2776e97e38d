import type { Finding, FindingResource } from "../../src/model/finding.ts";
import type {
  Coverage,
  Results,
  ResultsRecord,
  Run,
  RunRecord,
  RunRule,
  StatusCounts,
  Summary,
} from "../../src/model/results.ts";
import { awsScopeId, parseScope, type ScopeId } from "../../src/model/scope.ts";
import { OWNER_ONLY } from "../../src/model/trust.ts";

/** The clock of every hand-made run. */
export const NOW = "2026-11-23T16:00:00.000Z";
export const ACCOUNT = "111122223333";
const REGION = "us-east-1";

const POLICY =
  '{"Version":"2008-10-17","Statement":[{"Sid":"open","Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}';

/** The members of a hand-made finding that tests choose most; everything else follows from them. */
export interface FindingChoice extends Partial<Omit<Finding, "kind" | "resource">> {
  readonly resource?: Partial<FindingResource>;
}

/** A finding of SES-003 about `example.com`, exposed unless told otherwise; a pass has no documents, faults or witness. */
export const aFinding = (choice: FindingChoice = {}): Finding => {
  const resource = aResource(choice.resource);
  const ruleId = choice.ruleId ?? "SES-003";
  const status = choice.status ?? "FAILURE";
  return {
    kind: "finding",
    id: `ccc:${resource.account ?? ""}:${ruleId}:SES:${resource.region ?? ""}:${resource.name}`,
    scope: scopeOf(resource),
    riskLevel: "HIGH",
    title: "Exposed SES Identities",
    data: { exposure: status === "FAILURE" ? "exposed" : status === "SUCCESS" ? "private" : "undecided" },
    evidence: [],
    location: null,
    collectedAt: "2026-11-23T15:59:30.000Z",
    firstSeenAt: NOW,
    change: null,
    lastFailure: null,
    exception: null,
    ...BY_STATUS[status](resource),
    ...choice,
    ruleId,
    status,
    resource,
  };
};

const aResource = (choice: Partial<FindingResource> = {}): FindingResource => {
  const account = choice.account === undefined ? ACCOUNT : choice.account;
  const region = choice.region === undefined ? REGION : choice.region;
  const partition = choice.partition === undefined ? "aws" : choice.partition;
  const name = choice.name ?? "example.com";
  return {
    kind: "aws.ses.identity",
    id: `arn:${partition ?? "aws"}:ses:${region ?? ""}:${account ?? ""}:identity/${name}`,
    owner: account,
    ...choice,
    name,
    partition,
    account,
    region,
  };
};

const scopeOf = ({ account, region }: FindingResource): ScopeId =>
  account === null || region === null ? "files/./ses" : awsScopeId(account, region, "ses");

type StatusMembers = Pick<Finding, "message" | "witness" | "faults" | "documents" | "unread">;

const BY_STATUS: Readonly<Record<Finding["status"], (resource: FindingResource) => StatusMembers>> = {
  FAILURE: (resource) => ({
    message: `Anyone can send mail as ${resource.name}.`,
    witness: {
      principal: "arn:aws:iam::999999999999:user/stranger",
      action: "ses:SendEmail",
      resource: resource.id,
      context: {},
    },
    faults: [{ document: "Policy-1", fingerprint: "0123456789abcdef0123456789abcdef" }],
    documents: [{ name: "Policy-1", text: POLICY, sha256: "ab".repeat(32) }],
    unread: null,
  }),
  SUCCESS: (resource) => ({
    message: `Only the owner can send mail as ${resource.name}.`,
    witness: null,
    faults: [],
    documents: [],
    unread: null,
  }),
  NEEDS_REVIEW: (resource) => ({
    message: `Who can send mail as ${resource.name} could not be decided.`,
    witness: null,
    faults: [],
    documents: [{ name: "Policy-1", text: POLICY, sha256: "ab".repeat(32) }],
    unread: null,
  }),
  NOT_EVALUATED: (resource) => ({
    message: `The policies of ${resource.name} could not be read.`,
    witness: null,
    faults: [],
    documents: [],
    unread: {
      operation: "GetIdentityPolicies",
      code: "AccessDenied",
      message: "User is not authorized to perform: ses:GetIdentityPolicies",
      attempts: 1,
    },
  }),
};

/** A NOT_EVALUATED finding on a scope that could not be read. */
export const anUnreadScope = (scope: ScopeId, ruleId = "SES-003"): Finding => {
  const parsed = parseScope(scope);
  const aws = parsed?.provider === "aws" ? parsed : null;
  return aFinding({
    ruleId,
    scope,
    status: "NOT_EVALUATED",
    id: `ccc:${aws?.account ?? ""}:${ruleId}:SES:${aws?.region ?? ""}:${scope}`,
    resource: {
      kind: aws === null ? "files.scope" : "aws.scope",
      id: scope,
      name: scope,
      account: aws?.account ?? null,
      region: aws?.region ?? null,
    },
  });
};

/** The metadata of SES-003, as far as exporters read it. */
export const aRule = (choice: Partial<RunRule> = {}): RunRule => ({
  id: "SES-003",
  version: "1.0.0",
  title: "Exposed SES Identities",
  name: "ExposedSesIdentities",
  description: "Ensures that strangers cannot send mail as your Amazon SES identities.",
  rationale: "Whoever can send as an identity can forge mail in its owner's name.",
  provider: "aws",
  service: "ses",
  resourceKind: "aws.ses.identity",
  categories: ["security"],
  riskLevel: "HIGH",
  compliance: [
    {
      standard: "GDPR",
      clause: "Art. 32",
      strength: "supporting",
      why: "Access control.",
      source: "own reading",
    },
    {
      standard: "NIST4",
      clause: "AC-3",
      strength: "primary",
      why: "Access enforcement.",
      source: "own reading",
    },
  ],
  cwe: ["CWE-732"],
  audit: { console: [{ text: "Read the policies." }], cli: [{ text: "List the policies." }] },
  remediation: {
    summary: "Name the principals that may send, or add a condition on aws:PrincipalOrgID.",
    console: [{ text: "Open the identity's Authorization tab and edit the policy." }],
    cli: [{ text: "Put the narrower policy.", code: "aws ses put-identity-policy …", language: "sh" }],
    iac: [],
  },
  references: [
    {
      title: "Using sending authorization",
      url: "https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html",
    },
  ],
  url: "https://postern.example/rules/SES-003",
  settings: {},
  effectiveSettings: {},
  ...choice,
});

export const aRun = (choice: Partial<Run> = {}, rules: readonly RunRule[] = [aRule()]): RunRecord => ({
  kind: "run",
  version: 1,
  run: {
    tool: { name: "postern", version: "0.1.0" },
    now: NOW,
    startedAt: "2026-11-23T15:59:00.000Z",
    caller: { account: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Audit/me` },
    parameters: {},
    trust: OWNER_ONLY,
    configuration: null,
    disabledRules: [],
    plugins: [],
    baseline: null,
    ...choice,
  },
  rules,
});

const NONE: StatusCounts = { success: 0, failure: 0, needsReview: 0, notEvaluated: 0, excepted: 0 };

const COUNTED: Readonly<
  Record<Finding["status"], Exclude<keyof StatusCounts, "excepted" | "covered" | "coveredFailure">>
> = {
  SUCCESS: "success",
  FAILURE: "failure",
  NEEDS_REVIEW: "needsReview",
  NOT_EVALUATED: "notEvaluated",
};

const countsOf = (findings: readonly Finding[]): StatusCounts =>
  findings.reduce(
    (counts, { status, exception }) => ({
      ...counts,
      [COUNTED[status]]: counts[COUNTED[status]] + 1,
      excepted: counts.excepted + (exception === null ? 0 : 1),
    }),
    NONE,
  );

const byRule = (findings: readonly Finding[]): Readonly<Record<string, StatusCounts>> =>
  Object.fromEntries(
    [...new Set(findings.map(({ ruleId }) => ruleId))].map((rule) => [
      rule,
      countsOf(findings.filter(({ ruleId }) => ruleId === rule)),
    ]),
  );

/** The coverage of a scope that was read to its end, with the counts of the findings given; their laws hold. */
export const aCoverage = (
  scope: ScopeId,
  findings: readonly Finding[] = [],
  choice: Partial<Coverage> = {},
): Coverage => {
  const resources = findings.filter(({ resource }) => resource.kind !== "aws.scope");
  const listed = new Set(resources.map(({ resource }) => resource.id)).size;
  const unread = new Set(
    resources.filter(({ status }) => status === "NOT_EVALUATED").map(({ resource }) => resource.id),
  ).size;
  return {
    kind: "coverage",
    scope,
    service: scope.slice(scope.lastIndexOf("/") + 1),
    status: unread === 0 ? "complete" : "partial",
    populationKnown: true,
    listed,
    read: listed - unread,
    unread,
    gone: 0,
    excluded: 0,
    rules: byRule(resources),
    passedOver: [],
    refusal: null,
    reason: null,
    files: [],
    ...choice,
  };
};

export const aSummary = (findings: readonly Finding[] = [], choice: Partial<Summary> = {}): Summary => ({
  kind: "summary",
  finishedAt: "2026-11-23T15:59:50.000Z",
  complete: true,
  incomplete: [],
  counts: countsOf(findings),
  rules: byRule(findings),
  resources: new Set(findings.map(({ resource }) => resource.id)).size,
  scopes: { complete: 0, partial: 0, unread: 0, unavailable: 0, excluded: 0 },
  standards: [],
  exceptions: [],
  changes: null,
  snapshotSha256: "cd".repeat(32),
  ...choice,
});

/** What a stream is made of beside its findings; what is not given follows from them. */
export interface StreamChoice {
  readonly run?: RunRecord;
  /** Instead of a complete coverage for each scope that has findings. */
  readonly coverage?: readonly Coverage[];
  readonly summary?: Partial<Summary>;
}

const grouped = (findings: readonly Finding[]): ReadonlyMap<ScopeId, readonly Finding[]> => {
  const groups = new Map<ScopeId, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.scope);
    if (group === undefined) groups.set(finding.scope, [finding]);
    else group.push(finding);
  }
  return groups;
};

/** A whole results stream: run, per scope its findings and its coverage, summary. */
export const stream = (findings: readonly Finding[], choice: StreamChoice = {}): readonly ResultsRecord[] => {
  const groups = grouped(findings);
  const coverage = choice.coverage ?? [...groups].map(([scope, own]) => aCoverage(scope, own));
  const scopes = [...new Set([...coverage.map(({ scope }) => scope), ...groups.keys()])].sort();
  return [
    choice.run ?? aRun(),
    ...scopes.flatMap((scope) => [
      ...(groups.get(scope) ?? []),
      ...coverage.filter((record) => record.scope === scope),
    ]),
    aSummary(findings, choice.summary),
  ];
};

/** The stream assembled, as the `json` format holds it. */
export const assembled = (findings: readonly Finding[], choice: StreamChoice = {}): Results => {
  const records = stream(findings, choice);
  const { run, rules } = choice.run ?? aRun();
  return {
    kind: "results",
    version: 1,
    run,
    rules,
    findings,
    coverage: records.filter((record) => record.kind === "coverage"),
    gone: [],
    summary: aSummary(findings, choice.summary),
  };
};
