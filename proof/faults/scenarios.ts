import type { FaultEffect, FaultRule } from "../../src/emulator/faults.ts";

/** One fault in the way of one operation. */
export interface Scenario {
  readonly name: string;
  readonly run: Run;
  readonly rule: FaultRule;
  /** One before it. */
  readonly first?: FaultRule;
}

/** What runs into it: a scan with keys of the account itself, by all lanes or by one; one through a role of another account; or a push. */
type Run = "scan" | "scan by v1" | "scan by v2" | "scan by v2-policies" | "scan by role" | "push";

interface Operation {
  readonly run: Run;
  readonly service: string;
  readonly operation: string;
  /** The member of its result that may be missing. */
  readonly member: string;
  readonly inPages?: boolean;
  /** It is about identities, one of which may be deleted meanwhile. */
  readonly ofIdentities?: boolean;
  /** Calls of one fault-free run: where there is but one, nothing is left for a fault that comes later. */
  readonly isOne?: boolean;
}

const OPERATIONS: readonly Operation[] = [
  { run: "scan", service: "sts", operation: "GetCallerIdentity", member: "Account" },
  { run: "scan", service: "account", operation: "ListRegions", member: "Regions", inPages: true },
  {
    run: "scan",
    service: "ses",
    operation: "ListIdentities",
    member: "Identities",
    inPages: true,
    ofIdentities: true,
  },
  {
    run: "scan by v1",
    service: "ses",
    operation: "ListIdentityPolicies",
    member: "PolicyNames",
    ofIdentities: true,
  },
  {
    run: "scan by v1",
    service: "ses",
    operation: "GetIdentityPolicies",
    member: "Policies",
    ofIdentities: true,
  },
  {
    run: "scan by v1",
    service: "ses",
    operation: "GetIdentityVerificationAttributes",
    member: "VerificationAttributes",
    ofIdentities: true,
  },
  {
    run: "scan by v1",
    service: "ses",
    operation: "GetIdentityDkimAttributes",
    member: "DkimAttributes",
    ofIdentities: true,
  },
  {
    run: "scan by v2",
    service: "ses",
    operation: "GetEmailIdentity",
    member: "Policies",
    ofIdentities: true,
  },
  {
    run: "scan by v2-policies",
    service: "ses",
    operation: "GetEmailIdentityPolicies",
    member: "Policies",
    ofIdentities: true,
  },
  // By all lanes, another one reads what this one cannot.
  ...["ListIdentityPolicies", "GetEmailIdentity", "GetEmailIdentityPolicies"].map((operation): Operation => ({
    run: "scan",
    service: "ses",
    operation,
    member: operation === "ListIdentityPolicies" ? "PolicyNames" : "Policies",
  })),
  { run: "scan by role", service: "sts", operation: "AssumeRole", member: "Credentials", isOne: true },
  // Of the one who assumes the roles; a role's own account stands in its ARN.
  { run: "scan by role", service: "sts", operation: "GetCallerIdentity", member: "Account", isOne: true },
  { run: "push", service: "securityhub", operation: "GetFindings", member: "Findings", inPages: true },
  { run: "push", service: "securityhub", operation: "BatchImportFindings", member: "SuccessCount" },
  { run: "push", service: "securityhub", operation: "BatchUpdateFindings", member: "ProcessedFindings" },
];

const effectsOf = ({
  operation,
  member,
  inPages = false,
  ofIdentities = false,
}: Operation): Readonly<Record<string, FaultEffect>> => ({
  throttle: { kind: "throttle" },
  "500": { kind: "error" },
  "500 after": { kind: "error", when: "after" },
  "reset before": { kind: "cut", when: "before" },
  "reset after": { kind: "cut", when: "after" },
  html: { kind: "html" },
  empty: { kind: "empty" },
  "missing member": { kind: "omit-member", member },
  "half a body": { kind: "truncate" },
  "cut body": { kind: "cut-body" },
  hang: { kind: "hang" },
  stall: { kind: "stall" },
  drip: { kind: "drip", ms: 100 },
  endless: { kind: "endless" },
  expired: { kind: "expire" },
  deny: { kind: "refuse" },
  ...(ofIdentities
    ? {
        "vanish, an open one": { kind: "lose-identity", identity: "a.example" },
        "vanish, a shut one": { kind: "lose-identity", identity: "b.example" },
      }
    : {}),
  ...(inPages
    ? {
        "bad token": { kind: "bad-token" },
        "repeated page": { kind: "repeat-page" },
        "overlapping pages": { kind: "overlap-page" },
      }
    : {}),
  ...(operation === "ListIdentities" ? { "an entry left out": { kind: "skip-entry" } } : {}),
});

type Counts = Pick<FaultRule, "after" | "times">;

/** When a fault strikes: each time, once, or from the second call on. */
const TIMES: Readonly<Record<string, Counts>> = { always: {}, once: { times: 1 }, later: { after: 1 } };

/**
 * When a fault of one kind strikes, by the kind: only where it can change something.
 *
 * The first page is the first, repeated or not: these strike from the second call on. An entry that is left out of every
 * listing cannot be noticed by anybody; of one, it can. A token that is made bad in the
 * last page, which has none, changes nothing: a scan that ended complete and with 0 "under a bad token" was such a one,
 * and no page was missing. So where there are two pages in all (of regions) only the first can bear a bad one.
 */
const timesOf = (
  { operation, isOne = false }: Operation,
  { kind }: FaultEffect,
): Readonly<Record<string, Counts>> => {
  if (kind === "skip-entry") return { "later, once": { after: 1, times: 1 } };
  if (kind === "repeat-page" || kind === "overlap-page") return { later: { after: 1 } };
  const isFirst = isOne || (operation === "ListRegions" && kind === "bad-token");
  return Object.fromEntries(Object.entries(TIMES).filter(([time]) => !isFirst || time !== "later"));
};

/** An identity vanishes with a call about itself; a listing is about none. The second page is that of one region. */
const about = ({ operation }: Operation, effect: FaultEffect): Pick<FaultRule, "subject" | "region"> =>
  effect.kind === "skip-entry"
    ? { region: "eu-west-1" }
    : effect.kind === "lose-identity" && operation !== "ListIdentities"
      ? { subject: effect.identity }
      : {};

/** Faults that come one after the other in the same call: the answer is lost, and the next attempts are throttled. */
const ONE_AFTER_THE_OTHER: readonly Scenario[] = ["BatchImportFindings", "BatchUpdateFindings"].map(
  (operation) => ({
    name: `push, ${operation}: reset after, and then throttle`,
    run: "push",
    rule: { service: "securityhub", operation, after: 1, effect: { kind: "throttle" } },
    first: { service: "securityhub", operation, times: 1, effect: { kind: "cut", when: "after" } },
  }),
);

/** Every fault in the way of every operation, at each of the times. */
export const scenarios = (): readonly Scenario[] => [
  ...ONE_AFTER_THE_OTHER,
  ...OPERATIONS.flatMap((one) =>
    Object.entries(effectsOf(one)).flatMap(([effect, value]) =>
      Object.entries(timesOf(one, value)).map(([time, counts]) => ({
        name: `${one.run}, ${one.operation}: ${effect}, ${time}`,
        run: one.run,
        rule: {
          service: one.service,
          operation: one.operation,
          ...about(one, value),
          ...counts,
          effect: value,
        },
      })),
    ),
  ),
];
