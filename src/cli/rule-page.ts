import type { AnyRule, RuleMeta, Step } from "../model/rule.ts";
import type { RuleCase } from "../model/rule-case.ts";
import { isObject } from "../text/is-object.ts";
import { markdownBlock } from "../text/markdown.ts";

/** The page of a rule in Markdown, from its metadata and its worked examples. */
export const rulePage = ({ meta, needs, cases = [] }: AnyRule): string =>
  [
    `# ${meta.id} ${prose(meta.title)}`,
    prose(meta.description),
    ...(meta.deprecated === undefined ? [] : [`**Deprecated.** ${prose(meta.deprecated)}`]),
    facts(meta, needs),
    "## Why",
    prose(meta.rationale),
    "## How it is decided",
    "Each line is a worked example that the rule's tests run.",
    truthTable(cases),
    "### Reasons",
    cases.map(caseText).join("\n\n"),
    "## Audit",
    "### In the console",
    steps(meta.audit.console),
    "### On the command line",
    steps(meta.audit.cli),
    "## Remediation",
    prose(meta.remediation.summary),
    "### In the console",
    steps(meta.remediation.console),
    "### On the command line",
    steps(meta.remediation.cli),
    ...(meta.remediation.iac.length === 0 ? [] : ["### In code", steps(meta.remediation.iac)]),
    ...settings(meta),
    ...compliance(meta),
    "## References",
    meta.references.map(({ title, url }) => `- [${prose(title)}](${url})`).join("\n"),
    "",
  ].join("\n\n");

/** Prose of a rule's author in Markdown; only what would be taken for a sign of Markdown or HTML is escaped. */
export const prose = (text: string): string => text.replaceAll(/[\\`*_<>|[\]]/g, String.raw`\$&`);

/** A table whose cells are Markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const facts = (meta: RuleMeta, needs: readonly string[]): string =>
  table(
    ["", ""],
    [
      ["Risk level", meta.riskLevel],
      ["Categories", meta.categories.join(", ")],
      ["Resource", `\`${meta.resourceKind}\``],
      [
        "Reads",
        needs.length === 0 ? "nothing but what is listed" : needs.map((name) => `\`${name}\``).join(", "),
      ],
      ["Weaknesses", meta.cwe.length === 0 ? "none named" : meta.cwe.join(", ")],
      ["Version", meta.version],
    ],
  );

const truthTable = (cases: readonly RuleCase[]): string =>
  table(
    ["Resource", "Answer", "Data"],
    cases.map(({ name, expect }) => [
      prose(name),
      expect.status,
      Object.entries(expect.data ?? {})
        .map(([key, value]) => prose(`${key}: ${value === "" ? "none" : value}`))
        .join(", "),
    ]),
  );

const caseText = ({ name, why, record, context, expect }: RuleCase): string => {
  const { id: _id, ...shown } = record;
  return [
    `**${prose(name)}** → ${expect.status}. ${prose(why)}`,
    "<details><summary>Example</summary>",
    markdownBlock(JSON.stringify(readable(shown), null, 2), "json"),
    ...(context === undefined ? [] : ["With", markdownBlock(JSON.stringify(context, null, 2), "json")]),
    "</details>",
  ].join("\n\n");
};

/** A record with its policies as people write them; a text that is no JSON stays a text. */
const readable = (record: Readonly<Record<string, unknown>>): unknown => {
  const { policies } = record;
  if (!Array.isArray(policies)) return record;
  return {
    ...record,
    policies: policies.map((policy: unknown) =>
      isObject(policy) && typeof policy["document"] === "string"
        ? { ...policy, document: parsedWhereFaithful(policy["document"]) }
        : policy,
    ),
  };
};

/** Reading and printing must lose nothing, so a document with a key twice is shown as its text. */
const parsedWhereFaithful = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text.replaceAll(/(?<=[:,{[]) +/g, "") ? value : text;
  } catch {
    return text;
  }
};

const steps = (all: readonly Step[]): string =>
  all
    .map(({ text, code, language }, index) => {
      const block = code === undefined ? "" : `\n\n${indented(markdownBlock(code, language))}`;
      return `${index + 1}. ${prose(text)}${block}`;
    })
    .join("\n\n");

const indented = (block: string): string =>
  block
    .split("\n")
    .map((line) => (line === "" ? "" : `   ${line}`))
    .join("\n");

const settings = ({ id, settings: specs }: RuleMeta): readonly string[] =>
  Object.keys(specs).length === 0
    ? []
    : [
        "## Settings",
        `In \`postern.config.yaml\`, under \`rules.${id}.settings\`.`,
        table(
          ["Name", "Type", "Default", ""],
          Object.entries(specs).map(([name, spec]) => [
            `\`${name}\``,
            spec.type,
            `\`${JSON.stringify(spec.default)}\``,
            prose(spec.description),
          ]),
        ),
      ];

const compliance = ({ compliance: mappings }: RuleMeta): readonly string[] =>
  mappings.length === 0
    ? []
    : [
        "## Compliance",
        "The mapping is this project's reading. Meeting the rule does not by itself meet a clause.",
        table(
          ["Standard", "Clause", "Strength", "Why", "Source"],
          mappings.map(({ standard, clause, strength, why, source }) => [
            standard,
            prose(clause),
            strength,
            prose(why),
            source.startsWith("https://") ? `<${source}>` : prose(source),
          ]),
        ),
      ];
