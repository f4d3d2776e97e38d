import { setTimeout as wait } from "node:timers/promises";
import { assess, type AssessOptions } from "../assess/assess.ts";
import { homeRegion } from "../aws/home-region.ts";
import { connect, systemTime, type ConnectionOptions } from "../connection.ts";
import type { PushOptions, PushReport } from "../deliver/security-hub/push.ts";
import { judgingOf, type JudgingOptions } from "../judging.ts";
import type { Refusal } from "../model/fact.ts";
import type { ResultsRecord } from "../model/results.ts";
import { awsScopeId, type AwsScope } from "../model/scope.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { readKinds, TOOL, type LiveOptions } from "../reading.ts";
import type { PlannedScope } from "../sources/aws/plan.ts";
import { readScope } from "../sources/aws/read-scope.ts";
import { visibleLine } from "../text/visible.ts";
import { changeHint, type ChangeHint } from "./change-event.ts";
import { withOrigin } from "./origin.ts";

export interface RealTimeOptions
  extends ConnectionOptions, Omit<JudgingOptions, "now" | "baseline">, Pick<LiveOptions, "lanes"> {
  /** As for the push of the scheduled scan, so that both say the same. */
  readonly push?: Pick<PushOptions, "all" | "archiveResolved" | "suppressExcepted" | "homeRegion">;
  /** The time as ISO 8601; the system's where absent. */
  readonly clock?: () => string;
}

/** What became of a change: the identity's ARN, and a line of words. */
export interface ChangeAnswer {
  readonly identity: string;
  readonly outcome: string;
}

const sleep = (milliseconds: number): Promise<void> => wait(milliseconds);

/**
 * Answers an event of CloudTrail about a resource: reads the resource again, judges it, and brings Security Hub up to
 * date. The event is a hint. Nothing that it says is judged, so that events that come late, twice or in another order end
 * in the same findings; what is lost with one, the next scan makes good.
 *
 * @throws an error of one line where the event is none of these, where Security Hub did not take something, and where something
 * could not be read, after what could be was pushed
 */
export const answerChange = async (event: unknown, options: RealTimeOptions): Promise<ChangeAnswer> => {
  const hint = changeHint(event);
  if (hint.resource.account !== hint.account)
    return {
      identity: hint.resource.id,
      outcome: "passed over: the account that owns it hears of it by an event of its own",
    };
  const { clock = systemTime, push = {} } = options;
  const judging = await judgingOf({ ...options, now: clock() });
  const region = await homeRegion(options, [hint.region]);
  const session = connect({ ...options, region }, clock);
  try {
    return await settled(hint, {
      judging,
      clock,
      sleep,
      read: (only) => readScope(plannedScope(hint, judging), { ...options, session }, { only }),
      push: async (records) => {
        // Not needed before something was read, and the largest client of all.
        const { pushSecurityHub } = await import("../deliver/security-hub/push.ts");
        return pushSecurityHub(records, {
          ...push,
          change: { at: hint.at, mayClose: hint.policy !== null },
          access: session.access,
          clock: () => Date.parse(clock()),
          sleep,
        });
      },
    });
  } finally {
    session.close();
  }
};

const plannedScope = ({ account, region, service }: ChangeHint, judging: AssessOptions): PlannedScope => {
  const kind = readKinds(judging).find((one) => one.service === service);
  if (kind?.collect === undefined) throw new Error(`no rule is active that judges anything of ${service}`);
  const scope: AwsScope = {
    provider: "aws",
    id: awsScopeId(account, region, service),
    account,
    region,
    service,
  };
  return { scope, kind, read: kind.collect };
};

/** What a change is settled with; a test hands in its own. */
export interface Means {
  readonly judging: AssessOptions;
  readonly clock: () => string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Reads the resources of these ids: their records, and the closing record of their scope. */
  readonly read: (only: readonly string[]) => AsyncIterable<SnapshotRecord>;
  readonly push: (records: readonly ResultsRecord[]) => Promise<PushReport>;
}

/** Readings in all, where one that was begun later was quicker, or a machine whose clock is ahead has pushed. */
const READINGS = 3;
/** Milliseconds before the second reading; twice as long before the third. */
const PAUSE = 1_000;

/** Reads, judges and pushes, until what was read is the newest that anybody has pushed. */
export const settled = async (hint: ChangeHint, means: Means): Promise<ChangeAnswer> => {
  for (let reading = 1; ; reading += 1) {
    const records = await judgedNow(hint, means);
    const report = await means.push(records);
    const wrong = [...notTaken(report), ...notRead(records)];
    if (wrong.length > 0) throw new Error(visibleLine(`${hint.resource.id}: ${wrong.join("; ")}`));
    const stale = report.hubs.reduce((sum, { counts }) => sum + counts.stale, 0);
    if (stale === 0) return { identity: hint.resource.id, outcome: outcomeOf(report) };
    if (reading === READINGS)
      throw new Error(
        `${hint.resource.id}: Security Hub has findings that are newer than this reading; the clock of whoever pushed them may be ahead`,
      );
    await means.sleep(PAUSE * reading);
  }
};

const judgedNow = async (
  hint: ChangeHint,
  { judging, clock, read }: Means,
): Promise<readonly ResultsRecord[]> => {
  // INVARIANT: taken before anything is read, so that of two readings the one with the later time saw the later state.
  const now = clock();
  const snapshot = async function* (): AsyncIterable<SnapshotRecord> {
    yield { kind: "snapshot", version: 1, startedAt: now, tool: TOOL, caller: null, parameters: {} };
    yield* read([hint.resource.id]);
    yield { kind: "end", finishedAt: clock() };
  };
  const records: ResultsRecord[] = [];
  for await (const record of assess(snapshot(), { ...judging, now }))
    records.push(record.kind === "finding" ? withOrigin(record, hint) : record);
  return records;
};

const said = ({ operation, code, message }: Refusal): string => `${operation} gave ${code} (${message})`;

const notTaken = ({ hubs }: PushReport): readonly string[] =>
  hubs.flatMap(({ refusal, failures }) => [
    ...(refusal === null ? [] : [`nothing was sent to Security Hub: ${said(refusal)}`]),
    ...failures.map(
      ({ step, code, message }) =>
        `Security Hub did not take ${step.finding.Id ?? "a finding"}: ${code} (${message})`,
    ),
  ]);

const notRead = (records: readonly ResultsRecord[]): readonly string[] => {
  const rows = records.filter((record) => record.kind === "coverage");
  if (rows.length > 0 && rows.every(({ status }) => status === "complete")) return [];
  const refusals = records.flatMap((record) =>
    record.kind === "coverage"
      ? (record.refusal ?? [])
      : record.kind === "finding"
        ? (record.unread ?? [])
        : [],
  );
  return [`not all of it could be read: ${[...new Set(refusals.map(said))].join("; ")}`];
};

const outcomeOf = ({ hubs }: PushReport): string =>
  hubs
    .flatMap(({ counts }) => Object.entries(counts).filter(([, count]) => count > 0))
    .map(([action, count]) => `${count} ${action}`)
    .join(", ") || "nothing to do";
