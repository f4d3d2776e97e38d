import { RISK_LEVELS } from "../../model/rule.ts";
import {
  CALLER,
  FILE_NOTE,
  LANES,
  PLACE,
  POINTER,
  REFUSAL,
  RESOURCE,
  SCOPE_ID,
  SCOPE_STATUS,
  SHA256,
  TEXTS,
  TIME,
  TRUST,
  WITNESS,
} from "./parts.ts";
import { FOLLOW_UP_SCHEMA } from "./config.ts";
import { RUN_RULE } from "./rule-meta.ts";
import {
  closed,
  COUNT,
  DIALECT,
  FLAG,
  HTTPS,
  listOf,
  mapOf,
  oneOf,
  orNull,
  TEXT,
  type JsonSchema,
} from "./schema.ts";

const STATUS = oneOf(["SUCCESS", "FAILURE", "NEEDS_REVIEW", "NOT_EVALUATED"]);

const COUNTS = closed(
  {
    success: COUNT,
    failure: COUNT,
    needsReview: COUNT,
    notEvaluated: COUNT,
    excepted: COUNT,
    covered: COUNT,
    coveredFailure: COUNT,
  },
  ["covered", "coveredFailure"],
);

const FINGERPRINT: JsonSchema = {
  description: "32 hexadecimal digits",
  type: "string",
  pattern: "^[0-9a-f]{32}$",
};

const FAULTS = listOf(
  closed({ document: TEXT, documentIndex: COUNT, at: POINTER, fingerprint: FINGERPRINT, location: PLACE }, [
    "documentIndex",
    "at",
    "location",
  ]),
);

const EXCEPTION = closed({
  rule: TEXT,
  match: closed(
    {
      resource: TEXT,
      account: TEXT,
      region: TEXT,
      tag: closed({ key: TEXT, value: TEXT }, ["value"]),
      fingerprint: FINGERPRINT,
      place: closed({ file: TEXT, line: COUNT }),
    },
    ["resource", "account", "region", "tag", "fingerprint", "place"],
  ),
  reason: TEXT,
  approver: TEXT,
  approvedAt: TEXT,
  expires: TEXT,
  ticket: TEXT,
});

const EVIDENCE = closed(
  {
    document: TEXT,
    documentIndex: COUNT,
    at: POINTER,
    role: oneOf(["grants", "limits", "fails-to-limit", "denies", "fails-to-deny", "remark"]),
    code: TEXT,
    says: TEXT,
    location: PLACE,
  },
  ["document", "documentIndex", "code", "location"],
);

const FOLLOW_UP = closed({
  owner: orNull(TEXT),
  due: TEXT,
  response: orNull(closed({ response: TEXT, by: TEXT, on: TEXT })),
});

const FINDING_MEMBERS = {
  kind: { const: "finding" },
  id: TEXT,
  ruleId: TEXT,
  scope: SCOPE_ID,
  status: STATUS,
  riskLevel: oneOf(RISK_LEVELS),
  title: TEXT,
  message: TEXT,
  resource: RESOURCE,
  data: TEXTS,
  evidence: listOf(EVIDENCE),
  witness: orNull(WITNESS),
  faults: FAULTS,
  documents: listOf(closed({ name: TEXT, text: TEXT, sha256: SHA256, place: PLACE }, ["place"])),
  location: orNull(PLACE),
  collectedAt: orNull(TIME),
  firstSeenAt: TIME,
  openSince: TIME,
  change: orNull(oneOf(["new", "unchanged", "reopened"])),
  lastFailure: orNull(
    closed({ at: TIME, message: TEXT, data: TEXTS, faults: FAULTS, location: orNull(PLACE) }),
  ),
  exception: orNull(EXCEPTION),
  followUp: FOLLOW_UP,
  origin: closed({ call: TEXT, event: TEXT, at: TEXT, by: TEXT }),
  unread: orNull(REFUSAL),
} as const;

const FINDING = closed(FINDING_MEMBERS, ["openSince", "followUp", "origin"]);

const COVERAGE = closed(
  {
    kind: { const: "coverage" },
    scope: SCOPE_ID,
    service: TEXT,
    status: SCOPE_STATUS,
    populationKnown: FLAG,
    only: listOf(TEXT),
    listed: COUNT,
    read: COUNT,
    unread: COUNT,
    gone: COUNT,
    excluded: COUNT,
    rules: mapOf(COUNTS),
    passedOver: listOf(TEXT),
    refusal: orNull(REFUSAL),
    reason: orNull(TEXT),
    files: listOf(FILE_NOTE),
    lanes: LANES,
  },
  ["only", "lanes"],
);

const GONE = closed({
  kind: { const: "gone" },
  id: TEXT,
  ruleId: TEXT,
  scope: SCOPE_ID,
  status: STATUS,
  title: TEXT,
  resource: RESOURCE,
  firstSeenAt: TIME,
});

const RUN = closed(
  {
    tool: closed({ name: TEXT, version: TEXT, tables: mapOf(TEXT) }, ["tables"]),
    now: TIME,
    startedAt: orNull(TIME),
    caller: orNull(CALLER),
    parameters: { type: "object" },
    trust: TRUST,
    configuration: orNull(closed({ name: TEXT, sha256: SHA256 })),
    disabledRules: listOf(TEXT),
    plugins: listOf(TEXT),
    followUp: FOLLOW_UP_SCHEMA,
    baseline: orNull(closed({ now: TIME, findings: COUNT })),
  },
  ["followUp"],
);

const CLAUSE = closed({
  clause: TEXT,
  title: TEXT,
  status: oneOf(["fail", "not-determined", "pass", "not-applicable"]),
  rules: listOf(
    closed({ ruleId: TEXT, strength: oneOf(["primary", "supporting", "context"]), why: TEXT, source: TEXT }),
  ),
  counts: COUNTS,
});

const SUMMARY = closed({
  kind: { const: "summary" },
  finishedAt: orNull(TIME),
  complete: FLAG,
  incomplete: listOf(TEXT),
  counts: COUNTS,
  rules: mapOf(COUNTS),
  resources: COUNT,
  scopes: closed({ complete: COUNT, partial: COUNT, unread: COUNT, unavailable: COUNT, excluded: COUNT }),
  standards: listOf(
    closed({
      standard: TEXT,
      title: TEXT,
      edition: TEXT,
      url: HTTPS,
      note: orNull(TEXT),
      clauses: listOf(CLAUSE),
    }),
  ),
  exceptions: listOf(
    closed({
      exception: EXCEPTION,
      state: oneOf(["applied", "expired", "unused", "tags-unread"]),
      findings: listOf(TEXT),
    }),
  ),
  changes: orNull(closed({ new: COUNT, unchanged: COUNT, reopened: COUNT, gone: COUNT })),
  snapshotSha256: SHA256,
});

/** The `json` format. A line of `jsonl` is a member of it, and for the first `{"kind":"run","version":1,"run","rules"}`. */
export const RESULTS_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  title: "Postern results, version 1",
  ...closed({
    kind: { const: "results" },
    version: { const: 1 },
    run: RUN,
    rules: listOf(RUN_RULE),
    findings: listOf(FINDING),
    coverage: listOf(COVERAGE),
    gone: listOf(GONE),
    summary: SUMMARY,
  }),
};
