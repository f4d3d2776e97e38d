import type { Finding } from "../../../model/finding.ts";
import { groupBy } from "../../../text/order.ts";
import { isOverdue, type Collected } from "../collect.ts";
import { counted, grouped, RISK } from "../text.ts";
import { anchorOf, whereView, type WhereView } from "./atoms.ts";
import { countViews, type CountView } from "./counts.ts";
import { mapView, type MapView } from "./map.ts";

/** The first page: what a manager takes away. */
export interface ExecutiveView {
  readonly resources: string;
  readonly excepted: string;
  readonly counts: readonly CountView[];
  /** Null where an observation period says more. */
  readonly trend: string | null;
  readonly hasBaseline: boolean;
  readonly overdue: string | null;
  readonly worst: readonly WorstView[];
  readonly more: string | null;
  /** Null where no account was read. */
  readonly map: MapView | null;
}

/** A resource that fails, once, by its worst finding. */
interface WorstView {
  readonly anchor: string;
  readonly name: string;
  readonly where: WhereView;
  readonly risk: string;
  readonly message: string;
  /** What other rules find about it. */
  readonly also: string | null;
  readonly owner: string | null;
  readonly due: string | null;
  readonly isOverdue: boolean;
}

const SHOWN = 5;

/** Accounts and regions that fit on the page beside everything else. */
const MAP_SIZE = { rows: 6, regions: 6 } as const;

export const executiveView = (collected: Collected, hasPeriod: boolean): ExecutiveView => {
  const { summary, details, failingResources, overdue, head } = collected;
  const open = details.values().filter(({ status, exception }) => status === "FAILURE" && exception === null);
  const worst = [...groupBy(open, ({ resource }) => resource.id).values()].slice(0, SHOWN);
  const hasBaseline = head.run.baseline !== null && summary.changes !== null;
  return {
    resources: grouped(summary.resources),
    excepted: grouped(summary.counts.excepted),
    counts: countViews(summary.counts),
    trend: hasPeriod && !hasBaseline ? null : trendText(collected),
    hasBaseline,
    overdue: overdue === 0 ? null : `${counted(overdue, "open finding")} past the due date.`,
    worst: worst.map((findings) => worstView(findings, head.run.now)),
    more: failingResources > worst.length ? counted(failingResources - worst.length, "other resource") : null,
    map: mapView(collected, MAP_SIZE),
  };
};

const worstView = (findings: readonly Finding[], now: string): WorstView => {
  const [worst, ...others] = findings;
  if (worst === undefined) throw new TypeError("a resource that fails has a finding");
  const { followUp } = worst;
  return {
    anchor: anchorOf("f", worst.id),
    name: worst.resource.name,
    where: whereView(worst.resource),
    risk: RISK[worst.riskLevel],
    message: worst.message,
    also: others.length === 0 ? null : `Fails ${counted(others.length, "other rule")} too.`,
    owner: followUp?.owner ?? null,
    due: followUp?.due ?? null,
    isOverdue: isOverdue(worst, now),
  };
};

/** Against the baseline, in one sentence. */
const trendText = ({ head: { run }, summary: { changes }, fixed }: Collected): string => {
  if (run.baseline === null || changes === null)
    return "No trend: no earlier results were given to compare with (--baseline).";
  const parts = [
    `${grouped(changes.new)} new`,
    `${grouped(changes.reopened)} reopened`,
    `${grouped(changes.unchanged)} unchanged`,
    `${grouped(fixed.total())} mended`,
    `${grouped(changes.gone)} gone`,
  ];
  return `Failing findings since ${run.baseline.now.slice(0, 10)}: ${parts.join(", ")}.`;
};
