import { columns, wrapped } from "../../exporters/columns.ts";
import type { Paint } from "../../exporters/table/paint.ts";
import type { Plan, PlannedResource, SenderProof, Step } from "../../remedy/plan-file.ts";
import { fateOf } from "../../remedy/senders.ts";
import { unifiedDiff } from "../../text/unified-diff.ts";
import { visible, visibleLine } from "../../text/visible.ts";

/** A plan for a person at a terminal: what is changed and why, the proof, and the diff. */
export const planAsTable = (plan: Plan, width: number, paint: Paint): string => {
  const parts = [
    ...(plan.resources.length === 0 ? [] : [overview(plan, width)]),
    ...plan.resources.map((resource) => section(resource, width, paint)),
    ...plan.refused.map(({ id, why }) =>
      [
        `${paint("yellow", "NOT PLANNED")}  ${visibleLine(id)}`,
        wrapped([visibleLine(why)], width, 2),
        "",
      ].join("\n"),
    ),
    closing(plan, width),
  ];
  return parts.join("\n");
};

const overview = ({ resources }: Plan, width: number): string =>
  columns(
    [
      ["Resource", "#", "Rules", "Means", "Exposure"],
      ...resources.map(({ name, number, findings, choices, proof }) => [
        name,
        String(number),
        findings.map(({ ruleId }) => ruleId).join(" "),
        [...new Set(choices.map(({ means }) => means))].join(" "),
        `${proof.exposure.before} → ${proof.exposure.after}`,
      ]),
    ],
    { width },
  );

const section = (resource: PlannedResource, width: number, paint: Paint): string => {
  const { record, findings, choices, steps, proof } = resource;
  const lines = (texts: readonly string[], indent: number): string =>
    wrapped(texts.map(visibleLine), width, indent);
  return [
    paint("bold", visibleLine(record.id)),
    lines(
      findings.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      2,
    ),
    ...choices.flatMap(({ says, stops, alternatives }) => [
      lines([`Choice: ${says}`], 2),
      ...stops.map((one) => lines([`stops: ${one}`], 4)),
      ...alternatives.map((one) => paint("dim", lines([`or: ${one}`], 4))),
    ]),
    lines(
      [
        `Proof: ${proof.rules
          .filter(({ before }) => before === "FAILURE")
          .map(({ ruleId }) => ruleId)
          .join(", ")} pass; nobody gets access who had none.`,
      ],
      2,
    ),
    ...proof.senders.map((sender) => lines([senderLine(sender)], 4)),
    ...[
      ...new Set(
        steps.flatMap(({ RiskAssessment }) => RiskAssessment.filter((one) => !one.startsWith("Stops"))),
      ),
    ].map((one) => lines([`Risk: ${one}`], 2)),
    ...steps.flatMap((step) => [
      diffOf(step, width, paint),
      ...commands(step, paint),
      ...codeLines(step).map((one) => lines([one], 2)),
      ...wantedText(step),
    ]),
    "",
  ].join("\n");
};

export const senderLine = (sender: SenderProof): string => `${sender.name} ${fateOf(sender)}.`;

const commands = ({ command, inverseCommand }: Step, paint: Paint): readonly string[] =>
  command === null || inverseCommand === null
    ? []
    : [`  ${visibleLine(command)}`, paint("dim", `  back: ${visibleLine(inverseCommand)}`)];

/** Where the patch changes a policy in source code and whom that concerns, or why it does not. */
export const codeLines = ({ code }: Step): readonly string[] => {
  if (code === null) return [];
  if ("why" in code) return [`Not in the patch: ${code.why}${code.at === null ? "" : ` (${code.at})`}.`];
  const places = [...new Set(code.edits.map(({ file, startLine }) => `${file}:${startLine}`))];
  return [
    `In the patch: ${places.join(", ")}.`,
    ...(code.sharedWith.length === 0 ? [] : [`Shared with ${code.sharedWith.join(", ")}.`]),
  ];
};

/** The policy that source code should come to, where no patch says how. */
const wantedText = ({ code, after }: Step): readonly string[] =>
  code === null || !("why" in code)
    ? []
    : after === null
      ? ["  Wanted: no such policy."]
      : [
          "  Wanted:",
          ...visible(spread(after))
            .trimEnd()
            .split("\n")
            .map((line) => `    ${line}`),
        ];

/** The policy spread over lines, in its own order: most are stored in one line, which no diff can show. */
const spread = (text: string): string => {
  if (text.trim().includes("\n")) return text.endsWith("\n") ? text : `${text}\n`;
  return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
};

/** Lines of the diff of one step, not yet painted. */
export const diffLines = ({ document, before, after }: Step): readonly string[] =>
  unifiedDiff(spread(before), after === null ? "" : spread(after), {
    before: `a/${document}`,
    after: after === null ? "/dev/null" : `b/${document}`,
  });

const diffOf = (step: Step, width: number, paint: Paint): string =>
  diffLines(step)
    .flatMap((line) => folded(visible(line).replaceAll("\t", "  "), width - 2))
    .map(({ mark, text }) => `  ${painted(mark, text, paint)}`)
    .join("\n");

/** A line that is too long goes on behind its mark. */
const folded = (line: string, width: number): readonly { readonly mark: string; readonly text: string }[] => {
  const points = Array.from(line);
  const mark = points[0] ?? "";
  if (points.length <= width) return [{ mark: line.slice(0, 3), text: line }];
  const pieces = [points.slice(0, width).join("")];
  for (let at = width; at < points.length; at += width - 1)
    pieces.push(mark + points.slice(at, at + width - 1).join(""));
  return pieces.map((text) => ({ mark: line.slice(0, 3), text }));
};

const painted = (mark: string, text: string, paint: Paint): string =>
  mark === "---" || mark === "+++"
    ? paint("bold", text)
    : mark.startsWith("-")
      ? paint("red", text)
      : mark.startsWith("+")
        ? paint("green", text)
        : mark.startsWith("@")
          ? paint("dim", text)
          : text;

/** The diffs alone. */
export const planDiff = ({ resources }: Plan, width: number, paint: Paint): string =>
  resources
    .flatMap(({ record, steps }) => [
      paint("bold", visibleLine(record.id)),
      ...steps.map((step) => diffOf(step, width, paint)),
    ])
    .map((line) => `${line}\n`)
    .join("");

const closing = ({ resources, refused }: Plan, width: number): string => {
  const removed = resources.filter(({ choices }) =>
    choices.some(({ means }) => means === "statement" || means === "policy"),
  ).length;
  if (resources.length + refused.length === 0) return "Nothing to fix: no rule that offers a remedy fails.\n";
  return [
    wrapped(
      [
        `${resources.length} planned and proved (${resources.length - removed} narrowed, ${removed} with a statement or policy removed), ${refused.length} not planned.`,
      ],
      width,
      0,
    ),
    ...(resources.length === 0 ? [] : ["Nothing was changed."]),
    "",
  ].join("\n");
};
