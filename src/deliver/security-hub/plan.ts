import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { digestOf } from "../../exporters/asff/digest.ts";
import { PRODUCT } from "../../exporters/asff/product-fields.ts";
import { COVERAGE_GENERATOR, generatorId } from "../../exporters/asff/finding.ts";
import type { Coverage } from "../../model/results.ts";
import { keyOf, type Known, type Previous } from "./known.ts";
import {
  archived,
  hasUnseenFault,
  isAccepted,
  isMarked,
  isSuppressedByUs,
  notEvaluated,
  rememberingFaults,
  suppressedByUs,
} from "./marks.ts";
import type { Step } from "./step.ts";
import { asUpdate, isDue, isStale } from "./times.ts";

export interface PlanOptions {
  /** Send passes that Security Hub has never heard of, too. */
  readonly all?: boolean;
  /** Archive what passes, instead of leaving it there as passed. */
  readonly archiveResolved?: boolean;
  /** Suppress the workflow of accepted risks, and give it back when they are none any more. */
  readonly suppressExcepted?: boolean;
}

/**
 * What has to be done so that Security Hub says what this run knows.
 *
 * Pure. `findings` are the run's, in ASFF; `coverage` says which scopes and rules it looked at: only those may close or
 * archive anything. What was asked and not evaluated keeps its last status and says so; what was not asked is left
 * alone, and kept from expiring.
 */
export const plan = (
  previous: Previous,
  findings: readonly AwsSecurityFinding[],
  coverage: readonly Coverage[],
  now: string,
  options: PlanOptions = {},
): readonly Step[] => {
  const current = new Map(findings.map((finding) => [keyOf(finding), finding]));
  const scopes = new Map(coverage.map((row) => [row.scope as string, row]));
  return [
    ...[...current].flatMap(([key, finding]) => present(previous.get(key), finding, now, options)),
    ...[...previous].flatMap(([key, { finding }]) =>
      current.has(key) || finding.RecordState === "ARCHIVED" ? [] : absent(finding, scopes, now),
    ),
  ];
};

const present = (
  known: Known | undefined,
  fresh: AwsSecurityFinding,
  now: string,
  options: PlanOptions,
): readonly Step[] => {
  if (known !== undefined && isStale(known.finding, now))
    return [{ action: "stale", finding: known.finding }];
  const finding = wanted(rememberingFaults(fresh, known?.finding), options);
  const step =
    finding.Compliance?.Status === "NOT_AVAILABLE"
      ? unread(known?.finding, finding, now)
      : evaluated(known?.finding, finding, now, options.all ?? false);
  const accepted = options.suppressExcepted === true ? workflow(known, step.finding) : [];
  return [step, ...(accepted.length > 0 ? accepted : announced(known, finding))];
};

/** Whoever suppressed it had not seen this fault. */
const announced = (known: Known | undefined, finding: AwsSecurityFinding): readonly Step[] =>
  known?.workflow === "SUPPRESSED" && !isAccepted(finding) && hasUnseenFault(finding, known.finding)
    ? [{ action: "announce", finding }]
    : [];

const wanted = (finding: AwsSecurityFinding, { archiveResolved, suppressExcepted }: PlanOptions) => {
  if (suppressExcepted === true && isAccepted(finding)) return suppressedByUs(finding);
  return archiveResolved === true && finding.Compliance?.Status === "PASSED" ? archived(finding) : finding;
};

/** This run has judged it. */
const evaluated = (
  previous: AwsSecurityFinding | undefined,
  finding: AwsSecurityFinding,
  now: string,
  all: boolean,
): Step => {
  const passes = finding.Compliance?.Status === "PASSED";
  if (previous === undefined) return { action: passes && !all ? "pass" : "create", finding };
  const hidden = previous.RecordState === "ARCHIVED";
  if (passes && hidden && !all) return { action: "unchanged", finding: previous };
  const update = asUpdate(finding, previous, now);
  if (digestOf(previous) === digestOf(finding))
    return !hidden && isDue(previous, now)
      ? { action: "heartbeat", finding: update }
      : { action: "unchanged", finding: previous };
  const passed = previous.Compliance?.Status === "PASSED";
  if (passes && passed && finding.RecordState === "ARCHIVED") return { action: "archive", finding: update };
  if (passes && !passed) return { action: "close", finding: update };
  return { action: !passes && (passed || hidden) ? "reopen" : "update", finding: update };
};

/** The run met it and could not read it. */
const unread = (previous: AwsSecurityFinding | undefined, finding: AwsSecurityFinding, now: string): Step => {
  if (previous === undefined) return { action: "create", finding };
  if (previous.Compliance?.Status !== "NOT_AVAILABLE")
    return kept(
      previous,
      finding.Compliance?.StatusReasons?.[0]?.Description ?? "It could not be read.",
      now,
    );
  const update = { ...asUpdate(finding, previous, now), LastObservedAt: previous.LastObservedAt };
  if (previous.RecordState === "ARCHIVED") return { action: "reopen", finding: update };
  if (reasonCodes(previous) !== reasonCodes(finding)) return { action: "update", finding: update };
  return isDue(previous, now)
    ? { action: "heartbeat", finding: update }
    : { action: "unchanged", finding: previous };
};

/** Messages tell session names and the like, which change with every run; codes do not. */
const reasonCodes = ({ Compliance }: AwsSecurityFinding): string =>
  (Compliance?.StatusReasons ?? []).map(({ ReasonCode }) => ReasonCode).join(" ");

/** The last status stays, with the reason beside it. */
const kept = (previous: AwsSecurityFinding, why: string, now: string): Step => {
  const hidden = previous.RecordState === "ARCHIVED";
  const marked = isMarked(previous);
  if (marked && !hidden && !isDue(previous, now)) return { action: "unchanged", finding: previous };
  return {
    action: hidden ? "reopen" : marked ? "heartbeat" : "keep",
    finding: asUpdate(notEvaluated(previous, why), previous, now),
  };
};

/** The run has no finding of it: gone, not read, or not asked for. */
const absent = (
  previous: AwsSecurityFinding,
  scopes: ReadonlyMap<string, Coverage>,
  now: string,
): readonly Step[] => {
  const scope = scopes.get(previous.ProductFields?.[`${PRODUCT}scope`] ?? "");
  if (scope === undefined || !asked(scope, previous)) {
    const why = "The last runs did not ask for it: its scope or its rule was not among theirs.";
    return isDue(previous, now) && !isStale(previous, now)
      ? [{ action: "heartbeat", finding: asUpdate(notEvaluated(previous, why), previous, now) }]
      : [];
  }
  if (isStale(previous, now)) return [{ action: "stale", finding: previous }];
  if (scope.status === "complete" && scope.populationKnown) {
    const gone = { ...archived(previous), LastObservedAt: now };
    return [{ action: "archive", finding: asUpdate(gone, previous, now) }];
  }
  return [kept(previous, whyUnread(scope), now)];
};

const asked = ({ status, rules }: Coverage, { GeneratorId }: AwsSecurityFinding): boolean =>
  (status === "complete" || status === "partial" || status === "unread") &&
  Object.keys(rules).some((rule) => GeneratorId === COVERAGE_GENERATOR || generatorId(rule) === GeneratorId);

const whyUnread = ({ scope, status, refusal, reason, populationKnown }: Coverage): string => {
  const cause = refusal === null ? reason : `${refusal.operation} gave ${refusal.code}: ${refusal.message}`;
  const what = populationKnown ? status : "not read from AWS itself";
  return `${scope} is ${what}${cause === null ? "." : `. ${cause}`}`;
};

/** Suppressed while it is accepted; given back once it is not, and only if it was taken from here. */
const workflow = (known: Known | undefined, finding: AwsSecurityFinding): readonly Step[] => {
  const suppressed = known?.workflow === "SUPPRESSED";
  if (isSuppressedByUs(finding)) return suppressed ? [] : [{ action: "suppress", finding }];
  return suppressed && isSuppressedByUs(known.finding) ? [{ action: "unsuppress", finding }] : [];
};
