import { type Hub, productArn } from "../../exporters/asff/hub-of.ts";
import { isUnread, type Refusal, type Unread } from "../../model/fact.ts";
import type { AwsAccess } from "../../model/kind.ts";
import type { Coverage, ResultsRecord } from "../../model/results.ts";
import { by, groupBy } from "../../text/order.ts";
import { gathered, hubOfArn, hubsOf } from "./gather.ts";
import { type HubClient, hubClient } from "./hub-client.ts";
import { keyOf, type Previous } from "./known.ts";
import { plan, type PlanOptions } from "./plan.ts";
import { previousOf, type PreviousOptions } from "./previous.ts";
import { hasUnseenFault } from "./marks.ts";
import type { Pause } from "./rate.ts";
import { readHub } from "./read-hub.ts";
import { type Failure, send } from "./send.ts";
import { type Counts, countsOf, isSent, type Step } from "./step.ts";
import { isBehind } from "./times.ts";

/** `ledger`: where earlier pushes are remembered; without one Security Hub is asked. `dryRun`: only say what would be done. */
export interface DeliveryOptions extends Omit<PreviousOptions, "retrying" | "only"> {
  /** With the credentials of the account itself. */
  readonly access: (account: string, region: string) => Promise<AwsAccess | Unread>;
  /** Is told of each pause after which the same is asked again, and where. */
  readonly retrying?: (pause: Pause & Pick<Hub, "account" | "region">) => void;
}

export interface PushOptions extends DeliveryOptions, PlanOptions {
  /** Send everything there instead of into each finding's own region. */
  readonly homeRegion?: string;
  /** Whether the records are a part of a stream, with everything of its accounts, and somebody else looks for the end. */
  readonly isPart?: boolean;
}

/** What became of one account and region. The counts are of what was done, or would be in a dry run. */
export interface HubReport {
  readonly account: string;
  readonly region: string;
  readonly counts: Counts;
  readonly failures: readonly Failure[];
  /** Why nothing could be done at all. */
  readonly refusal: Refusal | null;
}

export interface PushReport {
  readonly hubs: readonly HubReport[];
  /** Findings in source code, which have no account to send them to. */
  readonly inSourceCode: number;
}

/**
 * Brings Security Hub in every account and region of a run up to what the run knows.
 *
 * @param records a whole results stream, unless the options say otherwise.
 * @throws an input problem where the stream has no summary, and whatever aborts the access's signal.
 */
export const pushSecurityHub = async (
  records: Iterable<ResultsRecord> | AsyncIterable<ResultsRecord>,
  options: PushOptions,
): Promise<PushReport> => {
  const { run, findings, coverage, inSourceCode } = await gathered(
    records,
    options.homeRegion ?? null,
    options.isPart,
  );
  const { now } = run.run;
  const byArn = groupBy(findings, ({ ProductArn = "" }) => ProductArn);
  const hubs = hubsOf(findings, coverage, options.homeRegion ?? null);
  const work = hubs.map((hub): Work => ({
    hub,
    steps: (previous) => plan(previous, byArn.get(productArn(hub)) ?? [], coverage, now, options),
  }));
  return { hubs: await pushed(work, options, onlyOf(coverage)), inSourceCode };
};

/** The resources that a run was about; null where it read a scope as a whole. */
const onlyOf = (coverage: readonly Coverage[]): readonly string[] | null =>
  coverage.length > 0 && coverage.every(({ only }) => only !== undefined)
    ? coverage.flatMap(({ only = [] }) => only)
    : null;

/** Does again what an earlier push could not; what Security Hub has heard of since, is stale. */
export const pushFailed = async (steps: readonly Step[], options: DeliveryOptions): Promise<PushReport> => {
  const byArn = groupBy(steps, ({ finding }) => finding.ProductArn ?? "");
  const work = [...byArn].map(([arn, own]): Work => ({
    hub: hubOfArn(arn),
    steps: (previous) => own.map((step) => (isLate(step, previous) ? { ...step, action: "stale" } : step)),
  }));
  return { hubs: await pushed(work, options), inSourceCode: 0 };
};

const isLate = (step: Step, previous: Previous): boolean => {
  const known = previous.get(keyOf(step.finding));
  return isSent(step) && known !== undefined && !isBehind(known.finding, step.finding);
};

interface Work {
  readonly hub: Hub;
  readonly steps: (previous: Previous) => readonly Step[];
}

/** Hubs that are worked on at once; each has its own quotas, so this bounds memory and sockets only. */
const AT_ONCE = 8;

const pushed = async (
  work: readonly Work[],
  options: DeliveryOptions,
  only: readonly string[] | null = null,
): Promise<readonly HubReport[]> => {
  const reports: HubReport[] = [];
  const waiting = work.toSorted(by(({ hub }) => `${hub.account} ${hub.region}`)).entries();
  const worker = async (): Promise<void> => {
    for (const [index, one] of waiting) reports[index] = await pushedTo(one, options, only);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return reports;
};

const pushedTo = async (
  { hub, steps }: Work,
  given: DeliveryOptions,
  only: readonly string[] | null,
): Promise<HubReport> => {
  const { account, region } = hub;
  const { ledger, ...others } = given;
  const options = {
    ...others,
    ...(ledger === undefined || only !== null ? {} : { ledger }),
    only,
    retrying: (pause: Pause): void => given.retrying?.({ ...pause, account, region }),
  };
  const report = { account: hub.account, region: hub.region, counts: countsOf([]), failures: [] };
  const access = await options.access(hub.account, hub.region);
  if (isUnread(access)) return { ...report, refusal: access.unread };
  const client = hubClient(access, options);
  const remembered = await previousOf(client, hub, options);
  if (isUnread(remembered)) return withoutHub(remembered.unread, steps(new Map()), report);
  const previous = await withWorkflows(remembered, steps(remembered), client, hub, options);
  if (isUnread(previous)) return { ...report, refusal: previous.unread };
  const planned = steps(previous);
  const failures = options.dryRun === true ? [] : await sent(planned, client, hub, options);
  const broken = new Set(failures.map(({ step }) => step));
  const counts = countsOf(planned.filter((step) => !broken.has(step)));
  return { ...report, counts, failures, refusal: null };
};

/** A ledger does not hear of what the customer suppresses; where that decides over a step, Security Hub is asked. */
const withWorkflows = async (
  previous: Previous,
  planned: readonly Step[],
  client: HubClient,
  hub: Hub,
  options: PreviousOptions,
): Promise<Previous | Unread> => {
  const isOpen = planned.some(({ finding }) => {
    const known = previous.get(keyOf(finding));
    return known !== undefined && hasUnseenFault(finding, known.finding);
  });
  if (options.ledger === undefined || !isOpen) return previous;
  const read = await readHub(client, hub, options);
  if (isUnread(read)) return read;
  return new Map(
    [...previous].map(([key, known]) => [
      key,
      { ...known, workflow: read.get(key)?.workflow ?? known.workflow },
    ]),
  );
};

/** Not being subscribed is no failure where there is nothing to send. */
const withoutHub = (
  refusal: Refusal,
  planned: readonly Step[],
  report: Omit<HubReport, "refusal">,
): HubReport =>
  isNotSubscribed(refusal) && !planned.some(isDone)
    ? { ...report, counts: countsOf(planned), refusal: null }
    : { ...report, refusal };

/** The service's own code for an account without Security Hub in that region. */
export const isNotSubscribed = ({ code }: Refusal): boolean => code.startsWith("InvalidAccess");

const sent = async (
  steps: readonly Step[],
  client: HubClient,
  hub: Hub,
  options: PreviousOptions,
): Promise<readonly Failure[]> => {
  const arn = productArn(hub);
  const { ledger } = options;
  if (!steps.some(isDone)) return [];
  await ledger?.begin(arn);
  const failures = await send(steps, client, options, async (done, workflow) =>
    ledger?.acknowledge(done, workflow),
  );
  if (!failures.some(({ unsure }) => unsure)) await ledger?.settle(arn);
  return failures;
};

const isDone = ({ action }: Step): boolean =>
  action !== "unchanged" && action !== "stale" && action !== "pass";
