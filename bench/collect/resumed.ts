import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readSnapshot } from "../../src/snapshot/read.ts";
import { utf8Chunks } from "../../src/snapshot/utf8-chunks.ts";
import { estateLines } from "../estate.ts";
import { processCost } from "../process-cost.ts";
import { startAws } from "./aws-process.ts";
import type { Figure } from "./judged.ts";
import { inFolder, scanCost } from "./scan-command.ts";
import { VERSION } from "../../src/version.ts";

const CLI = join(import.meta.dirname, "../../src/cli.js");
const REGIONS = ["eu-west-1", "us-east-1"];
const SIZES = { quick: 10_000, full: 100_000 } as const;
/** Each side's quickest run counts: a run can only be slowed down by what else the machine does. */
const ROUNDS = 2;

/**
 * What `--resume` of a snapshot takes that lacks nothing, over reading and parsing it. Both sides judge what they have read;
 * what that takes, as `analyze` of the snapshot tells, is taken off.
 */
export const resumed = async (isFull: boolean): Promise<readonly Figure[]> =>
  inFolder(async (folder) => {
    const identities = isFull ? SIZES.full : SIZES.quick;
    const snapshot = join(folder, "s.jsonl");
    const aws = await startAws({
      accounts: 1,
      regions: REGIONS,
      identities: 0,
      oneScopeIn: 1,
      onePolicyIn: 0,
      rates: {},
    });
    try {
      writeWhole(snapshot, identities);
      const judge = ["--fail-on", "never", "--rule", "SES-001"];
      const rounds = Array.from({ length: ROUNDS }, () => ({
        nothing: processCost([import.meta.filename, READ], folder, aws.env).seconds,
        reading: processCost([import.meta.filename, READ, snapshot], folder, aws.env).seconds,
        analyze: processCost([CLI, "analyze", snapshot, ...judge, "-f", "jsonl=a.jsonl"], folder).seconds,
        resume: scanCost(aws, folder, ["--resume", snapshot, ...judge]).seconds,
        start: scanCost(aws, folder, ["--region", REGIONS[0] ?? "", ...judge]).seconds,
      }));
      const least = (name: keyof (typeof rounds)[number]): number =>
        Math.min(...rounds.map((round) => round[name]));
      console.log(JSON.stringify(rounds));
      const reading = least("reading") - least("nothing");
      return [
        {
          name: `--resume of ${identities} identities that lacks nothing`,
          says: `${least("resume").toFixed(2)} s of processor time, over analyze of the snapshot ${least("analyze").toFixed(2)} s, reading ${reading.toFixed(2)}`,
          value: least("resume") / least("analyze"),
          limit: { atMost: 1.5 },
        },
      ];
    } finally {
      await aws.close();
    }
  });

/** The snapshot that a scan of this account by this version would have written. */
const writeWhole = (path: string, identities: number): void => {
  const file = openSync(path, "w");
  try {
    for (const line of estateLines(identities)) {
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
  const [, , , path] = process.argv;
  let records = 0;
  if (path !== undefined)
    for await (const _ of readSnapshot(utf8Chunks(createReadStream(path), path), path)) records += 1;
  if (path !== undefined && records === 0) throw new Error("there is nothing to read");
}
