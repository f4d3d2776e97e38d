import { CATEGORIES, RISK_LEVELS } from "../../model/rule.ts";
import {
  closed,
  HTTPS,
  KIND_NAME,
  listOf,
  mapOf,
  oneOf,
  PROSE,
  RULE_ID,
  SETTING_VALUE,
  TEXT,
  type JsonSchema,
} from "./schema.ts";

const STEP = closed({ text: PROSE, code: PROSE, language: oneOf(["sh", "json", "hcl", "yaml"]) }, [
  "code",
  "language",
]);

const STEPS = listOf(STEP, { minItems: 1 });

const MAPPING = closed({
  standard: PROSE,
  clause: PROSE,
  strength: oneOf(["primary", "supporting", "context"]),
  why: PROSE,
  source: PROSE,
});

const SETTING = closed({
  type: oneOf(["string", "number", "boolean", "strings", "accounts", "organizations"]),
  default: SETTING_VALUE,
  description: PROSE,
});

/** Security Hub takes a title of 256 characters, a description of 1024 and a recommendation of 512. */
const HUB = { title: 256, description: 1024, recommendation: 512 } as const;

/** A rule's metadata; what is optional is what a rule may have none of. */
export const RULE_META: JsonSchema = closed(
  {
    id: RULE_ID,
    version: { description: "a version such as 1.0.0", type: "string", pattern: "^\\d+\\.\\d+\\.\\d+$" },
    title: { ...PROSE, maxLength: HUB.title },
    failureTitle: { ...PROSE, maxLength: HUB.title },
    headline: { ...PROSE, maxLength: HUB.title },
    name: { description: "a name in PascalCase", type: "string", pattern: "^[A-Z][A-Za-z0-9]*$" },
    description: { ...PROSE, maxLength: HUB.description },
    rationale: PROSE,
    provider: PROSE,
    service: PROSE,
    resourceKind: KIND_NAME,
    categories: listOf(oneOf(CATEGORIES), { minItems: 1, uniqueItems: true }),
    riskLevel: oneOf(RISK_LEVELS),
    compliance: listOf(MAPPING),
    cwe: listOf({ description: "a CWE id such as CWE-732", type: "string", pattern: "^CWE-\\d+$" }),
    audit: closed({ console: STEPS, cli: STEPS }),
    remediation: closed({
      summary: { ...PROSE, maxLength: HUB.recommendation },
      console: STEPS,
      cli: STEPS,
      iac: listOf(STEP),
    }),
    references: listOf(closed({ title: PROSE, url: HTTPS }), { minItems: 1 }),
    url: HTTPS,
    settings: mapOf(SETTING),
    deprecated: TEXT,
  },
  ["deprecated", "failureTitle", "headline"],
);

/** The same as a run's results carry it: the settings that were in force are beside it. */
export const RUN_RULE: JsonSchema = {
  ...RULE_META,
  required: [...(RULE_META["required"] as readonly string[]), "effectiveSettings"],
  properties: {
    ...(RULE_META["properties"] as Readonly<Record<string, JsonSchema>>),
    effectiveSettings: mapOf(SETTING_VALUE),
  },
};
