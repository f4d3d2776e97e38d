import { setTimeout as wait } from "node:timers/promises";
import { connect, systemTime } from "../connection.ts";
import { type PushOptions, type PushReport, pushSecurityHub } from "../deliver/security-hub/push.ts";
import { isCount } from "../model/fact.ts";
import { problem } from "../model/problem.ts";
import type { ResultsRecord, RunRecord } from "../model/results.ts";
import { parseScope } from "../model/scope.ts";
import { isObject } from "../text/is-object.ts";
import { cut, visibleLine } from "../text/visible.ts";
import { readManifest } from "./manifest.ts";
import { mergeRun } from "./merge.ts";
import { readPlan } from "./plan.ts";
import { runIn, type StepOptions } from "./steps.ts";

export interface PushStepOptions extends Pick<StepOptions, "store" | "reading"> {
  /** Of each account; `{account}` is filled in. */
  readonly roleArn: string;
  readonly settings: Pick<PushOptions, "all" | "archiveResolved" | "suppressExcepted">;
}

/** What became of the accounts so far. */
export interface Pushed {
  /** The last account that was dealt with, behind which another function goes on; null where all were. */
  readonly next: string | null;
  /** Accounts and regions whose Security Hub says what the run says. */
  readonly hubs: number;
  /** Those where something was not taken. */
  readonly failed: number;
  /** Why, the first few. */
  readonly reasons: readonly string[];
}

/** Milliseconds that are kept back for the account that is being pushed. */
const FOR_AN_ACCOUNT = 180_000;
const REASONS = 5;
const LONGEST_REASON = 200;

/**
 * Brings the Security Hub of each account and region up to the run, by a role of that account: nobody else may write there. The
 * results are merged once more, so that what is pushed is what the manifest vouches for; an account is held at a time.
 *
 * The event is what the merge, or an earlier push, has answered; it comes back with `pushed`.
 *
 * @param remaining milliseconds that the function has; before they are over it hands itself back
 * @throws an input problem where the results come to no end, a usage problem where the event names no run
 */
export const pushStep = async (
  event: unknown,
  { store, reading, roleArn, settings }: PushStepOptions,
  remaining: number,
): Promise<object> => {
  const run = runIn(event);
  const before = pushedIn(event);
  const until = performance.now() + Math.max(remaining - FOR_AN_ACCOUNT, remaining / 2);
  const { sha256 } = await readPlan(run, store);
  const { finishedAt } = await readManifest(run, store, sha256);
  const { clock = systemTime } = reading;
  const session = connect({ ...reading, roleArn, ownAccountAsCaller: true }, clock);
  let pushed: Pushed = before;
  try {
    for await (const { account, records } of byAccount(
      mergeRun(run, store, { ...reading, now: finishedAt }),
    )) {
      if (before.next !== null && account <= before.next) continue;
      const report = await pushSecurityHub(records, {
        ...settings,
        isPart: true,
        access: session.access,
        clock: () => Date.parse(clock()),
        sleep: (milliseconds) => wait(milliseconds),
      });
      pushed = { ...plus(pushed, report), next: account };
      if (performance.now() > until) return { ...(isObject(event) ? event : {}), pushed };
    }
  } finally {
    session.close();
  }
  return { ...(isObject(event) ? event : {}), pushed: { ...pushed, next: null } };
};

const NOTHING: Pushed = { next: null, hubs: 0, failed: 0, reasons: [] };

const isText = (value: unknown): value is string => typeof value === "string";

const pushedIn = (event: unknown): Pushed => {
  const found = isObject(event) ? event["pushed"] : undefined;
  if (found === undefined) return NOTHING;
  const { next, hubs, failed, reasons } = isObject(found) ? found : {};
  if (isText(next) && isCount(hubs) && isCount(failed) && Array.isArray(reasons) && reasons.every(isText))
    return { next, hubs, failed, reasons };
  throw problem({
    what: "the event does not say how far an earlier push came",
    todo: "Hand back what `push` has answered, as it is.",
    kind: "usage",
  });
};

interface OneAccount {
  readonly account: string;
  readonly records: readonly ResultsRecord[];
}

/** The records of one account after the other, the run before each; they come by their scopes. */
async function* byAccount(all: AsyncIterable<ResultsRecord>): AsyncIterable<OneAccount> {
  let run: RunRecord | null = null;
  let account = "";
  let records: ResultsRecord[] = [];
  let isWhole = false;
  for await (const record of all) {
    if (record.kind === "run") run = record;
    if (record.kind === "summary") isWhole = true;
    if (run === null || (record.kind !== "finding" && record.kind !== "coverage")) continue;
    const scope = parseScope(record.scope);
    if (scope?.provider !== "aws") continue;
    if (account !== scope.account) {
      if (account !== "") yield { account, records };
      account = scope.account;
      records = [run];
    }
    records.push(record);
  }
  if (!isWhole) throw new Error("the results came to no end");
  if (account !== "") yield { account, records };
}

const plus = (before: Pushed, { hubs }: PushReport): Pushed => {
  const wrong = hubs.flatMap(({ account, region, refusal, failures }) => {
    const [first] = failures;
    const why =
      refusal !== null
        ? `${refusal.operation} gave ${refusal.code} (${refusal.message})`
        : first === undefined
          ? null
          : `${failures.length} findings were not taken: ${first.code} (${first.message})`;
    return why === null ? [] : [cut(visibleLine(`${account} ${region}: ${why}`), LONGEST_REASON)];
  });
  return {
    next: before.next,
    hubs: before.hubs + hubs.length - wrong.length,
    failed: before.failed + wrong.length,
    reasons: [...before.reasons, ...wrong].slice(0, REASONS),
  };
};
