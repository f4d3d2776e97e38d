import type { RuleMeta } from "../../model/rule.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { pageOf } from "../pages.ts";

/** Everything about __RULE_ID__ but its judgement. The tests name each part that is empty. */
export const meta: RuleMeta = {
  id: "__RULE_ID__",
  version: "1.0.0",
  title: "",
  name: "__NAME__",
  description: "",
  rationale: "",
  provider: "aws",
  service: "ses",
  resourceKind: SES_IDENTITY,
  categories: ["security"],
  riskLevel: "MEDIUM",
  compliance: [],
  cwe: [],
  audit: { console: [], cli: [] },
  remediation: { summary: "", console: [], cli: [], iac: [] },
  references: [],
  url: pageOf("__RULE_ID__"),
  settings: {},
};
