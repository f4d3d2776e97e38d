import type { FaultEffect, FaultRule } from "../../src/emulator/faults.ts";

/** One fault in the way of one operation. */
export interface Scenario {
  readonly name: string;
  readonly rule: FaultRule;
}

interface Operation {
  readonly service: string;
  readonly operation: string;
  /** The member of its result that may be missing. */
  readonly member: string;
  readonly inPages: boolean;
}

const OPERATIONS: readonly Operation[] = [
  { service: "sts", operation: "GetCallerIdentity", member: "Account", inPages: false },
  { service: "account", operation: "ListRegions", member: "Regions", inPages: true },
  { service: "ses", operation: "ListIdentities", member: "Identities", inPages: true },
  { service: "ses", operation: "ListIdentityPolicies", member: "PolicyNames", inPages: false },
  { service: "ses", operation: "GetIdentityPolicies", member: "Policies", inPages: false },
  {
    service: "ses",
    operation: "GetIdentityVerificationAttributes",
    member: "VerificationAttributes",
    inPages: false,
  },
  { service: "ses", operation: "GetIdentityDkimAttributes", member: "DkimAttributes", inPages: false },
];

const effectsOf = ({ member, inPages }: Operation): Readonly<Record<string, FaultEffect>> => ({
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
  vanish: { kind: "lose-identity", identity: "b.example" },
  ...(inPages
    ? {
        "bad token": { kind: "bad-token" },
        "repeated page": { kind: "repeat-page" },
        "overlapping pages": { kind: "overlap-page" },
      }
    : {}),
});

/** When a fault strikes: each time, once, or from the second call on. */
const TIMES: Readonly<Record<string, Pick<FaultRule, "after" | "times">>> = {
  always: {},
  once: { times: 1 },
  later: { after: 1 },
};

/** Every fault in the way of every operation, at each of the times. */
export const scenarios = (): readonly Scenario[] =>
  OPERATIONS.flatMap((one) =>
    Object.entries(effectsOf(one)).flatMap(([effect, value]) =>
      Object.entries(TIMES).map(([time, counts]) => ({
        name: `${one.operation}: ${effect}, ${time}`,
        rule: { service: one.service, operation: one.operation, ...counts, effect: value },
      })),
    ),
  );
