import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { digestOf } from "../../exporters/asff/digest.ts";
import { PRODUCT } from "../../exporters/asff/product-fields.ts";
import { COVERAGE_GENERATOR, generatorId } from "../../exporters/asff/finding.ts";
import { identifier } from "../../exporters/asff/resource.ts";
import type { Coverage } from "../../model/results.ts";
import { keyOf, type Known, type Previous } from "./known.ts";
import {
  archived,
  hasUnseenFault,
  isAccepted,
  isMarked,
  isSuppressedByUs,
  notEvaluated,
  originOf,
  rememberingFaults,
  rememberingOrigin,
  suppressedByUs,
} from "./marks.ts";
import type { Step } from "./step.ts";
import { asUpdate, isBefore, isDue, isStale } from "./times.ts";

export interface PlanOptions {
  /** Send passes that Security Hub has never heard of, too. */
  readonly all?: boolean;
  /** Archive what passes, instead of leaving it there as passed. */
  readonly archiveResolved?: boolean;
  /** Suppress the workflow of accepted risks, and give it back when they are none any more. */
  readonly suppressExcepted?: boolean;
  /** A change after which the run has read; absent for a scan, which reads without one. */
  readonly change?: KnownChange;
}

/**
 * Runs that read after a change may overlap, and GetFindings may be minutes behind. So each of them leaves its time: what was
 * written before the change is written again, though it says the same, and Security Hub ignores whoever has read earlier and
 * writes later.
 */
interface KnownChange {
  /** ISO 8601. */
  readonly at: string;
  /** Whether it may have ended a failure that does not show yet: a pass of which nothing is known is sent as archived. */
  readonly mayClose: boolean;
}

/**
 * What has to be done so that Security Hub says what this run knows.
 *
 * Pure. `findings` are the run's, in ASFF; `coverage` says which scopes and rules it looked at: only those may close or
 * archive anything. What was asked and not evaluated keeps its last status and says so; what was not asked is left
 * alone, and kept from expiring. Where a scope was read for some resources only, nothing is done about any other.
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
  const isMeant = (finding: AwsSecurityFinding): boolean => {
    const only = scopes.get(scopeOf(finding))?.only;
    return only === undefined || only.some((id) => identifier(id) === finding.Resources?.[0]?.Id);
  };
  return [
    ...[...current].flatMap(([key, finding]) =>
      isMeant(finding) ? present(previous.get(key), finding, now, options) : [],
    ),
    ...[...previous].flatMap(([key, { finding }]) =>
      current.has(key) || !isMeant(finding)
        ? []
        : finding.RecordState === "ARCHIVED"
          ? stillArchived(finding, now, options)
          : absent(finding, scopes, now, options),
    ),
  ];
};

const scopeOf = ({ ProductFields }: AwsSecurityFinding): string => ProductFields?.[`${PRODUCT}scope`] ?? "";

const present = (
  known: Known | undefined,
  fresh: AwsSecurityFinding,
  now: string,
  options: PlanOptions,
): readonly Step[] => {
  if (known !== undefined && isStale(known.finding, now, options.change))
    return [{ action: "stale", finding: known.finding }];
  const finding = wanted(
    rememberingOrigin(rememberingFaults(fresh, known?.finding), known?.finding),
    options,
  );
  const step =
    finding.Compliance?.Status === "NOT_AVAILABLE"
      ? unread(known?.finding, finding, now)
      : evaluated(known?.finding, finding, now, options);
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
  { all = false, change }: PlanOptions,
): Step => {
  const passes = finding.Compliance?.Status === "PASSED";
  if (previous === undefined) {
    if (!passes || all) return { action: "create", finding };
    return change?.mayClose === true
      ? { action: "archive", finding: archived(finding) }
      : { action: "pass", finding };
  }
  const hidden = previous.RecordState === "ARCHIVED";
  const isOld = isBefore(previous, change);
  if (passes && hidden && !all)
    return isOld
      ? { action: "heartbeat", finding: asUpdate(archived(finding), previous, now) }
      : { action: "unchanged", finding: previous };
  const update = asUpdate(finding, previous, now);
  if (digestOf(previous) === digestOf(finding) && originOf(finding) === originOf(previous))
    return isOld || (!hidden && isDue(previous, now))
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

const stillArchived = (
  previous: AwsSecurityFinding,
  now: string,
  { change }: PlanOptions,
): readonly Step[] =>
  isBefore(previous, change) && !isStale(previous, now, change)
    ? [{ action: "heartbeat", finding: asUpdate(previous, previous, now) }]
    : [];

/** The run has no finding of it: gone, not read, or not asked for. */
const absent = (
  previous: AwsSecurityFinding,
  scopes: ReadonlyMap<string, Coverage>,
  now: string,
  { change }: PlanOptions,
): readonly Step[] => {
  const scope = scopes.get(scopeOf(previous));
  if (scope === undefined || !asked(scope, previous)) {
    const why = "The last runs did not ask for it: its scope or its rule was not among theirs.";
    return isDue(previous, now) && !isStale(previous, now, change)
      ? [{ action: "heartbeat", finding: asUpdate(notEvaluated(previous, why), previous, now) }]
      : [];
  }
  if (isStale(previous, now, change)) return [{ action: "stale", finding: previous }];
  if (scope.status === "complete" && (scope.populationKnown || scope.only !== undefined)) {
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
