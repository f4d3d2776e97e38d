import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { keyOf, type Previous } from "../../src/deliver/security-hub/known.ts";
import { provided } from "../../src/exporters/asff/members.ts";
import { NOT_EVALUATED } from "../../src/deliver/security-hub/marks.ts";
import type { AwsAccess } from "../../src/model/kind.ts";
import { refusalOf } from "../../src/aws/refusal.ts";
import { KEY } from "../support/emulated.ts";
import type { Showing, Shown } from "./simple-model.ts";

/** Findings as they stand in a Security Hub, by what a person sees of them. */
export const shownIn = (findings: Iterable<AwsSecurityFinding>): Showing =>
  new Map([...findings].map((finding) => [nameIn(finding), shown(finding)]));

const nameIn = ({ Resources, ProductFields }: AwsSecurityFinding): string => {
  const region = ProductFields?.["postern/postern/scope"]?.split("/")[2] ?? "";
  const details = Resources?.[0]?.Details?.Other ?? {};
  return `${region} ${details["Kind"] === "aws.scope" ? "scope" : (details["Name"] ?? "")}`;
};

const shown = (finding: AwsSecurityFinding): Shown => ({
  status: finding.Compliance?.Status as Shown["status"],
  severity: finding.FindingProviderFields?.Severity?.Label as Shown["severity"],
  active: finding.RecordState === "ACTIVE",
  marked: (finding.Compliance?.StatusReasons ?? []).some(({ ReasonCode }) => ReasonCode === NOT_EVALUATED),
  created: Date.parse(finding.CreatedAt ?? ""),
  updated: Date.parse(finding.UpdatedAt ?? ""),
  workflow: finding.Workflow?.Status ?? "",
  failed: ["fingerprint", "fingerprints-seen"].some(
    (name) => finding.ProductFields?.[`postern/postern/${name}`] !== undefined,
  ),
});

/** Security Hub's rules for updates in a few lines, for histories that need no wire. */
export interface MemoryHub {
  readonly findings: () => readonly AwsSecurityFinding[];
  readonly previous: () => Previous;
  readonly take: (finding: AwsSecurityFinding) => void;
  /** Gives a finding back to NEW. */
  readonly announce: (finding: AwsSecurityFinding) => void;
  readonly forget: (now: number) => void;
  readonly customerSets: (status: "NOTIFIED" | "RESOLVED" | "SUPPRESSED") => void;
}

const DAY = 86_400_000;

export const memoryHub = (): MemoryHub => {
  const stored = new Map<string, AwsSecurityFinding>();
  return {
    findings: () => [...stored.values()],
    previous: () =>
      new Map(
        [...stored].map(([key, finding]) => [
          key,
          { finding: provided(finding), workflow: finding.Workflow?.Status ?? null },
        ]),
      ),
    take: (finding) => {
      const old = stored.get(keyOf(finding));
      if (old !== undefined && (old.UpdatedAt ?? "") >= (finding.UpdatedAt ?? "")) return;
      const woken =
        old?.RecordState === "ARCHIVED" && finding.RecordState === "ACTIVE"
          ? true
          : old?.Compliance?.Status === "PASSED" && finding.Compliance?.Status !== "PASSED";
      const kept = old?.Workflow?.Status ?? "NEW";
      stored.set(keyOf(finding), {
        ...finding,
        Workflow: { Status: woken && kept !== "SUPPRESSED" ? "NEW" : kept },
      });
    },
    announce: (finding) => {
      const old = stored.get(keyOf(finding));
      if (old !== undefined) stored.set(keyOf(finding), { ...old, Workflow: { Status: "NEW" } });
    },
    forget: (now) => {
      for (const [key, { RecordState, UpdatedAt }] of stored)
        if (Date.parse(UpdatedAt ?? "") + (RecordState === "ARCHIVED" ? 30 : 90) * DAY < now)
          stored.delete(key);
    },
    customerSets: (status) => {
      for (const [key, finding] of stored) stored.set(key, { ...finding, Workflow: { Status: status } });
    },
  };
};

/** Before or after an operation is carried out; throws where the process is to end there. */
export type Interrupt = (operation: string, when: "before" | "after") => void;

/** One for all: a push makes new clients, and their sockets would add up. */
const requestHandler = new NodeHttpHandler();

/** Access to an emulator with the tests' key, one attempt a call and no waiting; `underway` gathers what was sent. */
export const accessTo = (
  url: string,
  account: string,
  region: string,
  interrupt: Interrupt = () => undefined,
  underway: Promise<unknown>[] = [],
): AwsAccess => ({
  account,
  region,
  signal: new AbortController().signal,
  now: () => "1970-01-01T00:00:00Z",
  clientConfig: () => ({ region, endpoint: url, credentials: KEY, maxAttempts: 1, requestHandler }),
  ready: () => Promise.resolve(),
  call: async (operation, send) => {
    interrupt(operation, "before");
    try {
      const sending = send();
      underway.push(sending.catch(() => undefined));
      const value = await sending;
      interrupt(operation, "after");
      return { value };
    } catch (error) {
      if (error instanceof Crash) throw error;
      return { unread: refusalOf(operation, error) };
    }
  },
});

/** The process has ended. */
export class Crash extends Error {}
