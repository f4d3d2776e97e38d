import type { Finding } from "../../../model/finding.ts";
import type { StatusCounts } from "../../../model/results.ts";
import type { Collected } from "../collect.ts";
import { counted, grouped, RISK } from "../text.ts";
import { anchorOf, whereText } from "./atoms.ts";
import { barSegments, barText, countViews, type BarSegment, type CountView } from "./counts.ts";

export interface SummaryView {
  readonly resources: string;
  readonly scopes: string;
  readonly excepted: string;
  readonly counts: readonly CountView[];
  readonly bar: readonly BarSegment[];
  readonly barText: string;
  readonly rules: readonly RuleLine[];
  readonly top: readonly TopFailure[];
  readonly more: string | null;
  readonly changes: string | null;
}

interface RuleLine {
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  readonly risk: string;
  readonly counts: readonly CountView[];
  readonly bar: readonly BarSegment[];
}

interface TopFailure {
  readonly anchor: string;
  readonly name: string;
  readonly where: string;
  readonly risk: string;
  readonly message: string;
}

const SHOWN_FAILURES = 8;
const NO_FINDING: StatusCounts = { success: 0, failure: 0, needsReview: 0, notEvaluated: 0, excepted: 0 };

export const summaryView = (collected: Collected): SummaryView => {
  const { head, summary, details, openFailures } = collected;
  const open = details.values().filter(({ status, exception }) => status === "FAILURE" && exception === null);
  const scopes = Object.values(summary.scopes).reduce((sum, count) => sum + count, 0);
  return {
    resources: grouped(summary.resources),
    scopes: grouped(scopes),
    excepted: grouped(summary.counts.excepted),
    counts: countViews(summary.counts),
    bar: barSegments(summary.counts),
    barText: barText(summary.counts),
    rules: head.rules.map(({ id, title, riskLevel }) => {
      const counts = summary.rules[id] ?? NO_FINDING;
      return {
        id,
        anchor: anchorOf("r", id),
        title,
        risk: RISK[riskLevel],
        counts: countViews(counts),
        bar: barSegments(counts),
      };
    }),
    top: open.slice(0, SHOWN_FAILURES).map(topFailure),
    more: openFailures > SHOWN_FAILURES ? counted(openFailures - SHOWN_FAILURES, "further failure") : null,
    changes: changesText(collected),
  };
};

const topFailure = ({ id, resource, riskLevel, message }: Finding): TopFailure => ({
  anchor: anchorOf("f", id),
  name: resource.name,
  where: whereText(resource),
  risk: RISK[riskLevel],
  message,
});

const changesText = ({ summary: { changes } }: Collected): string | null =>
  changes === null
    ? null
    : `Since the previous run: ${grouped(changes.new)} new, ${grouped(changes.reopened)} reopened, ${grouped(changes.unchanged)} unchanged, ${grouped(changes.gone)} gone.`;
