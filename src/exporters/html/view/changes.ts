import type { Finding } from "../../../model/finding.ts";
import type { Gone } from "../../../model/results.ts";
import type { Collected } from "../collect.ts";
import { counted, grouped, STATUS, type Word } from "../text.ts";
import { anchorOf, timeView, whereView, type TimeView, type WhereView } from "./atoms.ts";

export interface ChangesView {
  readonly baseline: { readonly at: TimeView; readonly findings: string };
  readonly tally: readonly { readonly label: string; readonly count: string }[];
  readonly lists: readonly ChangeList[];
}

interface ChangeList {
  readonly title: string;
  readonly items: readonly {
    readonly anchor: string | null;
    readonly name: string;
    readonly rule: string;
    readonly where: WhereView;
    readonly status: Word;
    readonly since: TimeView;
  }[];
  readonly leftOut: string | null;
}

/** Null where no earlier results were given. */
export const changesView = ({ head, summary, details, fixed, gone }: Collected): ChangesView | null => {
  const { baseline } = head.run;
  const { changes } = summary;
  if (baseline === null || changes === null) return null;
  const changed = (change: Finding["change"]): readonly Finding[] =>
    details.values().filter((finding) => finding.change === change);
  return {
    baseline: { at: timeView(baseline.now), findings: grouped(baseline.findings) },
    tally: [
      { label: "New", count: grouped(changes.new) },
      { label: "Reopened", count: grouped(changes.reopened) },
      { label: "Unchanged", count: grouped(changes.unchanged) },
      { label: "Gone", count: grouped(changes.gone) },
    ],
    lists: [
      list("New, and not a pass", changed("new"), 0, findingAnchor),
      list("Reopened", changed("reopened"), 0, findingAnchor),
      list("Failed before, passes now", fixed.values(), fixed.total(), () => null),
      list("Gone: the resource or the rule is no more", gone.values(), gone.total(), () => null),
    ].filter(({ items }) => items.length > 0),
  };
};

const findingAnchor = ({ id }: { readonly id: string }): string => anchorOf("f", id);

type Listed = Pick<Finding | Gone, "id" | "ruleId" | "resource" | "status" | "firstSeenAt">;

const list = (
  title: string,
  values: readonly Listed[],
  total: number,
  anchor: (value: Listed) => string | null,
): ChangeList => ({
  title,
  items: values.map((value) => ({
    anchor: anchor(value),
    name: value.resource.name,
    rule: value.ruleId,
    where: whereView(value.resource),
    status: STATUS[value.status],
    since: timeView(value.firstSeenAt),
  })),
  leftOut: total > values.length ? counted(total - values.length, "more") : null,
});
