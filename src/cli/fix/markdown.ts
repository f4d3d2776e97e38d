import type { Plan, PlannedResource } from "../../remedy/plan-file.ts";
import { defused, logLine } from "../../text/log-commands.ts";
import { visible } from "../../text/visible.ts";
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
    ...plan.refused.map(({ id, why }) => `- ${code(id)}: ${plain(why)}`),
    ...(plan.refused.length === 0 ? [] : [""]),
  ].join("\n");

const sectionOf = ({ record, findings, choices, steps, proof }: PlannedResource): readonly string[] => [
  `## ${code(record.id)}`,
  "",
  ...findings.map(({ ruleId, message }) => `- **${ruleId}** ${plain(message)}`),
  "",
  "| Choice | Stops working | In its place |",
  "| --- | --- | --- |",
  ...choices.map(
    ({ says, stops, alternatives }) =>
      `| ${plain(says)} | ${stops.map(plain).join("<br>")} | ${alternatives.map(plain).join("<br>")} |`,
  ),
  "",
  `Proof: exposure ${proof.exposure.before} → ${proof.exposure.after}; ${proof.rules.map(({ ruleId, after }) => `${ruleId} ${after}`).join(", ")}; nobody gets access who had none.`,
  "",
  ...proof.senders.map((sender) => `- ${plain(senderLine(sender))}`),
  ...(proof.senders.length === 0 ? [] : [""]),
  ...steps.flatMap((step) => [
    ...fenced("diff", diffLines(step).map(diffLine)),
    ...codeLines(step).map((line) => `- ${plain(line)}`),
    ...(step.code === null ? [] : [""]),
    ...(step.code !== null && "why" in step.code && step.after !== null
      ? fenced("json", defused(visible(step.after)).split("\n"))
      : []),
    ...(step.command === null || step.inverseCommand === null
      ? []
      : fenced("sh", [step.command, `# back: ${step.inverseCommand}`].map(logLine))),
  ]),
];

/** The first character is the diff's own. */
const diffLine = (line: string): string => `${line.slice(0, 1)}${defused(visible(line.slice(1)))}`;

/** A fence longer than any run of backticks inside. */
const fenced = (language: string, lines: readonly string[]): readonly string[] => {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence, ""];
};

const code = (text: string): string => `\`${logLine(text).replaceAll("`", "'")}\``;

/** No character of it means anything to Markdown or HTML. */
const plain = (text: string): string =>
  logLine(text).replaceAll(/[\\`*_{}[\]<>|#~!]/g, (one) => `&#${one.codePointAt(0) ?? 0};`);
