import { NO_COUNTS } from "../../../model/status-counts.ts";
import type { Collected } from "../collect.ts";
import { grouped, RISK } from "../text.ts";
import { anchorOf } from "./atoms.ts";
import { barSegments, barText, countViews, type BarSegment, type CountView } from "./counts.ts";
import { mapView, type MapView } from "./map.ts";

export interface SummaryView {
  readonly scopes: string;
  readonly counts: readonly CountView[];
  readonly bar: readonly BarSegment[];
  readonly barText: string;
  readonly rules: readonly RuleLine[];
  /** Null where the first page holds all of it. */
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

export const summaryView = (collected: Collected, isOnFirstPage: boolean): SummaryView => {
  const { head, summary } = collected;
  const scopes = Object.values(summary.scopes).reduce((sum, count) => sum + count, 0);
  return {
    scopes: grouped(scopes),
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
    map: isOnFirstPage ? null : mapView(collected),
  };
};
