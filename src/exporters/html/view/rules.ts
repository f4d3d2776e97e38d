import type { RunRule } from "../../../model/results.ts";
import type { Reference, Step } from "../../../model/rule.ts";
import type { Settings, SettingValue } from "../../../model/rule-context.ts";
import { CATEGORY, listed, RISK } from "../text.ts";
import { anchorOf, webAddress, type Entry } from "./atoms.ts";

/** A rule as the method section explains it, with the procedures that findings refer to. */
export interface RuleView {
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  readonly version: string;
  readonly risk: string;
  readonly categories: string;
  readonly kind: string;
  readonly description: string;
  readonly rationale: string;
  readonly settings: readonly Entry[];
  readonly deprecated: string | null;
  readonly summary: string;
  readonly procedures: readonly ProcedureView[];
  readonly references: readonly LinkView[];
}

interface ProcedureView {
  readonly title: string;
  readonly steps: readonly { readonly text: string; readonly code: string | null }[];
}

export interface LinkView {
  readonly title: string;
  readonly url: string;
  readonly address: string | null;
}

export const ruleView = (rule: RunRule): RuleView => ({
  id: rule.id,
  anchor: anchorOf("r", rule.id),
  title: rule.title,
  version: rule.version,
  risk: RISK[rule.riskLevel],
  categories: listed(rule.categories.map((category) => CATEGORY[category])),
  kind: rule.resourceKind,
  description: rule.description,
  rationale: rule.rationale,
  settings: settingEntries(rule.effectiveSettings),
  deprecated: rule.deprecated ?? null,
  summary: rule.remediation.summary,
  procedures: [
    procedure("How to check it yourself in the console", rule.audit.console),
    procedure("How to check it yourself with the AWS command line", rule.audit.cli),
    procedure("Remediation in the console", rule.remediation.console),
    procedure("Remediation with the AWS command line", rule.remediation.cli),
    procedure("Remediation in infrastructure code", rule.remediation.iac),
  ].filter(({ steps }) => steps.length > 0),
  references: [...rule.references, { title: "The page of this rule", url: rule.url }].map(linkView),
});

const procedure = (title: string, steps: readonly Step[]): ProcedureView => ({
  title,
  steps: steps.map(({ text, code }) => ({ text, code: code ?? null })),
});

const linkView = ({ title, url }: Reference): LinkView => ({ title, url, address: webAddress(url) });

const settingEntries = (settings: Settings): readonly Entry[] =>
  Object.entries(settings).map(([name, value]) => ({ name, value: settingText(value) }));

const settingText = (value: SettingValue): string =>
  typeof value === "object" ? listed(value) : String(value);
