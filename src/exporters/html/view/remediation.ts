import type { JournalLine, Remediation } from "../../../model/remediation.ts";
import { groupBy } from "../../../text/order.ts";
import { counted, listed, REMEDIATION_STATE, type Word } from "../text.ts";
import { timeView, type TimeView } from "./atoms.ts";

/** The chapter on fixes: what was planned, and what was done about it, when and by whom. */
export interface RemediationView {
  readonly plan: { readonly tool: string; readonly at: TimeView; readonly sha256: string } | null;
  readonly rows: readonly RemediationRow[];
  readonly leftOut: string | null;
  readonly refused: readonly { readonly id: string; readonly why: string }[];
  readonly hasJournal: boolean;
}

interface RemediationRow {
  readonly name: string;
  readonly id: string;
  readonly state: Word;
  readonly rules: string | null;
  readonly exposure: string | null;
  readonly choices: readonly string[];
  readonly steps: readonly {
    readonly at: TimeView;
    readonly event: string;
    readonly document: string | null;
    readonly caller: string;
    readonly says: string;
    readonly requestId: string | null;
  }[];
}

/** Resources shown in the chapter. */
const MOST_ROWS = 1_000;

/** Null where neither a plan nor a journal was given. */
export const remediationView = (remediation: Remediation | undefined): RemediationView | null => {
  if (remediation === undefined) return null;
  const { plan, resources, journal } = remediation;
  const lines = groupBy(journal ?? [], ({ id }) => id);
  const planned = resources.map(({ id, name, rules, choices, exposure }): RemediationRow => ({
    name,
    id,
    state: stateOf(lines.get(id) ?? [], true),
    rules: listed(rules),
    exposure: `${exposure.before} → ${exposure.after}`,
    choices,
    steps: (lines.get(id) ?? []).map(stepOf),
  }));
  const others = [...lines]
    .filter(([id]) => !resources.some((one) => one.id === id))
    .map(([id, own]): RemediationRow => ({
      name: own[0]?.name ?? id,
      id,
      state: stateOf(own, false),
      rules: null,
      exposure: null,
      choices: [],
      steps: own.map(stepOf),
    }));
  const rows = [...planned, ...others];
  return {
    plan: plan === null ? null : { tool: plan.tool, at: timeView(plan.now), sha256: plan.sha256 },
    rows: rows.slice(0, MOST_ROWS),
    leftOut: rows.length > MOST_ROWS ? counted(rows.length - MOST_ROWS, "more resource") : null,
    refused: plan?.refused.slice(0, MOST_ROWS) ?? [],
    hasJournal: journal !== null,
  };
};

const stepOf = ({
  at,
  event,
  document,
  caller,
  says,
  requestId,
}: JournalLine): RemediationRow["steps"][number] => ({
  at: timeView(at),
  event,
  document,
  caller,
  says,
  requestId,
});

/** By the last thing that the journal says of the resource. */
const stateOf = (lines: readonly JournalLine[], isPlanned: boolean): Word => {
  const last = lines.at(-1)?.event;
  const known = last === undefined ? undefined : REMEDIATION_STATE[last];
  return known ?? (isPlanned && last === undefined ? PLANNED : UNFINISHED);
};

const PLANNED: Word = { label: "Planned", mark: "none" };
const UNFINISHED: Word = { label: "Begun, not finished", mark: "review" };
