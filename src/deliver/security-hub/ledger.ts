import type { AwsSecurityFinding, WorkflowStatus } from "@aws-sdk/client-securityhub";
import { constants } from "node:fs";
import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { problem } from "../../model/problem.ts";
import { isObject } from "../../text/is-object.ts";
import { keyOf, type Known, type Previous } from "./known.ts";
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
  /** Rewrites the file without what has been overwritten, if that is most of it. */
  close(): Promise<void>;
}

type HubState = "sending" | "settled" | "empty";
type Line =
  | { readonly kind: "ledger"; readonly version: 1 }
  | { readonly kind: "hub"; readonly productArn: string; readonly state: HubState }
  | {
      readonly kind: "finding";
      readonly finding: AwsSecurityFinding;
      readonly workflow: WorkflowStatus | null;
    };

/**
 * Opens a ledger; a file that is not there yet is an empty one.
 *
 * @param now what Security Hub has deleted by then is forgotten here too.
 * @throws a problem (exit 2) where the file is something else or cannot be opened.
 */
export const openLedger = async (file: string, now: string): Promise<Ledger> => {
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
      await journal.close();
      if (state.isMostlyOld()) await rewrite(file, state.lines());
    },
  };
};

const HEAD: Line = { kind: "ledger", version: 1 };
const hubLine = (productArn: string, state: HubState): Line => ({ kind: "hub", productArn, state });
const findingLine = ({ finding, workflow }: Known): Line => ({ kind: "finding", finding, workflow });

/** Appends in the order of asking, each time to the disk; the file is made when the first line comes. */
const newJournal = (file: string, whole: string) => {
  let handle: FileHandle | null = null;
  let last: Promise<void> = Promise.resolve();
  const write = async (lines: readonly Line[]): Promise<void> => {
    if (handle === null) {
      handle = await openFile(file);
      await handle.truncate(Buffer.byteLength(whole));
      if (whole === "") await handle.appendFile(asText([HEAD]));
    }
    await handle.appendFile(asText(lines));
    await handle.sync();
  };
  return {
    append: (lines: readonly Line[]): Promise<void> => {
      last = last.then(() => write(lines));
      return last;
    },
    close: async (): Promise<void> => {
      await last.catch(() => undefined);
      await handle?.close();
    },
  };
};

const asText = (lines: readonly Line[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

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

const parsed = (text: string, where: string, first: boolean): Line => {
  const line = json(text);
  if (isLine(line) && (line.kind === "ledger") === first) return line;
  throw problem({
    what: "this is not a ledger of Postern",
    where,
    todo: "Name another file with --ledger; without one, Security Hub is asked what it has.",
    exit: 2,
  });
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isLine = (value: unknown): value is Line => {
  if (!isObject(value)) return false;
  if (value["kind"] === "ledger") return value["version"] === 1;
  if (value["kind"] === "hub") return "productArn" in value && "state" in value;
  return value["kind"] === "finding" && isObject(value["finding"]);
};

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return "";
    throw notOpened(file, error);
  }
};

/** Never through a link, and for the owner alone: it holds policies. */
const openFile = async (file: string): Promise<FileHandle> => {
  try {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
    return await open(file, flags, 0o600);
  } catch (error) {
    throw notOpened(file, error);
  }
};

const rewrite = async (file: string, lines: readonly Line[]): Promise<void> => {
  const beside = `${file}.new`;
  await rm(beside, { force: true });
  const handle = await open(beside, "wx", 0o600);
  await handle.writeFile(asText(lines));
  await handle.sync();
  await handle.close();
  await rename(beside, file);
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const notOpened = (file: string, error: unknown): Error =>
  problem({
    what: `the ledger cannot be opened (${error instanceof Error ? error.message : String(error)})`,
    where: file,
    todo: "Give --ledger a file in a folder that you may write to.",
    exit: 2,
  });
