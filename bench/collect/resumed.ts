import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readSnapshot } from "../../src/snapshot/read.ts";
import { utf8Chunks } from "../../src/snapshot/utf8-chunks.ts";
import { ACCOUNT, estateLines } from "../estate.ts";
import { processCost } from "../process-cost.ts";
import { CALLER, startAws } from "./aws-process.ts";
import type { Figure } from "../judged.ts";
import { inFolder, scanCost } from "./scan-command.ts";
import { VERSION } from "../../src/version.ts";

const CLI = join(import.meta.dirname, "../../src/cli.js");
const REGIONS = ["eu-west-1", "us-east-1"];
const SIZES = { quick: 10_000, full: 100_000 } as const;
/** Each side's quickest run counts: a run can only be slowed down by what else the machine does. */
const ROUNDS = 2;

/**
 * What `--resume` of a snapshot takes that lacks nothing, over `analyze`, which reads, parses and judges the same. With
 * `--full` also without what both do beside: the judging, and the start of the two commands.
 */
export const resumed = async (isFull: boolean): Promise<readonly Figure[]> =>
  inFolder(async (folder) => {
    const identities = isFull ? SIZES.full : SIZES.quick;
    const [snapshot, tiny] = [join(folder, "s.jsonl"), join(folder, "tiny.jsonl")];
    const estate = { accounts: 1, regions: REGIONS, identities: 0, oneScopeIn: 1, onePolicyIn: 0 };
    const aws = await startAws({ ...estate, rates: {} });
    const analyze = (path: string): number =>
      processCost([CLI, "analyze", path, ...JUDGING, "-f", "jsonl=a.jsonl"], folder).seconds;
    const resume = (path: string): number => scanCost(aws, folder, ["--resume", path, ...JUDGING]).seconds;
    const read = (path: string): number => processCost([import.meta.filename, READ, path], folder).seconds;
    try {
      writeWhole(snapshot, identities);
      writeWhole(tiny, REGIONS.length);
      const [resuming, analysing] = [least(() => resume(snapshot)), least(() => analyze(snapshot))];
      const figures: Figure[] = [
        {
          name: `--resume of ${identities} identities that lacks nothing`,
          says: `${resuming.toFixed(2)} s of processor time over ${analysing.toFixed(2)} s of analyze`,
          value: resuming / analysing,
          limit: { atMost: 1.5 },
        },
      ];
      if (!isFull) return figures;
      const reading = least(() => read(snapshot)) - least(() => read(tiny));
      const judging = analysing - least(() => analyze(tiny)) - reading;
      const own = resuming - least(() => resume(tiny)) - judging;
      figures.push({
        name: "the same without judging",
        says: `${own.toFixed(2)} s over ${reading.toFixed(2)} s of reading and parsing the snapshot`,
        value: own / reading,
        limit: { atMost: 1.5 },
      });
      return figures;
    } finally {
      await aws.close();
    }
  });

const least = (measure: () => number): number => Math.min(...Array.from({ length: ROUNDS }, () => measure()));

/** One rule, which is quickly judged: the more there are, the less is seen of the reading. */
const JUDGING = ["--fail-on", "never", "--rule", "SES-001"];

/** The snapshot that a scan of this account by this version would have written. */
const writeWhole = (path: string, identities: number): void => {
  const file = openSync(path, "w");
  try {
    for (const one of estateLines(identities)) {
      const line = one.replaceAll(ACCOUNT, CALLER);
      const record = JSON.parse(line) as Record<string, unknown>;
      const head = {
        ...record,
        tool: `postern ${VERSION}`,
        parameters: { endpointUrl: "(set)", regionsAsked: REGIONS },
      };
      writeSync(file, record["kind"] === "snapshot" ? `${JSON.stringify(head)}\n` : line);
    }
  } finally {
    closeSync(file);
  }
};

const READ = "read";

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url && process.argv[2] === READ) {
  const path = process.argv[3] ?? "";
  let records = 0;
  for await (const _ of readSnapshot(utf8Chunks(createReadStream(path), path), path)) records += 1;
  if (records === 0) throw new Error("there is nothing to read");
}
