import { isCovered, unevaluated } from "../model/covered.ts";
import type { Exporter } from "../model/exporter.ts";
import type { Finding } from "../model/finding.ts";
import type { Coverage, StatusCounts, Summary } from "../model/results.ts";
import { markdownCode, markdownText } from "../text/markdown.ts";
import { tableDates } from "./table-dates.ts";
import { cut } from "../text/visible.ts";
import { keepGravest } from "./gravest.ts";
import { placeOf } from "./place-of.ts";

/** A job summary holds 1 MiB and a comment 65,536 characters: what is not shown is counted, the gravest are shown first. */
const SHOWN = 100;
const TEXT = 500;
/** Characters of the rows of findings and of scopes; a row has at most some 12,000, where every character is escaped. */
const FINDING_ROWS = 35_000;
const SCOPE_ROWS = 10_000;

/** A summary for a job page or a comment: counts, what is not a pass, and what was not read. */
export const markdown: Exporter = {
  name: "markdown",
  extension: "md",
  open: () => {
    const shown = keepGravest(SHOWN);
    const unread: Coverage[] = [];
    let scopes = 0;
    let tables = "";
    return (record) => {
      if (record.kind === "run") tables = tableDates(record.run.tool.tables);
      if (record.kind === "finding" && record.status !== "SUCCESS" && !isCovered(record)) shown.add(record);
      if (record.kind === "coverage") {
        scopes += 1;
        if (record.status !== "complete") unread.push(record);
      }
      if (record.kind !== "summary") return [];
      const parts = [
        "## Postern",
        headline(record, scopes),
        countsTable(record),
        ...findings(shown.kept(), shown.more()),
        notRead(unread),
        tables === "" ? "" : `Tables that the verdicts rest on: ${markdownCode(tables)}.`,
      ];
      return [{ text: `${parts.filter((part) => part !== "").join("\n\n")}\n` }];
    };
  },
};

const headline = ({ counts, resources, complete }: Summary, scopes: number): string => {
  const { failure, needsReview, excepted } = counts;
  const notEvaluated = unevaluated(counts);
  const asked = `${resources} resources in ${scopes} scopes`;
  const sum =
    failure + needsReview + notEvaluated === 0
      ? `Nothing found on ${asked}.`
      : `${failure} failures, ${needsReview} to review, ${notEvaluated} not read, on ${asked}.`;
  return [
    `**${sum}**`,
    ...(excepted === 0 ? [] : [`${excepted} of them are accepted risks.`]),
    ...(complete ? [] : ["**Incomplete: what was not read is not known to be safe.**"]),
  ].join(" ");
};

const countsTable = ({ rules }: Summary): string =>
  table(
    ["Rule", "Failure", "Needs review", "Not evaluated", "Success", "Accepted"],
    Object.entries(rules).map(([rule, of]) => [markdownCode(rule), ...numbers(of)]),
  );

const numbers = (of: StatusCounts): readonly string[] =>
  [of.failure, of.needsReview, unevaluated(of), of.success, of.excepted].map(String);

const findings = (kept: readonly Finding[], more: number): readonly string[] => {
  const rows = within(
    FINDING_ROWS,
    kept.map((finding) => [
      `${finding.status}${finding.exception === null ? "" : " (accepted)"}`,
      finding.riskLevel,
      markdownCode(finding.ruleId),
      markdownCode(cut(finding.resource.name, TEXT)),
      markdownCode(cut(where(finding), TEXT)),
      markdownText(cut(finding.message, TEXT)),
    ]),
  );
  const left = kept.length - rows.length + more;
  return [
    rows.length === 0 ? "" : table(["Status", "Risk", "Rule", "Resource", "Where", "What"], rows),
    left === 0 ? "" : `${left} more findings are in the other formats.`,
  ];
};

type Row = readonly string[];

/** The first rows that together have no more characters, and never none. */
const within = (limit: number, rows: readonly Row[]): readonly Row[] => {
  let left = limit;
  const end = rows.findIndex((row, index) => {
    left -= rowOf(row).length + 1;
    return index > 0 && left < 0;
  });
  return end < 0 ? rows : rows.slice(0, end);
};

const rowOf = (cells: Row): string => `| ${cells.join(" | ")} |`;

const where = (finding: Finding): string => {
  const place = placeOf(finding);
  if (place !== null) return `${place.file}:${place.startLine}`;
  const { account, region, id } = finding.resource;
  return account === null ? id : `${account} ${region ?? ""}`;
};

const notRead = (unread: readonly Coverage[]): string => {
  const rows = within(SCOPE_ROWS, unread.slice(0, SHOWN).map(scopeRow));
  const left = unread.length - rows.length;
  return unread.length === 0
    ? ""
    : [
        "### Not read to the end",
        table(["Scope", "Status", "Why"], rows),
        ...(left === 0 ? [] : [`${left} more scopes are in the other formats.`]),
      ].join("\n\n");
};

const scopeRow = ({ scope, status, refusal, reason, unread }: Coverage): Row => {
  const refused = refusal === null ? `${unread} resources unread` : `${refusal.operation}: ${refusal.code}`;
  return [markdownCode(cut(scope, TEXT)), status, markdownText(cut(reason ?? refused, TEXT))];
};

const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => "---"), ...rows].map(rowOf).join("\n");
