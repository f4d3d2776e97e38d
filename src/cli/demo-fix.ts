import { rmSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../connection.ts";
import { scan, type ScanOptions } from "../scan.ts";
import { judgingOf } from "../judging.ts";
import { NOBODY, planFixes } from "../fix.ts";
import type { AssessOptions } from "../assess/assess.ts";
import { makeFolder } from "../files/make-folder.ts";
import type { ResourceRecord, SnapshotRecord } from "../model/snapshot.ts";
import { isResourceRecord } from "../model/snapshot.ts";
import { applyResource, type Outcome } from "../remedy/apply.ts";
import { openJournal, type Journal } from "../remedy/journal.ts";
import type { Plan, PlannedResource } from "../remedy/plan-file.ts";
import { undoables, undoPolicy } from "../remedy/undo.ts";
import { fixableOf } from "../services/index.ts";
import { failureOf } from "./fix/apply.ts";
import { writersFor, type Sessions } from "./fix/sessions.ts";
import type { KindName } from "../model/resource.ts";

/** What was seen of one scan. */
interface Seen {
  readonly records: readonly ResourceRecord[];
  /** `rule resource` of each failure. */
  readonly failures: readonly string[];
}

interface Story {
  readonly text: string;
  readonly succeeded: boolean;
}

/** Scans, plans, applies, scans, undoes and scans once more, in an embedded AWS; tells it as a story. */
export const demoFix = async (options: ScanOptions, folder: string): Promise<Story> => {
  const judging = await judgingOf(options);
  const now = (): string => judging.now;
  const first = await look(options);
  const failing = new Set(first.failures.map((one) => one.split(" ")[1]));
  const plan = await planFixes(first.records, judging, {
    targetsOf: () => ({ ...NOBODY, ...judging.trust, by: "principals" }),
    owner: null,
    lockOut: [],
    only: ({ id }) => failing.has(id),
  });
  makeFolder(folder, 0o700);
  // The embedded AWS begins anew, so an earlier journal tells of another one.
  rmSync(join(folder, "journal.jsonl"), { force: true });
  const session = connect(options, now);
  const sessions: Sessions = {
    reading: session,
    writing: session,
    caller: "demo",
    close: () => session.close(),
  };
  const journal = await openJournal(join(folder, "journal.jsonl"));
  try {
    const world = { sessions, journal, folder, now, signal: options.signal ?? new AbortController().signal };
    const applied = await applyAll(plan, judging, world);
    const second = await look(options);
    const undone = await undoAll(world);
    const third = await look(options);
    return told({ plan, first, applied, second, undone, third });
  } finally {
    await journal.close();
    session.close();
  }
};

const look = async (options: ScanOptions): Promise<Seen> => {
  const records: ResourceRecord[] = [];
  const failures: string[] = [];
  async function* kept(stream: AsyncIterable<SnapshotRecord>): AsyncIterable<SnapshotRecord> {
    for await (const record of stream) {
      if (isResourceRecord(record)) records.push(record);
      yield record;
    }
  }
  for await (const record of scan({ ...options, through: kept }))
    if (record.kind === "finding" && record.status === "FAILURE")
      failures.push(`${record.ruleId} ${record.resource.id}`);
  return { records, failures: failures.sort() };
};

interface World {
  readonly sessions: Sessions;
  readonly journal: Journal;
  readonly folder: string;
  readonly now: () => string;
  readonly signal: AbortSignal;
}

const applyAll = async (plan: Plan, judging: AssessOptions, world: World): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const planned of plan.resources) outcomes.push(await applyOne(planned, plan, judging, world));
  return outcomes;
};

const applyOne = async (
  planned: PlannedResource,
  plan: Plan,
  judging: AssessOptions,
  { sessions, ...world }: World,
): Promise<Outcome> => {
  const { record, account, region, name } = planned;
  const writers = await writersOf(sessions, record.kind, account ?? "", region ?? "");
  if ("says" in writers) return { id: record.id, name, state: "failed", says: writers.says };
  try {
    return await applyResource(planned, {
      ...world,
      ...writers,
      plan: plan.sha256,
      check: (policies) => failureOf(planned, policies, judging),
    });
  } finally {
    writers.close();
  }
};

const undoAll = async ({ sessions, ...world }: World): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const one of undoables(world.journal.entries)) {
    const { kind, id, name, account, region } = one.entry.resource;
    const writers = await writersOf(sessions, kind as KindName, account, region);
    if ("says" in writers) outcomes.push({ id, name, state: "failed", says: writers.says });
    else outcomes.push(await undoPolicy(one, { ...world, ...writers }).finally(writers.close));
  }
  return outcomes;
};

const writersOf = async (
  sessions: Sessions,
  kind: KindName,
  account: string,
  region: string,
): ReturnType<typeof writersFor> => {
  const fixable = fixableOf(kind);
  return fixable === null
    ? { says: `${kind} cannot be written` }
    : writersFor(sessions, fixable, account, region);
};

interface Told {
  readonly plan: Plan;
  readonly first: Seen;
  readonly applied: readonly Outcome[];
  readonly second: Seen;
  readonly undone: readonly Outcome[];
  readonly third: Seen;
}

const good = (all: readonly Outcome[], state: Outcome["state"]): number =>
  all.filter((one) => one.state === state).length;

const told = ({ plan, first, applied, second, undone, third }: Told): Story => {
  const planned = new Set(plan.resources.map(({ record }) => record.id));
  const mended = new Set(
    plan.resources.flatMap(({ findings, record }) => findings.map(({ ruleId }) => `${ruleId} ${record.id}`)),
  );
  const left = second.failures.filter((one) => mended.has(one));
  const isAsAtFirst = JSON.stringify(third.failures) === JSON.stringify(first.failures);
  const succeeded =
    plan.resources.length > 0 &&
    left.length === 0 &&
    good(applied, "applied") === applied.length &&
    good(undone, "undone") === undone.length &&
    isAsAtFirst;
  const bad = [...applied, ...undone].filter(({ state }) => state !== "applied" && state !== "undone");
  const text = [
    `Scanned:  ${first.failures.length} failures.`,
    `Planned:  ${planned.size} identities, each with its proof; ${plan.refused.length} not planned.`,
    ...plan.refused.map(({ id, why }) => `          ${id}: ${why}`),
    `Applied:  ${good(applied, "applied")} of ${applied.length}, read back and judged again.`,
    `Scanned:  ${second.failures.length} failures; of what was planned, ${left.length === 0 ? "none" : left.join(", ")}.`,
    `Undone:   ${good(undone, "undone")} of ${undone.length} policies.`,
    `Scanned:  ${third.failures.length} failures, ${isAsAtFirst ? "as at first" : "not as at first"}.`,
    ...bad.map(({ id, says }) => `          ${id}: ${says}`),
    "",
  ];
  return { text: text.join("\n"), succeeded };
};
