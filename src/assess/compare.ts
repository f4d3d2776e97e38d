import { isCoveredFailure } from "../model/covered.ts";
import {
  isAboutScope,
  type Change,
  type Finding,
  type FindingResource,
  type LastFailure,
} from "../model/finding.ts";
import type { Coverage, Gone, Results } from "../model/results.ts";
import type { ScopeId } from "../model/scope.ts";
import { pathlessOf } from "./moved.ts";
import { groupBy } from "../text/order.ts";

/** What an earlier result says about the findings of this run. */
export interface Comparison {
  /** Resources of source code that will be handed to `compare`: a file that was moved has taken the place of none of these. */
  expect(ids: readonly string[]): void;
  /** The finding with its change, first-seen date and last failure. */
  compare(finding: Finding): Finding;
  /** Resources that the baseline knows in a scope and that were not handed to `compare`. */
  unreached(scope: ScopeId): readonly FindingResource[];
  /** Is told of each scope that was closed. */
  closed(coverage: Coverage): void;
  /** Findings of the baseline that are no more, by rules of this run and in scopes that it read to the end. */
  gone(rules: ReadonlySet<string>): readonly Gone[];
  /** Failures by change; null without a baseline. */
  changes(): Readonly<Record<Change, number>> | null;
}

const NOTHING: Comparison = {
  expect: () => undefined,
  compare: (finding) => ({ ...finding, ...opened(finding, finding.firstSeenAt) }),
  unreached: () => [],
  closed: () => undefined,
  gone: () => [],
  changes: () => null,
};

/** Compares with a baseline; without one every finding is first seen now and nothing has changed. */
export const comparison = (baseline: Results | null): Comparison => {
  if (baseline === null) return NOTHING;
  const { now } = baseline.run;
  // A finding about a scope that was not read says nothing about a resource.
  const about = baseline.findings.filter(({ resource }) => !isAboutScope(resource));
  const before = new Map(baseline.findings.map((finding) => [finding.id, finding]));
  const byScope = groupBy(about, (finding) => finding.scope);
  const seen = new Set<string>();
  const reached = new Set<string>();
  const expected = new Set<string>();
  const whole = new Set<ScopeId>();
  const byPathless = groupBy(
    about.filter(({ resource }) => pathlessOf(resource) !== null),
    ({ ruleId, resource }) => `${ruleId} ${pathlessOf(resource) ?? ""}`,
  );
  /** The finding of the same resource in a file that is no more, where only one can be meant; of another tree nothing is known. */
  const movedFrom = ({ ruleId, resource, scope }: Finding): Finding | undefined => {
    const pathless = pathlessOf(resource);
    const candidates = (pathless === null ? [] : (byPathless.get(`${ruleId} ${pathless}`) ?? [])).filter(
      (one) => one.scope === scope && !expected.has(one.resource.id) && !seen.has(one.id),
    );
    return candidates.length === 1 ? candidates[0] : undefined;
  };
  const changes = { new: 0, unchanged: 0, reopened: 0 };
  return {
    expect: (ids) => {
      for (const id of ids) expected.add(id);
    },
    compare: (finding) => {
      seen.add(finding.id);
      reached.add(finding.resource.id);
      const earlier = before.get(finding.id) ?? movedFrom(finding);
      if (earlier !== undefined) {
        seen.add(earlier.id);
        reached.add(earlier.resource.id);
      }
      const compared = against(finding, earlier, now);
      if (compared.status === "FAILURE" && compared.change !== null) changes[compared.change] += 1;
      return compared;
    },
    unreached: (scope) => {
      const resources = (byScope.get(scope) ?? []).map(({ resource }) => resource);
      const missing = resources.filter(({ id }) => !reached.has(id));
      return [...new Map(missing.map((resource) => [resource.id, resource])).values()];
    },
    closed: (coverage) => {
      if (isListed(coverage) && byScope.has(coverage.scope)) whole.add(coverage.scope);
    },
    gone: (rules) =>
      about
        .filter(({ id, ruleId, scope }) => !seen.has(id) && rules.has(ruleId) && whole.has(scope))
        .map(({ id, ruleId, scope, status, title, resource, firstSeenAt }) => ({
          kind: "gone",
          id,
          ruleId,
          scope,
          status,
          title,
          resource,
          firstSeenAt,
        })),
    changes: () => changes,
  };
};

/** Where the listing came to its end, what it does not name is no more, whatever else was refused. */
export const isListed = ({ status, refusal, populationKnown }: Coverage): boolean =>
  populationKnown && (status === "complete" || (status === "partial" && refusal === null));

const against = (finding: Finding, earlier: Finding | undefined, now: string): Finding => {
  if (earlier === undefined) return { ...finding, ...opened(finding, finding.firstSeenAt), change: "new" };
  const last = lastFailure(earlier, now);
  return {
    ...finding,
    firstSeenAt: earlier.firstSeenAt,
    ...opened(finding, wasOpenSince(earlier) ?? finding.firstSeenAt),
    change: changeOf(finding, earlier, last),
    lastFailure: finding.status === "FAILURE" ? null : last,
  };
};

/** What was not read in between stays open: nobody saw it pass. */
const opened = ({ status, firstSeenAt }: Finding, since: string): Pick<Finding, "openSince"> =>
  status === "SUCCESS" || (status === "NOT_EVALUATED" && since === firstSeenAt) ? {} : { openSince: since };

const wasOpenSince = ({ status, openSince, firstSeenAt }: Finding): string | undefined =>
  status === "FAILURE" || status === "NEEDS_REVIEW" ? (openSince ?? firstSeenAt) : openSince;

const lastFailure = (earlier: Finding, at: string): LastFailure | null =>
  earlier.status === "FAILURE"
    ? { at, message: earlier.message, data: earlier.data, faults: earlier.faults, location: earlier.location }
    : earlier.lastFailure;

/**
 * A failure is unchanged only while it has no fault and lets nobody in that the last failure had not: a wider grant is news, and so
 * is a friend who is none any more. One that was accepted and is not any more is open again.
 */
const changeOf = (finding: Finding, earlier: Finding, last: LastFailure | null): Change => {
  if (finding.status !== "FAILURE") return finding.status === earlier.status ? "unchanged" : "new";
  if (last === null) return "new";
  if (earlier.exception !== null && finding.exception === null) return "reopened";
  if (earlier.status === "SUCCESS" && !isCoveredFailure(earlier)) return "reopened";
  const known = new Set(last.faults.map((fault) => fault.fingerprint));
  if (!finding.faults.every((fault) => known.has(fault.fingerprint))) return "new";
  return letsInMore(finding.data, last.data) ? "new" : "unchanged";
};

/** Whom a rule says that the policies let in (`allowedTo` of rules/words.ts); a rule need not say it. */
const letsInMore = (now: Finding["data"], before: Finding["data"]): boolean => {
  const [parties, known] = [now, before].map(({ allowedTo }) =>
    typeof allowedTo === "string" ? allowedTo.split(", ") : null,
  );
  if (!parties || !known || known.includes("everyone")) return false;
  return parties.some((party) => !known.includes(party));
};
