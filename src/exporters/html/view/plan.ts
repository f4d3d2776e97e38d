import type { Collected } from "../collect.ts";
import { counted, listed, RISK } from "../text.ts";
import { anchorOf, whereView, type Entry, type WhereView } from "./atoms.ts";
import { followUpView, type FollowUpView } from "./follow-up.ts";

/** Every open failure with who mends it by when, and room for the plan of the one who signs. */
export interface PlanView {
  readonly rows: readonly PlanRow[];
  readonly leftOut: string | null;
  /** Days to the due date by risk; empty in results of older versions. */
  readonly dueDays: readonly Entry[];
  readonly ownerTags: string | null;
}

interface PlanRow {
  readonly anchor: string;
  readonly name: string;
  readonly where: WhereView;
  readonly rule: string;
  readonly risk: string;
  readonly followUp: FollowUpView | null;
}

/** Rows that a person can still plan by hand; the rest is in the CSV file. */
const MOST_ROWS = 200;

export const planView = ({ head: { run }, details, openFailures }: Collected): PlanView => {
  const open = details.values().filter(({ status, exception }) => status === "FAILURE" && exception === null);
  const shown = open.slice(0, MOST_ROWS);
  return {
    rows: shown.map((finding) => ({
      anchor: anchorOf("f", finding.id),
      name: finding.resource.name,
      where: whereView(finding.resource),
      rule: finding.ruleId,
      risk: RISK[finding.riskLevel],
      followUp: followUpView(finding, run.now),
    })),
    leftOut:
      openFailures > shown.length ? counted(openFailures - shown.length, "further open finding") : null,
    dueDays: Object.entries(run.followUp?.dueDays ?? {}).map(([risk, days]) => ({
      name: RISK[risk as keyof typeof RISK] ?? risk,
      value: counted(days, "day"),
    })),
    ownerTags: run.followUp === undefined ? null : listed(run.followUp.ownerTags),
  };
};
