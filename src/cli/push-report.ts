import {
  type DeliveryOptions,
  type HubReport,
  isNotSubscribed,
  type PushReport,
} from "../deliver/security-hub/push.ts";
import type { Action, Counts } from "../deliver/security-hub/step.ts";
import { visibleLine } from "../text/visible.ts";

/** In the order of the report. */
const WORDS: readonly (readonly [Action, string])[] = [
  ["create", "created"],
  ["update", "updated"],
  ["reopen", "reopened"],
  ["close", "closed"],
  ["archive", "archived"],
  ["keep", "kept as not evaluated"],
  ["heartbeat", "refreshed"],
  ["suppress", "suppressed"],
  ["unsuppress", "given back to NEW"],
  ["announce", "suppressed before and NEW by another fault"],
  ["unchanged", "left alone"],
  ["stale", "older than what is there"],
  ["pass", "passes not sent"],
];

/** The same lines for what would be done and what was done, by account and region. */
export const pushText = ({ hubs, inSourceCode }: PushReport, dryRun: boolean): string =>
  [
    dryRun ? "Security Hub, if this were no dry run:" : "Security Hub:",
    ...hubs.map((hub) => `  ${hub.account} ${hub.region.padEnd(14)}  ${told(hub)}`),
    ...(hubs.length === 0 ? ["  nothing: the results have no finding and no scope of an AWS account"] : []),
    ...(hubs.length > 1 ? [`  ${"in all".padEnd(27)}  ${words(sum(hubs), failed(hubs))}`] : []),
    ...(inSourceCode > 0
      ? [`  ${inSourceCode} findings in source code have no account, so Security Hub has no place for them.`]
      : []),
    "",
  ]
    .map(visibleLine)
    .join("\n");

const told = ({ counts, failures, refusal }: HubReport): string =>
  refusal === null ? words(counts, failures.length) : "nothing could be done";

const words = (counts: Counts, failures: number): string =>
  [
    ...WORDS.flatMap(([action, word]) => (counts[action] > 0 ? [`${counts[action]} ${word}`] : [])),
    ...(failures > 0 ? [`${failures} failed`] : []),
  ].join(", ") || "nothing to do";

const sum = (hubs: readonly HubReport[]): Counts =>
  Object.fromEntries(
    WORDS.map(([action]) => [action, hubs.reduce((total, { counts }) => total + counts[action], 0)]),
  ) as Counts;

const failed = (hubs: readonly HubReport[]): number =>
  hubs.reduce((total, { failures }) => total + failures.length, 0);

/** What keeps a push waiting. */
export const pauseLine = ({
  account,
  region,
  code,
  findings,
  milliseconds,
}: Parameters<NonNullable<DeliveryOptions["retrying"]>>[0]): string =>
  visibleLine(
    `${account} ${region}: ${findings === null ? "Security Hub could not be read" : `${findings} findings were not taken`} (${code}); trying again in ${milliseconds / 1000} s`,
  );

/** A line for each place where nothing could be done and for each finding that failed. */
export const failureLines = ({ hubs }: PushReport): readonly string[] =>
  hubs
    .flatMap((hub) => [
      ...refusalLines(hub),
      ...hub.failures.map(
        ({ step, code, message }) =>
          `${hub.account} ${hub.region}: ${step.finding.Id ?? ""} failed: ${code} (${message})`,
      ),
    ])
    .map(visibleLine);

const refusalLines = ({ account, region, refusal }: HubReport): readonly string[] => {
  if (refusal === null) return [];
  if (isNotSubscribed(refusal))
    return [
      `account ${account} is not subscribed to Security Hub in ${region}; subscribe with \`aws securityhub enable-security-hub --region ${region}\` in that account, or send everything to one region with --home-region`,
    ];
  return [
    `${account} ${region}: nothing was sent: ${refusal.operation} gave ${refusal.code} (${refusal.message})`,
  ];
};
