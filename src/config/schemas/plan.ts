import { POINTER, SHA256, TIME, TRUST, WITNESS } from "./parts.ts";
import {
  closed,
  COUNT,
  DIALECT,
  FLAG,
  KIND_NAME,
  listOf,
  mapOf,
  oneOf,
  open,
  orNull,
  RULE_ID,
  SETTING_VALUE,
  TEXT,
  type JsonSchema,
} from "./schema.ts";

const MEANS = ["principals", "condition", "source", "actions", "statement", "policy"] as const;

/** JSON Patch (RFC 6902), without `copy` and `test`. */
const EDIT: JsonSchema = {
  type: "object",
  required: ["op", "path"],
  properties: { op: oneOf(["replace", "add", "remove", "move"]), path: POINTER, from: POINTER, value: {} },
  additionalProperties: false,
};

const FOUND = closed({ ruleId: RULE_ID, message: TEXT });

const TARGETS = closed({
  accounts: listOf(TEXT),
  principals: listOf(TEXT),
  organizations: listOf(TEXT),
  by: oneOf(["principals", "condition"]),
});

const CHOICE = closed({
  ruleId: RULE_ID,
  document: TEXT,
  means: oneOf(MEANS),
  edits: listOf(EDIT),
  says: TEXT,
  stops: listOf(TEXT),
  alternatives: listOf(TEXT),
  lockedOut: listOf(TEXT),
});

const CODE_CHANGE = closed({
  edits: listOf(
    closed({
      file: TEXT,
      startLine: COUNT,
      startColumn: COUNT,
      endLine: COUNT,
      endColumn: COUNT,
      text: TEXT,
    }),
  ),
  sharedWith: listOf(TEXT),
});

const STEP = closed({
  document: TEXT,
  before: TEXT,
  beforeSha256: SHA256,
  after: orNull(TEXT),
  afterSha256: orNull(SHA256),
  edits: listOf(EDIT),
  Action: TEXT,
  Phase: oneOf(["REMEDIATE"]),
  Inverse: TEXT,
  VerifyAfter: TEXT,
  Prerequisites: listOf(TEXT),
  AffectedScope: listOf(TEXT),
  RiskAssessment: listOf(TEXT),
  command: orNull(TEXT),
  inverseCommand: orNull(TEXT),
  code: orNull({ anyOf: [CODE_CHANGE, closed({ why: TEXT, at: orNull(TEXT) })] }),
});

const STATUS = oneOf(["SUCCESS", "FAILURE", "NEEDS_REVIEW"]);

const PROOF = closed({
  rules: listOf(closed({ ruleId: RULE_ID, before: STATUS, after: STATUS })),
  exposure: closed({ before: TEXT, after: TEXT }),
  allowedTo: listOf(TEXT),
  contained: { const: true },
  senders: listOf(
    closed({
      kind: oneOf(["account", "principal", "organization", "service"]),
      name: TEXT,
      before: orNull(FLAG),
      after: orNull(FLAG),
      witness: orNull(WITNESS),
      lockedOut: FLAG,
    }),
  ),
});

const RESOURCE = closed({
  number: COUNT,
  record: open({ kind: KIND_NAME, scope: TEXT, id: TEXT }),
  name: TEXT,
  account: orNull(TEXT),
  region: orNull(TEXT),
  findings: listOf(FOUND),
  targets: TARGETS,
  keep: listOf(TEXT),
  owner: orNull(TEXT),
  choices: listOf(CHOICE),
  steps: listOf(STEP),
  proof: PROOF,
});

/** What `postern fix plan` writes. */
export const PLAN_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  title: "Postern plan, version 1",
  description: "Narrower policies with their proof; sha256 is over the plan without that member.",
  ...closed({
    kind: { const: "plan" },
    version: { const: 1 },
    tool: TEXT,
    now: TIME,
    trust: TRUST,
    rules: listOf(closed({ id: RULE_ID, settings: mapOf(SETTING_VALUE) })),
    lockOut: listOf(TEXT),
    resources: listOf(RESOURCE),
    refused: listOf(closed({ id: TEXT, findings: listOf(FOUND), why: TEXT })),
    patch: orNull(TEXT),
    sha256: SHA256,
  }),
};
