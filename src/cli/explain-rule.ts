import { wrapped } from "../exporters/columns.ts";
import type { AnyRule, Mapping, SettingSpec, Step } from "../model/rule.ts";
import type { RuleCase } from "../model/rule-case.ts";
import { visible } from "../text/visible.ts";

/** Everything about a rule, for a terminal of so many columns. */
export const explainRule = ({ meta, needs, cases = [] }: AnyRule, width: number): string => {
  const { remediation, audit } = meta;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["", [meta.description]],
    ["Why", [meta.rationale]],
    [
      "What it reads",
      [`${needs.length === 0 ? "what is listed" : needs.join(", ")} of each ${meta.resourceKind}`],
    ],
    ["How it decides", cases.map(caseLine)],
    ["Audit in the console", steps(audit.console)],
    ["Audit on the command line", steps(audit.cli)],
    ["Remedy", [remediation.summary]],
    ["Remedy in the console", steps(remediation.console)],
    ["Remedy on the command line", steps(remediation.cli)],
    ["Remedy in code", steps(remediation.iac)],
    ["Settings", Object.entries(meta.settings).map(settingLine)],
    ["Compliance (this tool's own reading)", meta.compliance.map(mappingLine)],
    ["References", [...meta.references.map(({ title, url }) => `${title}\n${url}`), meta.url]],
  ];
  const deprecated = meta.deprecated === undefined ? "" : `\nDeprecated: ${meta.deprecated}\n`;
  const body = sections
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([title, lines]) =>
        `\n${title === "" ? "" : `${title}\n`}${lines.map((line) => indented(line, width)).join("\n")}\n`,
    );
  return visible(
    `${meta.id}  ${meta.title}\n${meta.riskLevel} · ${meta.categories.join(", ")}\n${deprecated}${body.join("")}`,
  );
};

const caseLine = ({ name, why, expect }: RuleCase): string => `${expect.status}: ${name}. ${why}`;

const steps = (all: readonly Step[]): readonly string[] =>
  all.map(({ text, code }, index) => `${index + 1}. ${text}${code === undefined ? "" : `\n\n${code}\n`}`);

const settingLine = ([name, spec]: readonly [string, SettingSpec]): string =>
  `${name} (${spec.type}, default ${JSON.stringify(spec.default)}): ${spec.description}`;

const mappingLine = ({ standard, clause, strength, why }: Mapping): string =>
  `${standard} ${clause} (${strength}): ${why}`;

/** Prose is wrapped; what has lines of its own (code) keeps them. */
const indented = (text: string, width: number): string => {
  const [prose = "", ...rest] = text.split("\n");
  return [wrapped([prose], width, 2), ...rest.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
};
