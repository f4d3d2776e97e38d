import type { RuleMeta, Step } from "../../model/rule.ts";
import { markdownBlock, markdownText } from "../../text/markdown.ts";

/** What GitHub shows beside an alert: how to mend it, in code first, then why it matters and how to check. */
export const helpMarkdown = (rule: RuleMeta): string =>
  [
    "## Remediation",
    markdownText(rule.remediation.summary),
    ...section("In code", rule.remediation.iac, "###"),
    ...section("With the AWS CLI", rule.remediation.cli, "###"),
    ...section("In the console", rule.remediation.console, "###"),
    "## Why it matters",
    markdownText(rule.description),
    markdownText(rule.rationale),
    ...section("Audit with the AWS CLI", rule.audit.cli),
    ...section("Audit in the console", rule.audit.console),
    ...(rule.references.length === 0
      ? []
      : [
          "## References",
          rule.references
            .map(({ title, url }) => `- [${markdownText(title)}](${linkTarget(url)})`)
            .join("\n"),
        ]),
  ].join("\n\n");

const section = (title: string, steps: readonly Step[], mark = "##"): readonly string[] =>
  steps.length === 0 ? [] : [`${mark} ${title}`, steps.map(numbered).join("\n")];

const numbered = ({ text, code, language }: Step, index: number): string => {
  const step = `${index + 1}. ${markdownText(text)}`;
  return code === undefined ? step : `${step}\n\n${indented(markdownBlock(code, language))}\n`;
};

const indented = (block: string): string => block.replaceAll(/^(?=.)/gm, "   ");

/** Only web pages are linked; brackets and blanks would end the target. */
const linkTarget = (url: string): string =>
  /^https?:\/\//.test(url) ? encodeURI(url).replaceAll("(", "%28").replaceAll(")", "%29") : "";

/** The same for readers without Markdown. */
export const helpText = (rule: RuleMeta): string =>
  [`Remediation: ${rule.remediation.summary}`, rule.description, rule.rationale, rule.url]
    .filter((text) => text !== "")
    .join("\n\n");
