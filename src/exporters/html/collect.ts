import { isAboutScope, type Finding, type FindingResource } from "../../model/finding.ts";
import type { Coverage, Gone, ResultsRecord, RunRecord, Summary } from "../../model/results.ts";
import { RISK_LEVELS, type RiskLevel } from "../../model/rule.ts";
import type { Status } from "../../model/verdict.ts";
import { keepByRank, type KeptByRank } from "../keep-by-rank.ts";
import { keepFirst, type KeptFirst } from "../keep-first.ts";

/** How much one page holds; the rest is counted, and the page says where it lies. */
export interface Limits {
  /** Resources in the table. */
  readonly resources: number;
  /** Findings shown with policy, explanation and remediation. */
  readonly details: number;
  readonly scopes: number;
  readonly gone: number;
  readonly fixed: number;
}

/** What a browser shows and filters without delay. */
export const ON_SCREEN: Limits = {
  resources: 10_000,
  details: 2_000,
  scopes: 5_000,
  gone: 500,
  fixed: 500,
};

/** What a person reads on paper, and a browser prints within 500 MB (bench/pdf.ts). */
export const ON_PAPER: Limits = { resources: 200, details: 120, scopes: 500, gone: 100, fixed: 100 };

/** One rule's answer about a resource, without what the detail shows. */
interface Cell {
  readonly id: string;
  readonly status: Status;
  readonly message: string;
  readonly excepted: boolean;
}

export interface ResourceRow {
  readonly resource: FindingResource;
  readonly collectedAt: string | null;
  readonly cells: ReadonlyMap<string, Cell>;
}

interface OpenRow extends ResourceRow {
  readonly scope: string;
  readonly cells: Map<string, Cell>;
  severity: number;
}

const textOf = ({ resource, collectedAt, cells }: OpenRow): string =>
  JSON.stringify([resource, collectedAt, [...cells]]);

/** A row of `Collected.rows`. */
export const rowOf = (text: string): ResourceRow => {
  const [resource, collectedAt, cells] = JSON.parse(text) as [
    ResourceRow["resource"],
    ResourceRow["collectedAt"],
    [string, Cell][],
  ];
  return { resource, collectedAt, cells: new Map(cells) };
};

/** What is kept of the stream: counts, what is not a pass, and a bounded number of rows. */
export interface Collected {
  readonly head: RunRecord;
  readonly summary: Summary;
  /** The worst first; `rowOf` reads one. */
  readonly rows: KeptByRank;
  readonly details: KeptFirst<Finding>;
  readonly fixed: KeptFirst<Finding>;
  readonly gone: KeptFirst<Gone>;
  readonly coverage: KeptFirst<Coverage>;
  /** Of failing findings, those without an exception, by their risk. */
  readonly openByRisk: ReadonlyMap<RiskLevel, number>;
  readonly openFailures: number;
  /** The same by their rule. */
  readonly openByRule: ReadonlyMap<string, number>;
  /** How many resources each rule was asked about; a scope that was not read is none. */
  readonly resourcesByRule: ReadonlyMap<string, number>;
  /** Open findings whose last day is over. */
  readonly overdue: number;
  /** Resources with such a finding. */
  readonly failingResources: number;
}

/** Whether the last day of an open finding lies before the day of the run. */
export const isOverdue = ({ followUp }: Pick<Finding, "followUp">, now: string): boolean =>
  followUp !== undefined && followUp.due < now.slice(0, 10);

const WORST_FIRST: readonly Status[] = ["FAILURE", "NEEDS_REVIEW", "NOT_EVALUATED"];

/** Smaller is worse: by status, an exception after those without, then by risk; passes are all alike. */
const severityOf = ({ status, exception, riskLevel }: Finding): number =>
  status === "SUCCESS"
    ? Infinity
    : WORST_FIRST.indexOf(status) * 100 +
      (exception === null ? 0 : 50) +
      (RISK_LEVELS.length - RISK_LEVELS.indexOf(riskLevel));

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);

const inOrder = (): number => 0;

const SCOPES_FIRST_TO_SHOW: readonly Coverage["status"][] = [
  "unread",
  "partial",
  "complete",
  "unavailable",
  "excluded",
];

/** Takes the records one by one; answers what was kept when the summary has come. */
export const collector = (limits: Limits): ((record: ResultsRecord) => Collected | null) => {
  const rows = keepByRank(limits.resources);
  const details = keepFirst<Finding>(limits.details, (a, b) => compare(severityOf(a), severityOf(b)));
  const fixed = keepFirst<Finding>(limits.fixed, inOrder);
  const gone = keepFirst<Gone>(limits.gone, inOrder);
  const coverage = keepFirst<Coverage>(
    limits.scopes,
    (a, b) => SCOPES_FIRST_TO_SHOW.indexOf(a.status) - SCOPES_FIRST_TO_SHOW.indexOf(b.status),
  );
  let head: RunRecord | null = null;
  let row: OpenRow | null = null;
  const openByRisk = new Map<RiskLevel, number>();
  const openByRule = new Map<string, number>();
  const resourcesByRule = new Map<string, number>();
  let overdue = 0;
  let failingResources = 0;

  const closeRow = (): void => {
    if (row === null) return;
    rows.add(row.severity, rows.isWanted(row.severity) ? textOf(row) : "");
    if ([...row.cells.values()].some(({ status, excepted }) => status === "FAILURE" && !excepted))
      failingResources += 1;
    row = null;
  };

  /** The findings of one resource come one after the other. */
  const rowFor = ({ resource, scope, collectedAt }: Finding): OpenRow => {
    if (row !== null && (row.resource.id !== resource.id || row.scope !== scope)) closeRow();
    return (row ??= { resource, scope, collectedAt, cells: new Map(), severity: Infinity });
  };

  const takeFinding = (finding: Finding): void => {
    const { id, resource, ruleId, status, message, exception } = finding;
    const open = rowFor(finding);
    open.cells.set(ruleId, { id, status, message, excepted: exception !== null });
    open.severity = Math.min(open.severity, severityOf(finding));
    if (status !== "SUCCESS") details.add(finding);
    else if (finding.lastFailure !== null) fixed.add(finding);
    if (!isAboutScope(resource)) resourcesByRule.set(ruleId, (resourcesByRule.get(ruleId) ?? 0) + 1);
    if (isOverdue(finding, head?.run.now ?? "")) overdue += 1;
    if (status !== "FAILURE" || exception !== null) return;
    openByRisk.set(finding.riskLevel, (openByRisk.get(finding.riskLevel) ?? 0) + 1);
    openByRule.set(ruleId, (openByRule.get(ruleId) ?? 0) + 1);
  };

  return (record) => {
    switch (record.kind) {
      case "run":
        head = record;
        return null;
      case "finding":
        takeFinding(record);
        return null;
      case "coverage":
        closeRow();
        coverage.add(record);
        return null;
      case "gone":
        gone.add(record);
        return null;
      case "summary":
        closeRow();
        if (head === null) throw new Error("the stream has a summary and no run");
        return {
          head,
          summary: record,
          rows,
          details,
          fixed,
          gone,
          coverage,
          openByRisk,
          openByRule,
          resourcesByRule,
          overdue,
          openFailures: [...openByRisk.values()].reduce((sum, count) => sum + count, 0),
          failingResources,
        };
    }
  };
};
