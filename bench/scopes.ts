import { assess } from "../src/assess/assess.ts";
import { FORMATS, type ExportSettings } from "../src/exporters/index.ts";
import { judgingOf } from "../src/judging.ts";
import type { Feed } from "../src/model/exporter.ts";
import type { ResultsRecord } from "../src/model/results.ts";
import { readSnapshot } from "../src/snapshot/read.ts";

const SIZES = [10_000, 40_000, 85_000] as const;

/** What a scope of the largest snapshot may cost over one of the smallest. */
const LIMIT = 1.2;

const REGIONS = ["eu-west-1", "us-east-1", "us-west-2", "eu-central-1", "ap-south-1"];

const line = (record: object): string => `${JSON.stringify(record)}\n`;

/** Of each account five regions; every tenth scope has an identity, as in an organisation whose accounts are mostly empty. */
function* snapshot(scopes: number): Iterable<string> {
  yield line({ kind: "snapshot", version: 1, startedAt: NOW, tool: "t", caller: null, parameters: {} });
  for (let index = 0; index < scopes; index += 1) {
    const account = String(100_000_000_000 + Math.floor(index / REGIONS.length));
    const region = [...REGIONS].sort()[index % REGIONS.length] ?? "";
    const scope = `aws/${account}/${region}/ses`;
    const listed = index % 10 === 0 ? 1 : 0;
    const Principal = index % 100 === 0 ? "*" : { AWS: account };
    if (listed === 1)
      yield line({
        kind: "aws.ses.identity",
        scope,
        id: `arn:aws:ses:${region}:${account}:identity/d${index}.example.com`,
        type: "Domain",
        policies: [
          {
            name: "p",
            document: JSON.stringify({
              Version: "2012-10-17",
              Statement: { Effect: "Allow", Principal, Action: "ses:SendEmail", Resource: "*" },
            }),
          },
        ],
        verification: "Success",
        dkim: { enabled: true, status: "Success" },
      });
    yield line({ kind: "scope", id: scope, status: "complete", listed });
  }
  yield line({ kind: "end", finishedAt: NOW });
}

const NOW = "2026-11-23T16:00:00Z";

const SETTINGS: ExportSettings = {
  parts: false,
  lines: false,
  width: 100,
  paint: (text) => text,
  detail: "brief",
  sarifProfile: "github",
  asffMembers: "all",
  warn: () => undefined,
  written: () => [],
};

/** A file of 80 KB for each scope, half a millisecond each (measured from 500 to 4,000 scopes): a minute of its own here. */
const LEFT_OUT = "sarif";

/** Of this process's own work, in microseconds. */
const microsecondsSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return user + system;
};

/** Microseconds of one scope, by what is done with it. */
const costs = async (scopes: number): Promise<ReadonlyMap<string, number>> => {
  const judging = await judgingOf({ now: NOW });
  const spent = new Map<string, number>([["read and judge", 0]]);
  const feeds: { readonly name: string; readonly feed: Feed }[] = [];
  for (const [name, format] of Object.entries(FORMATS)) {
    if (name === LEFT_OUT) continue;
    const feed = await format.open(SETTINGS);
    feeds.push({ name, feed });
  }
  const add = (name: string, start: NodeJS.CpuUsage): void =>
    void spent.set(name, (spent.get(name) ?? 0) + microsecondsSince(start));
  // Calls are gathered: the clock of the process has a resolution of a few microseconds.
  let held: ResultsRecord[] = [];
  const flush = (): void => {
    for (const { name, feed } of feeds) {
      const start = process.cpuUsage();
      for (const record of held) for (const _ of feed(record)) void _;
      add(name, start);
    }
    held = [];
  };
  let start = process.cpuUsage();
  for await (const record of assess(readSnapshot(snapshot(scopes), "bench.jsonl"), judging)) {
    held.push(record);
    if (held.length < 5_000 && record.kind !== "summary") continue;
    add("read and judge", start);
    flush();
    start = process.cpuUsage();
  }
  return new Map([...spent].map(([name, time]) => [name, time / scopes]));
};

/** What a scope costs in snapshots of 10,000, 40,000 and 85,000 of them; exits 1 where the largest costs more than the limit. */
export const bench = async (): Promise<void> => {
  await costs(SIZES[0]);
  const rows: ReadonlyMap<string, number>[] = [];
  for (const size of SIZES) rows.push(await costs(size));
  const totals = rows.map((row) => [...row.values()].reduce((sum, time) => sum + time, 0));
  console.log(`µs a scope, in snapshots of ${SIZES.join(", ")} scopes`);
  const print = (name: string, times: readonly number[]): void =>
    console.log(
      `${name.padEnd(16)} ${times.map((time) => time.toFixed(1).padStart(8)).join("")}   × ${ratioOf(times).toFixed(2)}`,
    );
  for (const name of rows[0]?.keys() ?? [])
    print(
      name,
      rows.map((row) => row.get(name) ?? 0),
    );
  print("all together", totals);
  const ratio = ratioOf(totals);
  console.log(`the largest over the smallest: ${ratio.toFixed(2)}, wanted at most ${LIMIT}`);
  if (ratio > LIMIT) process.exitCode = 1;
};

const ratioOf = (times: readonly number[]): number => (times.at(-1) ?? 0) / (times[0] ?? 1);
