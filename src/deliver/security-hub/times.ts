import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";

const DAY = 24 * 60 * 60 * 1000;

/**
 * An unchanged finding is sent again after so many days.
 *
 * It has to be within 90 (`isForgotten`); a third of that survives two monthly runs that fail.
 */
const HEARTBEAT_DAYS = 30;

/** Security Hub deletes archived findings 30 days after their last update, and active ones after 90 (user guide, retention). */
export const isForgotten = ({ RecordState, UpdatedAt }: AwsSecurityFinding, now: string): boolean =>
  at(now) - at(UpdatedAt) > (RecordState === "ARCHIVED" ? 30 : 90) * DAY;

/** UpdatedAt grows by single milliseconds where runs share a clock; a run is late only beyond that. In milliseconds. */
const LATE = 1000;

const at = (time: string | undefined): number => Date.parse(time ?? "");

export const isDue = (previous: AwsSecurityFinding, now: string): boolean =>
  at(now) - at(previous.UpdatedAt) >= HEARTBEAT_DAYS * DAY;

/**
 * The run is older than what Security Hub has: the service would ignore what it says, without an error. A run after a change has
 * no clock in common with others.
 */
export const isStale = (previous: AwsSecurityFinding, now: string, change?: object): boolean =>
  at(previous.UpdatedAt) - at(now) > (change === undefined ? LATE : 0);

/** CloudTrail tells whole seconds. */
const SECOND = 1000;

/** What was written when it may not have been known of the change. */
export const isBefore = (previous: AwsSecurityFinding, change?: { readonly at: string }): boolean =>
  change !== undefined && at(previous.UpdatedAt) < at(change.at) + SECOND;

/** The finding as an update of the previous one: created when that was, updated strictly later. */
export const asUpdate = (
  finding: AwsSecurityFinding,
  previous: AwsSecurityFinding,
  now: string,
): AwsSecurityFinding => ({
  ...finding,
  CreatedAt: previous.CreatedAt,
  FirstObservedAt: previous.FirstObservedAt ?? previous.CreatedAt,
  UpdatedAt: new Date(Math.max(at(now), at(previous.UpdatedAt) + 1)).toISOString(),
});

/** An update that the service would take: it ignores one that is not strictly newer. */
export const isBehind = (previous: AwsSecurityFinding, update: AwsSecurityFinding): boolean =>
  at(previous.UpdatedAt) < at(update.UpdatedAt);
