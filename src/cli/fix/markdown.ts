import type { Plan, PlannedResource } from "../../remedy/plan-file.ts";
import { logLine } from "../../text/log-commands.ts";
import { markdownBlock, markdownCode, markdownText } from "../../text/markdown.ts";
import { codeLines, diffLines, senderLine } from "./table.ts";

/** A plan as Markdown, for a pull request. */
export const planAsMarkdown = (plan: Plan): string =>
  [
    "# Remediation plan",
    "",
    `${plan.resources.length} planned and proved, ${plan.refused.length} not planned. Plan \`${plan.sha256.slice(0, 16)}\`, made at ${plan.now} by ${plan.tool}.`,
    "",
    ...plan.resources.flatMap(sectionOf),
    ...(plan.refused.length === 0 ? [] : ["## Not planned", ""]),
    ...plan.refused.map(({ id, why }) => `- ${markdownCode(id)}: ${markdownText(why)}`),
    ...(plan.refused.length === 0 ? [] : [""]),
  ].join("\n");

const sectionOf = ({ record, findings, choices, steps, proof }: PlannedResource): readonly string[] => [
  `## ${markdownCode(record.id)}`,
  "",
  ...findings.map(({ ruleId, message }) => `- **${ruleId}** ${markdownText(message)}`),
  "",
  "| Choice | Stops working | In its place |",
  "| --- | --- | --- |",
  ...choices.map(
    ({ says, stops, alternatives }) =>
      `| ${markdownText(says)} | ${stops.map(markdownText).join("<br>")} | ${alternatives.map(markdownText).join("<br>")} |`,
  ),
  "",
  `Proof: exposure ${proof.exposure.before} → ${proof.exposure.after}; ${proof.rules.map(({ ruleId, after }) => `${ruleId} ${after}`).join(", ")}; nobody gets access who had none.`,
  "",
  ...proof.senders.map((sender) => `- ${markdownText(senderLine(sender))}`),
  ...(proof.senders.length === 0 ? [] : [""]),
  ...steps.flatMap((step) => [
    ...block("diff", diffLines(step)),
    ...codeLines(step).map((line) => `- ${markdownText(line)}`),
    ...(step.code === null ? [] : [""]),
    ...(step.code !== null && "why" in step.code && step.after !== null ? block("json", [step.after]) : []),
    ...(step.command === null || step.inverseCommand === null
      ? []
      : block("sh", [step.command, `# back: ${step.inverseCommand}`].map(logLine))),
  ]),
];

const block = (language: string, lines: readonly string[]): readonly string[] => [
  markdownBlock(lines.join("\n"), language),
  "",
];
