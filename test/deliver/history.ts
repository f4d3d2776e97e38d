import * as fc from "fast-check";
import type { Finding } from "../../src/model/finding.ts";
import type { Coverage, ResultsRecord } from "../../src/model/results.ts";
import { awsScopeId, type ScopeId } from "../../src/model/scope.ts";
import { ACCOUNT, aCoverage, aFinding, anUnreadScope, aRun, stream } from "../support/findings.ts";

export const REGIONS = ["us-east-1", "eu-west-1"] as const;
const NAMES = ["a.example", "b.example", "c@example.com"] as const;
const DAY = 86_400_000;

/** What an identity is in the world, whether or not a run gets to see it. */
export type State = "absent" | "exposed" | "private" | "undecided" | "unreadable";

/** How far a run gets in a region; `out`: it is not asked. */
type Reach = "complete" | "partial" | "unread" | "out";

export type Mishap =
  | { readonly kind: "none" }
  /** The process ends at the n-th import, before or after Security Hub has taken it. */
  | { readonly kind: "crash"; readonly at: number; readonly after: boolean }
  /** The n-th and the following calls are answered so, `times` times. */
  | {
      readonly kind: "throttle" | "error" | "lost" | "lost answer" | "html";
      readonly at: number;
      readonly times: number;
    }
  /** These identities fail `times` times. */
  | { readonly kind: "fail"; readonly names: readonly string[]; readonly times: number };

export interface RegionRun {
  readonly reach: Reach;
  readonly states: Readonly<Record<string, State>>;
  /** Identities that a partial run does not come to. */
  readonly cut: readonly string[];
}

export interface Visit {
  /** Milliseconds since the last one. */
  readonly after: number;
  readonly regions: Readonly<Record<string, RegionRun>>;
  readonly mishap: Mishap;
  /** What the customer sets on every finding before. */
  readonly customer: "NOTIFIED" | "RESOLVED" | "SUPPRESSED" | null;
}

const states = fc.record(
  Object.fromEntries(
    NAMES.map((name) => [
      name,
      fc.constantFrom<State>("absent", "exposed", "exposed", "private", "undecided", "unreadable"),
    ]),
  ),
);

const regionRuns: fc.Arbitrary<RegionRun> = fc.record({
  reach: fc.constantFrom<Reach>("complete", "complete", "complete", "partial", "unread", "out"),
  states,
  cut: fc.subarray([...NAMES]),
});

const at = fc.integer({ min: 1, max: 3 });
const times = fc.constantFrom(1, 2, 9);

const mishaps: fc.Arbitrary<Mishap> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: "none" } as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const), at, after: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("throttle", "error", "lost", "lost answer", "html" as const),
      at,
      times,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("fail" as const),
      names: fc.subarray([...NAMES], { minLength: 1 }),
      times,
    }),
  },
);

const visits: fc.Arbitrary<Visit> = fc.record({
  after: fc.constantFrom(3_600_000, DAY, 7 * DAY, 31 * DAY, 70 * DAY, 100 * DAY),
  regions: fc.record(Object.fromEntries(REGIONS.map((region) => [region, regionRuns]))),
  mishap: mishaps,
  customer: fc.constantFrom(null, null, null, "NOTIFIED", "RESOLVED", "SUPPRESSED" as const),
});

/** Some runs, one after the other, over two regions of one account. */
export const histories: fc.Arbitrary<readonly Visit[]> = fc.array(visits, { minLength: 1, maxLength: 4 });

const scopeIn = (region: string): ScopeId => awsScopeId(ACCOUNT, region, "ses");

/** The results stream of a run. */
export const resultsOf = ({ regions }: Visit, now: string): readonly ResultsRecord[] => {
  const asked = Object.entries(regions).filter(([, { reach }]) => reach !== "out");
  const rows = asked.map(([region, run]) => rowOf(region, run, now));
  return stream(
    rows.flatMap(({ findings }) => findings),
    { run: aRun({ now }), coverage: rows.map(({ coverage }) => coverage) },
  );
};

const STATUS = {
  exposed: "FAILURE",
  private: "SUCCESS",
  undecided: "NEEDS_REVIEW",
  unreadable: "NOT_EVALUATED",
} as const;

const rowOf = (
  region: string,
  run: RegionRun,
  now: string,
): { readonly findings: readonly Finding[]; readonly coverage: Coverage } => {
  const scope = scopeIn(region);
  const seen = seenIn(run).flatMap(([name, state]) =>
    state === "absent"
      ? []
      : [aFinding({ status: STATUS[state], firstSeenAt: now, resource: { name, region } })],
  );
  const unread = isWhole(run) ? [] : [{ ...anUnreadScope(scope), firstSeenAt: now }];
  const none = { success: 0, failure: 0, needsReview: 0, notEvaluated: 0, excepted: 0 };
  const coverage = aCoverage(scope, seen, {
    status: isWhole(run) ? "complete" : run.reach === "unread" ? "unread" : "partial",
    rules: { "SES-003": none },
  });
  return { findings: [...seen, ...unread], coverage };
};

/** The identities that the run comes to. */
export const seenIn = ({ reach, states, cut }: RegionRun): readonly (readonly [string, State])[] => {
  if (reach === "unread" || reach === "out") return [];
  return Object.entries(states).filter(([name]) => reach === "complete" || !cut.includes(name));
};

/** Read to its end: one identity that cannot be read makes the scope a partial one. */
export const isWhole = (run: RegionRun): boolean =>
  run.reach === "complete" && !Object.values(run.states).includes("unreadable");
