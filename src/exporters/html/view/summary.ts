import type { Finding } from "../../../model/finding.ts";
import { NO_COUNTS } from "../../../model/status-counts.ts";
import type { Collected } from "../collect.ts";
import { counted, grouped, RISK } from "../text.ts";
import { groupBy } from "../../../text/order.ts";
import { anchorOf, whereText } from "./atoms.ts";
import { barSegments, barText, countViews, type BarSegment, type CountView } from "./counts.ts";
import { mapView, type MapView } from "./map.ts";

export interface SummaryView {
  readonly resources: string;
  readonly scopes: string;
  readonly excepted: string;
  readonly counts: readonly CountView[];
  readonly bar: readonly BarSegment[];
  readonly barText: string;
  readonly rules: readonly RuleLine[];
  readonly top: readonly FailingResource[];
  readonly more: string | null;
  readonly changes: string | null;
  readonly map: MapView | null;
}

interface RuleLine {
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  readonly risk: string;
  readonly counts: readonly CountView[];
  readonly bar: readonly BarSegment[];
}

/** A resource that fails, once, with what each failing rule says of it. */
interface FailingResource {
  readonly anchor: string;
  readonly name: string;
  readonly where: string;
  readonly risk: string;
  readonly messages: readonly string[];
}

const SHOWN_RESOURCES = 8;

export const summaryView = (collected: Collected): SummaryView => {
  const { head, summary, details, failingResources } = collected;
  const open = details.values().filter(({ status, exception }) => status === "FAILURE" && exception === null);
  const scopes = Object.values(summary.scopes).reduce((sum, count) => sum + count, 0);
  const shown = [...groupBy(open, ({ resource }) => resource.id).values()].slice(0, SHOWN_RESOURCES);
  return {
    resources: grouped(summary.resources),
    scopes: grouped(scopes),
    excepted: grouped(summary.counts.excepted),
    counts: countViews(summary.counts),
    bar: barSegments(summary.counts),
    barText: barText(summary.counts),
    rules: head.rules.map(({ id, title, riskLevel }) => {
      const counts = summary.rules[id] ?? NO_COUNTS;
      return {
        id,
        anchor: anchorOf("r", id),
        title,
        risk: RISK[riskLevel],
        counts: countViews(counts),
        bar: barSegments(counts),
      };
    }),
    top: shown.map(failingResource),
    more: failingResources > shown.length ? counted(failingResources - shown.length, "other resource") : null,
    map: mapView(collected),
    changes: changesText(collected),
  };
};

const failingResource = (findings: readonly Finding[]): FailingResource => {
  const [worst] = findings;
  if (worst === undefined) throw new TypeError("a resource that fails has a finding");
  return {
    anchor: anchorOf("f", worst.id),
    name: worst.resource.name,
    where: whereText(worst.resource),
    risk: RISK[worst.riskLevel],
    messages: findings.map(({ message }) => message),
  };
};

const changesText = ({ summary: { changes } }: Collected): string | null =>
  changes === null
    ? null
    : `Since the previous run: ${grouped(changes.new)} new, ${grouped(changes.reopened)} reopened, ${grouped(changes.unchanged)} unchanged, ${grouped(changes.gone)} gone.`;
