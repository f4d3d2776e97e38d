import { expect } from "chai";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderStore } from "../../src/continuous/folder-store.ts";
import type { ObjectStore } from "../../src/continuous/object-store.ts";
import type { ShardOutcome, ShardSummary } from "../../src/continuous/run.ts";
import type { Emulator } from "../../src/emulator/start.ts";
import { aFolder } from "./folder.ts";
import { memberId, merged, organisation, ran, readingOf, scanned, type Told } from "./runs.ts";

export const RUN = "2026-11-30";
/** The scope that tests spoil. */
export const UNREAD: string = `aws/${memberId(1)}/us-east-1/ses`;

/** A closing record. */
interface Scope {
  readonly kind: string;
  readonly id: string;
  readonly status: string;
  readonly listed: number;
  readonly unread?: { readonly code: string; readonly message: string };
}

export const scopesOf = ({ snapshot }: Told): readonly Scope[] =>
  snapshot.map((line) => JSON.parse(line) as Scope).filter(({ kind }) => kind === "scope");

export const notComplete = (told: Told): readonly Scope[] =>
  scopesOf(told).filter(({ status }) => status !== "complete");

/** What was told of the first part of a scope. */
export const summaryOf = (outcomes: readonly object[], scope: string): ShardSummary => {
  const found = (outcomes as readonly ShardSummary[]).find((one) => one.scope === scope);
  if (found === undefined) throw new Error(`nothing was told of ${scope}`);
  return found;
};

export const withoutUnread = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !line.includes(UNREAD));

const isIncomplete = (line: string): boolean =>
  line.includes('"kind":"summary"') && line.includes('"complete":false');

interface KeptRun {
  readonly emulator: () => Emulator;
  /** What a scan gives. */
  readonly whole: () => Told;
  /** In the folder of the test. */
  readonly store: () => ObjectStore;
  readonly file: (key: string) => string;
  readonly partFile: (scope: string, part?: number) => string;
  /** Puts a run that was not tampered with into the test's own folder; answers what its functions have told. */
  readonly aRun: () => readonly ShardOutcome[];
  /** One scope is unread for this reason, and everything else is as a scan has it. */
  readonly expectUnread: (code: string, message: RegExp) => Promise<void>;
}

/** An organisation of three accounts and six scopes that was scanned and read in shards once for all tests of a suite. */
export const aKeptRun = (): KeptRun => {
  const folder = aFolder();
  let made: { emulator: Emulator; whole: Told; folder: string; outcomes: readonly ShardOutcome[] } | null =
    null;
  before(async () => {
    const emulator = await organisation(2, (account) => account * 4);
    const options = readingOf(emulator);
    const kept = mkdtempSync(join(tmpdir(), "postern-"));
    made = {
      emulator,
      whole: await scanned(options),
      folder: kept,
      outcomes: await ran(RUN, folderStore(kept), options),
    };
  });
  after(async () => {
    const { folder: kept, emulator } = there();
    rmSync(kept, { recursive: true });
    await emulator.close();
  });
  const there = (): NonNullable<typeof made> => {
    if (made === null) throw new Error("the run is there during a test");
    return made;
  };
  const store = (): ObjectStore => folderStore(folder());
  const file = (key: string): string => join(folder(), key);
  return {
    emulator: () => there().emulator,
    whole: () => there().whole,
    store,
    file,
    partFile: (scope, part = 0) => file(`runs/${RUN}/${scope}/000${part}.jsonl`),
    aRun: () => {
      cpSync(there().folder, folder(), { recursive: true });
      return there().outcomes;
    },
    expectUnread: async (code, message) => {
      const one = await merged(RUN, store());
      const [scope, ...more] = notComplete(one);
      expect(more).to.deep.equal([]);
      expect(scope).to.deep.include({ id: UNREAD, status: "unread" });
      expect(scope?.unread?.code).to.equal(code);
      expect(scope?.unread?.message).to.match(message);
      expect(withoutUnread(one.snapshot)).to.deep.equal(withoutUnread(there().whole.snapshot));
      expect(one.results.some(isIncomplete)).to.equal(true);
    },
  };
};
