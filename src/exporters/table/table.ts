import { isCovered, unevaluated } from "../../model/covered.ts";
import type { Exporter, Piece } from "../../model/exporter.ts";
import type { Finding } from "../../model/finding.ts";
import type { Coverage, StatusCounts, Summary } from "../../model/results.ts";
import type { EvidenceRole, Status, Witness } from "../../model/verdict.ts";
import { defused } from "../../text/log-commands.ts";
import { visibleLine } from "../../text/visible.ts";
import { columns, wrapped } from "../columns.ts";
import type { Paint } from "./paint.ts";
import { briefLines, NOWHERE, placeText, whereOf, type Surroundings } from "./finding-lines.ts";
import { keepGravest } from "../gravest.ts";

/** `brief`: what is not a pass, in at most ten lines · `full`: passes too, each with its explanation and the whole witness. */
export type Detail = "brief" | "full";

export interface TableOptions {
  readonly detail?: Detail;
  /** Columns of the terminal; 80 where it is none. */
  readonly width?: number;
  readonly paint?: Paint;
  readonly surroundings?: Surroundings;
}

/** How findings are shown, and the page of each rule. */
interface Showing extends Required<TableOptions> {
  readonly urls: ReadonlyMap<string, string>;
}

/** At most this many findings are printed in full; the rest is counted, and files hold them all. */
const SHOWN = 200;

const WORD: Readonly<Record<Status, string>> = {
  FAILURE: "FAIL",
  NEEDS_REVIEW: "REVIEW",
  NOT_EVALUATED: "UNREAD",
  SUCCESS: "pass",
};

const COLOUR = { FAILURE: "red", NEEDS_REVIEW: "yellow", NOT_EVALUATED: "yellow", SUCCESS: "green" } as const;

/** For a person at a terminal: what is not a pass, the coverage by scope, and the sum. */
export const table: Exporter<TableOptions> = {
  name: "table",
  extension: "txt",
  open: ({ width = 80, detail = "brief", paint = (_style, text) => text, surroundings = NOWHERE }) => {
    let urls: Showing["urls"] = new Map();
    const shown = keepGravest(SHOWN);
    const coverage: Coverage[] = [];
    return (record) => {
      if (record.kind === "run") urls = new Map(record.rules.map(({ id, url }) => [id, url]));
      if (record.kind === "coverage") coverage.push(record);
      if (record.kind === "finding" && isShown(record, detail)) shown.add(record);
      if (record.kind !== "summary") return [];
      const parts = [
        ...shown.kept().map((finding) => findingLines(finding, { width, paint, detail, surroundings, urls })),
        ...(shown.more() > 0 ? [`${shown.more()} more findings are in the other formats (-f json).\n`] : []),
        coverageLines(coverage, width, paint),
        summaryLines(record, paint),
      ];
      return [{ text: defused(parts.join("\n")) } satisfies Piece];
    };
  },
};

/** What another rule's review stands for is counted nowhere, and told where everything is. */
const isShown = (finding: Finding, detail: Detail): boolean =>
  detail === "full" || (finding.status !== "SUCCESS" && !isCovered(finding));

const findingLines = (finding: Finding, showing: Showing): string => {
  const { width, paint, detail, surroundings } = showing;
  const { status, riskLevel, ruleId, resource, exception, change } = finding;
  const head = [
    paint(COLOUR[status], (isCovered(finding) ? "yields" : WORD[status]).padEnd(6)),
    ruleId,
    riskLevel,
    paint("bold", visibleLine(resource.name)),
    ...(change === "new" || change === "reopened" ? [`(${change})`] : []),
    ...(exception === null ? [] : [`accepted until ${exception.expires}, ${visibleLine(exception.ticket)}`]),
  ].join("  ");
  if (detail === "brief") {
    const url = showing.urls.get(ruleId) ?? null;
    return `${[head, ...briefLines(finding, { surroundings, url, width, paint })].join("\n")}\n`;
  }
  const message = wrapped([visibleLine(finding.message)], width, 8);
  const more = isCovered(finding) ? "" : explanation(finding, showing);
  const where = whereOf(finding, surroundings.pathOf);
  return `${head}\n${paint("dim", `        ${where}`)}\n${message}\n${more}`;
};

const ROLE: Readonly<Record<EvidenceRole, string>> = {
  grants: "grants",
  limits: "limits",
  "fails-to-limit": "does not limit",
  denies: "denies",
  "fails-to-deny": "does not deny",
  remark: "note",
};

/** Every element that was weighed, and the request to replay by hand. */
const explanation = ({ evidence, witness }: Finding, { width, surroundings }: Showing): string => {
  const weighed = evidence.map(({ document, at, role, says, location }) => {
    const where =
      location === undefined ? `${document ?? ""} ${at}` : placeText(location, surroundings.pathOf);
    return `${wrapped([visibleLine(`${ROLE[role]}  ${where}`)], width, 8)}\n${wrapped([visibleLine(says)], width, 12)}\n`;
  });
  return [
    ...(weighed.length === 0 ? [] : ["\n", ...weighed]),
    ...(witness === null ? [] : witnessLines(witness)),
  ].join("");
};

const witnessLines = ({ principal, action, resource, context }: Witness): readonly string[] => {
  const rows = Object.entries(context).map(([key, value]) => [
    key,
    typeof value === "string" ? value : value.join(", "),
  ]);
  const head = [
    ["principal", principal],
    ["action", action],
    ["resource", resource],
  ];
  return ["\n        A request that would be accepted:\n", ...[...head, ...rows].map(row)];
};

const row = ([name = "", value = ""]: readonly string[]): string =>
  `            ${visibleLine(name).padEnd(26)} ${visibleLine(value)}\n`;

const coverageLines = (coverage: readonly Coverage[], width: number, paint: Paint): string => {
  const rows = coverage.map(({ scope, status, listed, read, unread, gone, excluded }) => [
    scope,
    status,
    ...[listed, read, unread, gone, excluded].map(String),
  ]);
  const head = ["scope", "status", "listed", "read", "unread", "gone", "excluded"];
  const text = columns([head, ...rows], { width, indent: 2 });
  const notes = coverage
    .filter(({ refusal }) => refusal !== null)
    .map(({ scope, refusal }) => `${scope}: ${refusal?.operation ?? ""} gave ${refusal?.code ?? ""}`);
  const over = [...new Set(coverage.flatMap(({ passedOver }) => passedOver))].sort();
  const bad = coverage.some(({ status }) => status === "unread" || status === "partial");
  return `${paint("bold", "Coverage")}\n${text}${notes.length === 0 ? "" : wrapped(notes.map(visibleLine), width, 2) + "\n"}${
    over.length === 0 ? "" : `  Not stated in source code, so not judged: ${over.join(", ")}\n`
  }${bad ? paint("yellow", "What was not read is not known to be safe.") + "\n" : ""}`;
};

const summaryLines = ({ counts, rules, resources, changes }: Summary, paint: Paint): string => {
  const rows = Object.entries(rules).map(([id, of]) => [id, ...cells(of)]);
  const head = ["rule", "fail", "review", "unread", "pass", "accepted"];
  const all = ["all", ...cells(counts)];
  const changed =
    changes === null
      ? ""
      : `Since the baseline: ${changes.new} new, ${changes.reopened} reopened, ${changes.unchanged} unchanged, ${changes.gone} gone.\n`;
  return `${paint("bold", `Summary: ${resources} ${resources === 1 ? "resource" : "resources"}`)}\n${columns(rows.length > 1 ? [head, ...rows, all] : [head, ...rows], { width: 80, indent: 2 })}${changed}`;
};

const cells = (counts: StatusCounts): readonly string[] =>
  [counts.failure, counts.needsReview, unevaluated(counts), counts.success, counts.excepted].map(String);
