import { RISK_LEVELS } from "../../model/rule.ts";
import {
  ACCOUNT,
  closed,
  DIALECT,
  FLAG,
  listOf,
  ORGANIZATION,
  oneOf,
  PROSE,
  RULE_ID,
  SETTING_VALUE,
  mapOf,
  type JsonSchema,
} from "./schema.ts";

const all = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  closed(properties, Object.keys(properties));

const DATE: JsonSchema = {
  description: "a date such as 2026-12-31",
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}$",
};

const REGION: JsonSchema = {
  description: "a Region such as eu-west-1",
  type: "string",
  pattern: "^[a-z]{2,5}(-[a-z]+)+-\\d+$",
};

const PRINCIPAL: JsonSchema = {
  description: "the ARN of a user, a role or an account's root, without a wildcard",
  type: "string",
  pattern: "^arn:aws[a-z-]*:(iam|sts)::\\d{12}:[^*?\\s]+$",
};

const NETWORK: JsonSchema = {
  description: "a CIDR block such as 203.0.113.0/24",
  type: "string",
  pattern: "^[0-9A-Fa-f.:]+/\\d{1,3}$",
};

/** Who is not a stranger. Widths of networks are checked beside the schema. */
export const TRUST_SCHEMA: JsonSchema = all({
  accounts: listOf(ACCOUNT),
  organizations: listOf(ORGANIZATION),
  principals: listOf(PRINCIPAL),
  networks: listOf(NETWORK),
});

const RULE_CHOICE = all({ enabled: FLAG, riskLevel: oneOf(RISK_LEVELS), settings: mapOf(SETTING_VALUE) });

/** Which resources something holds for. */
const MATCH = {
  rule: RULE_ID,
  resource: PROSE,
  account: ACCOUNT,
  region: REGION,
  tag: closed({ key: PROSE, value: { type: "string" } }, ["value"]),
} as const;

const MATCHED = ["resource", "account", "region", "tag"] as const;

const EXCEPTION = closed(
  {
    ...MATCH,
    fingerprint: { description: "32 hexadecimal digits", type: "string", pattern: "^[0-9a-f]{32}$" },
    reason: PROSE,
    approver: PROSE,
    approvedAt: DATE,
    expires: DATE,
    ticket: PROSE,
  },
  [...MATCHED, "fingerprint"],
);

const DAYS: JsonSchema = {
  description: "a whole number of days from 0 to 3650",
  type: "integer",
  minimum: 0,
  maximum: 3650,
};

/** Who mends what is found, by when, and what they said. */
export const FOLLOW_UP_SCHEMA: JsonSchema = all({
  dueDays: all(Object.fromEntries(RISK_LEVELS.map((level) => [level, DAYS]))),
  ownerTags: listOf(PROSE, { uniqueItems: true }),
  owners: listOf(closed({ ...MATCH, owner: PROSE }, ["rule", ...MATCHED])),
  responses: listOf(
    closed({ ...MATCH, response: PROSE, by: PROSE, on: DATE, due: DATE }, ["rule", ...MATCHED, "due"]),
  ),
});

/** `postern.config.yaml`. */
export const CONFIG_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  title: "Postern configuration",
  ...all({
    trust: TRUST_SCHEMA,
    accounts: listOf(ACCOUNT, { uniqueItems: true }),
    regions: listOf(REGION, { uniqueItems: true }),
    failOn: oneOf([...RISK_LEVELS, "never"]),
    allow: listOf(oneOf(["undecided", "unread"]), { uniqueItems: true }),
    baseline: PROSE,
    rules: { ...mapOf(RULE_CHOICE), propertyNames: RULE_ID },
    exceptions: listOf(EXCEPTION),
    followUp: FOLLOW_UP_SCHEMA,
    outputs: listOf(PROSE),
    plugins: listOf(PROSE, { uniqueItems: true }),
  }),
};
