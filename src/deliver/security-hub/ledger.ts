import type { AwsSecurityFinding, WorkflowStatus } from "@aws-sdk/client-securityhub";
import { keyOf, type Known, type Previous } from "./known.ts";
import { locked, newJournal, rewrite, textOf } from "./ledger-file.ts";
import { findingLine, HEAD, hubLine, type HubState, type Line, parsed } from "./ledger-lines.ts";
import type { Step } from "./step.ts";
import { isForgotten } from "./times.ts";

/**
 * What was sent, in a file of JSON Lines that only grows while findings are sent, so that a crash loses nothing:
 *
 *     {"kind":"ledger","version":1}
 *     {"kind":"hub","productArn":"arn:…","state":"sending"}      from here on, what Security Hub has is not certain
 *     {"kind":"finding","finding":{…},"workflow":null}           the last line of a finding holds
 *     {"kind":"hub","productArn":"arn:…","state":"settled"}      and now it is
 *
 * `state: "empty"` forgets a hub's findings. A last line without its end was never written.
 */
export interface Ledger {
  /** What a hub has; null where the ledger cannot tell, and Security Hub has to be asked. */
  previous(productArn: string): Previous | null;
  /** Puts what Security Hub was found to have in place of what the ledger had. */
  replace(productArn: string, previous: Previous): Promise<void>;
  begin(productArn: string): Promise<void>;
  acknowledge(steps: readonly Step[], workflow: WorkflowStatus | null): Promise<void>;
  settle(productArn: string): Promise<void>;
  /** Rewrites the file without what has been overwritten, if that is most of it, and lets others use it. */
  close(): Promise<void>;
}

/**
 * Opens a ledger, for this process alone until it is closed; a file that is not there yet is an empty one.
 *
 * @param now what Security Hub has deleted by then is forgotten here too.
 * @throws a usage problem where the file is something else or cannot be opened, an output problem where another push uses it.
 */
export const openLedger = async (file: string, now: string): Promise<Ledger> => {
  const unlock = await locked(file, now);
  try {
    return await read(file, now, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
};

const read = async (file: string, now: string, unlock: () => Promise<void>): Promise<Ledger> => {
  const state = newState();
  const text = await textOf(file);
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  whole.split("\n").forEach((line, index) => {
    if (line !== "") state.take(parsed(line, `${file}:${index + 1}`, index === 0));
  });
  state.forget(now);
  const journal = newJournal(file, whole);
  const append = (lines: readonly Line[]): Promise<void> => {
    for (const line of lines) state.take(line);
    return journal.append(lines);
  };
  return {
    previous: state.previous,
    replace: (productArn, previous) =>
      append([
        hubLine(productArn, "empty"),
        ...[...previous.values()].map(findingLine),
        hubLine(productArn, "settled"),
      ]),
    begin: (productArn) => append([hubLine(productArn, "sending")]),
    acknowledge: (steps, workflow) =>
      append(
        steps.map(({ finding }) => {
          const known = state.find(finding);
          return workflow === null
            ? findingLine({ finding, workflow: known?.workflow ?? null })
            : findingLine({ finding: known?.finding ?? finding, workflow });
        }),
      ),
    settle: (productArn) => append([hubLine(productArn, "settled")]),
    close: async () => {
      try {
        await journal.close();
        if (state.isMostlyOld()) await rewrite(file, state.lines());
      } finally {
        await unlock();
      }
    },
  };
};

interface HubEntry {
  state: HubState;
  readonly findings: Map<string, Known>;
}

const newState = () => {
  const hubs = new Map<string, HubEntry>();
  let taken = 0;
  const entryOf = (productArn: string): HubEntry => {
    const entry = hubs.get(productArn) ?? { state: "sending", findings: new Map() };
    hubs.set(productArn, entry);
    return entry;
  };
  const entries = (): readonly (readonly [string, HubEntry])[] => [...hubs];
  return {
    take: (line: Line): void => {
      taken += 1;
      if (line.kind === "ledger") return;
      const entry = entryOf((line.kind === "hub" ? line.productArn : line.finding.ProductArn) ?? "");
      if (line.kind === "finding")
        entry.findings.set(keyOf(line.finding), { finding: line.finding, workflow: line.workflow });
      else entry.state = line.state;
      if (line.kind === "hub" && line.state === "empty") entry.findings.clear();
    },
    find: (finding: AwsSecurityFinding): Known | undefined =>
      hubs.get(finding.ProductArn ?? "")?.findings.get(keyOf(finding)),
    previous: (productArn: string): Previous | null => {
      const entry = hubs.get(productArn);
      return entry?.state === "settled" ? entry.findings : null;
    },
    forget: (now: string): void => {
      for (const [, { findings }] of entries())
        for (const [key, { finding }] of findings) if (isForgotten(finding, now)) findings.delete(key);
    },
    isMostlyOld: (): boolean =>
      taken > 2 * entries().reduce((sum, [, { findings }]) => sum + findings.size + 1, 1),
    lines: (): readonly Line[] => [
      HEAD,
      ...entries().flatMap(([productArn, { state, findings }]) => [
        ...[...findings.values()].map(findingLine),
        hubLine(productArn, state),
      ]),
    ],
  };
};
