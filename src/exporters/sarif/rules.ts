import type { RuleMeta } from "../../model/rule.ts";
import { cut } from "../../text/visible.ts";
import type { SarifRule } from "./builder.ts";
import { helpMarkdown, helpText } from "./help.ts";
import { DESCRIPTION, TAGS } from "./limits.ts";
import { reviewId } from "./results.ts";
import { SEVERITY } from "./severity.ts";
import type { Taxonomies } from "./taxonomies.ts";

/** Each rule twice: for what was found, and for what could not be decided or read. */
export const rulesOf = (rules: readonly RuleMeta[], taxonomies: Taxonomies): readonly SarifRule[] =>
  rules.flatMap((rule) => [foundRule(rule, taxonomies), reviewRule(rule)]);

const foundRule = (rule: RuleMeta, taxonomies: Taxonomies): SarifRule => ({
  ...shared(rule),
  id: rule.id,
  name: rule.name,
  shortDescription: { text: cut(rule.failureTitle ?? rule.title, DESCRIPTION) },
  fullDescription: { text: cut(rule.description, DESCRIPTION) },
  defaultConfiguration: { level: SEVERITY[rule.riskLevel].level },
  relationships: taxonomies.of(rule),
  properties: {
    tags: tagsOf(rule),
    precision: "very-high",
    "security-severity": SEVERITY[rule.riskLevel].score,
  },
});

/** No `security` tag and no score: GitHub shows it as a recommendation, which blocks no pull request. */
const reviewRule = (rule: RuleMeta): SarifRule => ({
  ...shared(rule),
  id: reviewId(rule.id),
  name: `${rule.name}Review`,
  shortDescription: { text: cut(`${rule.title}: not decided or not read`, DESCRIPTION) },
  fullDescription: {
    text: cut(
      `${rule.id} could not be answered for this resource: its policy was not read, or not all of it could be resolved. ${rule.description}`,
      DESCRIPTION,
    ),
  },
  defaultConfiguration: { level: "warning" },
  properties: {
    tags: [rule.provider, rule.service].slice(0, TAGS),
    precision: "very-high",
    "problem.severity": "recommendation",
  },
});

const shared = (rule: RuleMeta): Pick<SarifRule, "id" | "helpUri" | "help"> => ({
  id: rule.id,
  helpUri: rule.url,
  help: { text: helpText(rule), markdown: helpMarkdown(rule) },
});

/** CodeQL's form of a CWE; then the standards, as far as there is room. */
const tagsOf = (rule: RuleMeta): string[] =>
  [
    ...new Set([
      "security",
      rule.provider,
      rule.service,
      ...rule.cwe.map(
        (id) => `external/cwe/${id.toLowerCase().replace(/\d+$/, (number) => number.padStart(3, "0"))}`,
      ),
      ...rule.compliance.map(({ standard }) => standard),
    ]),
  ].slice(0, TAGS);
