import { type AwsSecurityFinding, GetFindingsCommand } from "@aws-sdk/client-securityhub";
import { type PushOptions, type PushReport, pushSecurityHub } from "../../src/deliver/security-hub/push.ts";
import { AWS_RATES } from "../../src/emulator/rates.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { emulated, type Emulated } from "../support/emulated.ts";
import { aFinding, aRun, NOW, stream, type FindingChoice } from "../support/findings.ts";
import { accessTo } from "./hubs.ts";

export const START: number = Date.parse(NOW);
export const DAY = 86_400_000;

export const iso = (time: number): string => new Date(time).toISOString();

/** Findings about `0.example`, `1.example`, … */
export const many = (count: number, choice: FindingChoice = {}): readonly Finding[] =>
  Array.from({ length: count }, (_, index) =>
    aFinding({ ...choice, resource: { name: `${index}.example`, ...choice.resource } }),
  );

/** An embedded AWS with its documented rates and a clock of its own, new for each test, and pushes to it. */
export interface Pushing {
  readonly world: Emulated;
  clock: number;
  /** Milliseconds that pushes have waited. */
  readonly slept: number;
  options(choice?: Partial<PushOptions>): PushOptions;
  push(records: readonly ResultsRecord[], choice?: Partial<PushOptions>): Promise<PushReport>;
  /** A whole run with these findings, at the clock or at another time. */
  run(findings: readonly Finding[], now?: number): readonly ResultsRecord[];
  calls(operation: string): number;
  /** What GetFindings shows of `us-east-1`. */
  stored(): Promise<readonly AwsSecurityFinding[]>;
}

export const pushing = (): Pushing => {
  let world: Emulated;
  let slept = 0;
  const fixture: Pushing = {
    clock: START,
    get world() {
      return world;
    },
    get slept() {
      return slept;
    },
    options: (choice = {}) => ({
      access: (account, region) => Promise.resolve(accessTo(world.emulator.url, account, region)),
      clock: () => fixture.clock,
      sleep: (milliseconds) => {
        fixture.clock += milliseconds;
        slept += milliseconds;
        return Promise.resolve();
      },
      ...choice,
    }),
    push: (records, choice = {}) => pushSecurityHub(records, fixture.options(choice)),
    run: (findings, now = fixture.clock) => stream(findings, { run: aRun({ now: iso(now) }) }),
    calls: (operation) => world.emulator.log.calls.filter((call) => call.operation === operation).length,
    stored: async () => {
      const hub = world.hub("us-east-1");
      const { Findings = [] } = await hub.send(new GetFindingsCommand({ MaxResults: 100 }));
      return Findings;
    },
  };
  beforeEach(async () => {
    fixture.clock = START;
    slept = 0;
    world = await emulated({ clock: () => fixture.clock, rates: AWS_RATES });
  });
  afterEach(() => world.emulator.close());
  return fixture;
};
