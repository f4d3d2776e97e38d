import { assess, type AssessOptions } from "../../src/assess/assess.ts";
import { changeHint } from "../../src/continuous/change-event.ts";
import { settled } from "../../src/continuous/real-time.ts";
import { gathered } from "../../src/deliver/security-hub/gather.ts";
import { keyOf, type Previous } from "../../src/deliver/security-hub/known.ts";
import { plan, type PlanOptions } from "../../src/deliver/security-hub/plan.ts";
import type { PushReport } from "../../src/deliver/security-hub/push.ts";
import { countsOf, isSent, type Step } from "../../src/deliver/security-hub/step.ts";
import { provided } from "../../src/exporters/asff/members.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import type { ResourceRecord, SnapshotRecord } from "../../src/model/snapshot.ts";
import { by } from "../../src/text/order.ts";
import type { Random } from "../../proof/random.ts";
import { memoryHub, type MemoryHub } from "../deliver/hubs.ts";
import { changeEvent } from "../support/change-events.ts";
import { collected, streamed } from "../support/collected.ts";
import { ACCOUNT, REGION } from "../support/emulated.ts";

const SCOPE = `aws/${ACCOUNT}/${REGION}/ses` as const;
const START: number = Date.parse("2026-11-30T12:00:00Z");

export const arnOf = (name: string): string => `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${name}`;

/** Names of identities → names of policies → texts. */
export type Estate = Map<string, Map<string, string>>;

const allowing = (name: string, Principal: unknown, more: object = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "ses:SendEmail", Resource: arnOf(name), ...more }],
  });

/** Policies that the rules answer differently. */
const POLICIES: readonly ((name: string) => string)[] = [
  (name) => allowing(name, "*"),
  (name) => allowing(name, "*", { Condition: { StringLike: { "ses:FromAddress": `*@${name}` } } }),
  (name) => allowing(name, { AWS: `arn:aws:iam::${ACCOUNT}:root` }),
  (name) => allowing(name, { AWS: "arn:aws:iam::444455556666:root" }),
  (name) => allowing(name, "*", { Condition: { StringEquals: { "aws:NoSuchKey": "x" } } }),
  () => "{",
];
const NAMES = ["a.example", "b.example", "c.example", "user@d.example"];

/** A call that has changed the estate, as CloudTrail tells it. */
interface Change {
  readonly name: string;
  readonly call: string;
  readonly parameters: object;
}

/** Makes a random change, by API v1 or v2. */
export const changed = (estate: Estate, random: Random): Change => {
  const name = random.pick(NAMES);
  const policies = estate.get(name);
  const isV2 = random.chance(0.5);
  const identity = isV2 ? { emailIdentity: name } : { identity: name };
  if (policies === undefined) {
    estate.set(name, new Map());
    const v1 = name.includes("@") ? { emailAddress: name } : { domain: name };
    const verify = name.includes("@") ? "VerifyEmailIdentity" : "VerifyDomainIdentity";
    return isV2
      ? { name, call: "CreateEmailIdentity", parameters: identity }
      : { name, call: verify, parameters: v1 };
  }
  if (random.chance(0.1)) {
    estate.delete(name);
    return { name, call: isV2 ? "DeleteEmailIdentity" : "DeleteIdentity", parameters: identity };
  }
  const policyName = random.pick(["one", "two"]);
  if (random.chance(0.3)) {
    policies.delete(policyName);
    const call = isV2 ? "DeleteEmailIdentityPolicy" : "DeleteIdentityPolicy";
    return { name, call, parameters: { ...identity, policyName } };
  }
  const policy = random.pick(POLICIES)(name);
  const call = !isV2
    ? "PutIdentityPolicy"
    : policies.has(policyName)
      ? "UpdateEmailIdentityPolicy"
      : "CreateEmailIdentityPolicy";
  policies.set(policyName, policy);
  return { name, call, parameters: { ...identity, policyName, policy } };
};

/** What happens, one after the other: a change, or the delivery of the event of an earlier one. */
export type Happening = { readonly change: number } | { readonly delivery: number };

/** Changes in their order; events late, some twice and some never, in any order. */
export const happenings = (changes: number, random: Random): readonly Happening[] => {
  const placed: { readonly at: number; readonly what: Happening }[] = [];
  for (let change = 0; change < changes; change += 1) {
    placed.push({ at: change, what: { change } });
    const copies = random.chance(0.25) ? 0 : random.chance(0.25) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const late = random.chance(0.7) ? random.below(4_000) / 1_000 : random.below(changes * 1_000) / 1_000;
      placed.push({ at: change + 0.0001 + late, what: { delivery: change } });
    }
  }
  return placed.sort((one, other) => one.at - other.at).map(({ what }) => what);
};

const recordOf = (name: string, policies: ReadonlyMap<string, string>, now: string): ResourceRecord => ({
  kind: "aws.ses.identity",
  scope: SCOPE,
  id: arnOf(name),
  collectedAt: now,
  type: name.includes("@") ? "EmailAddress" : "Domain",
  policies: [...policies]
    .sort(by(([policy]) => policy))
    .map(([policy, document]) => ({ name: policy, document })),
  verification: "Success",
  dkim: { enabled: true, status: "Success" },
});

/** As GetFindings gives it, of some resources or of all. */
const previousIn = (hub: MemoryHub, only: readonly string[]): Previous =>
  new Map(
    hub
      .findings()
      .filter(({ Resources }) => only.length === 0 || only.includes(Resources?.[0]?.Id ?? ""))
      .map((finding) => [keyOf(finding), { finding: provided(finding), workflow: "NEW" }]),
  );

/** A Security Hub in memory that real-time readings and scans bring up to date, and the clock of all. */
export interface Watched {
  readonly estate: Estate;
  readonly hub: MemoryHub;
  clock: number;
  /** An event for the change, at the clock. */
  event(change: Change, id: number): object;
  /** Reads after an event and pushes; `pause` is waited for before and between the two. */
  deliver(event: object, pause?: () => Promise<void>): Promise<void>;
  /** Reads and pushes everything; answers the steps that were taken. */
  scan(): Promise<readonly Step[]>;
}

const iso = (time: number): string => new Date(time).toISOString();

export const watched = (judging: AssessOptions): Watched => {
  const estate: Estate = new Map();
  const hub = memoryHub();
  const take = (steps: readonly Step[]): void => {
    for (const step of steps) if (isSent(step)) hub.take(step.finding);
  };
  const planned = async (
    records: readonly ResultsRecord[],
    options: PlanOptions,
  ): Promise<readonly Step[]> => {
    const { run, findings, coverage } = await gathered(records, null);
    const only = coverage.flatMap((row) => row.only ?? []);
    return plan(previousIn(hub, only), findings, coverage, run.run.now, options);
  };
  const watching: Watched = {
    estate,
    hub,
    clock: START,
    event: ({ call, parameters }, id) =>
      changeEvent({
        call,
        parameters,
        id: `event-${id}`,
        at: iso(Math.floor(watching.clock / 1_000) * 1_000).replace(".000Z", "Z"),
      }),
    deliver: async (event, pause = () => Promise.resolve()) => {
      const hint = changeHint(event);
      const read = async function* (only: readonly string[]): AsyncIterable<SnapshotRecord> {
        await pause();
        const found = [...estate].filter(([name]) => only.includes(arnOf(name)));
        for (const [name, policies] of found) yield recordOf(name, policies, iso(watching.clock));
        const listed = only.length;
        const about = { populationKnown: false, only };
        yield { kind: "scope", id: SCOPE, status: "complete", listed, gone: listed - found.length, ...about };
      };
      const push = async (records: readonly ResultsRecord[]): Promise<PushReport> => {
        await pause();
        const change = { at: hint.at, mayClose: hint.policy !== null };
        const steps = await planned(records, { change });
        await pause();
        take(steps);
        const report = { account: ACCOUNT, region: REGION, counts: countsOf(steps) };
        return { hubs: [{ ...report, failures: [], refusal: null }], inSourceCode: 0 };
      };
      const sleep = (milliseconds: number): Promise<void> => {
        watching.clock += milliseconds;
        return pause();
      };
      await settled(hint, { judging, clock: () => iso(watching.clock), sleep, read, push });
    },
    scan: async () => {
      const now = iso(watching.clock);
      const names = [...estate.keys()].sort();
      const records = await collected(
        assess(
          streamed<SnapshotRecord>([
            { kind: "snapshot", version: 1, startedAt: now, tool: "postern", caller: null, parameters: {} },
            ...names.map((name) => recordOf(name, estate.get(name) ?? new Map(), now)),
            { kind: "scope", id: SCOPE, status: "complete", listed: names.length },
            { kind: "end", finishedAt: now },
          ]),
          { ...judging, now },
        ),
      );
      const steps = await planned(records, {});
      take(steps);
      return steps;
    },
  };
  return watching;
};

/** What a person sees who asks what is wrong: id, status, level and faults of what is active and does not pass. */
export const wrongIn = (hub: MemoryHub): readonly string[] =>
  hub
    .findings()
    .filter(({ RecordState, Compliance }) => RecordState === "ACTIVE" && Compliance?.Status !== "PASSED")
    .map(({ Id, Compliance, FindingProviderFields, ProductFields }) =>
      [
        Id,
        Compliance?.Status,
        FindingProviderFields?.Severity?.Label,
        ProductFields?.["postern/postern/fingerprint"] ?? "",
      ].join(" "),
    )
    .sort();
