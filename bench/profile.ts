import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeEstate } from "./estate.ts";

const CLI = join(import.meta.dirname, "../src/cli.js");

const IDENTITIES = 4_000;

const FORMATS = ["table", "jsonl", "sarif", "asff", "csv", "html"] as const;

/** What the time is spent on, by where the code stands; the first that fits counts. */
const PARTS: readonly (readonly [part: string, place: RegExp])[] = [
  ["evidence and witness", /\/src\/policy\/decide\/(?:explain\/|reach|each-allow)/],
  ["who is let in", /\/src\/policy\/decide\/who\//],
  ["reading policies", /\/src\/policy\/parse\/|\/src\/text\/json/],
  ["the rest of the decision", /\/src\/policy\//],
  ["rules", /\/src\/rules\//],
  ["findings: places, fingerprints, counts", /\/src\/assess\//],
  ["reading the snapshot", /\/src\/(?:snapshot|sources|services|text|model)\//],
  ["the format", /\/src\/exporters\/|\/node_modules\/(?:node-sarif-builder|handlebars)\//],
  ["hashing", /^node:internal\/crypto/],
  ["writing", /\/src\/(?:cli|files)\//],
  ["Node itself", /^node:/],
];

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** In microseconds. */
  readonly timeDeltas: readonly number[];
}

/**
 * Prints what `analyze` of 4,000 identities spends its time on in each of six formats, in one thread: shares of the time that it
 * runs, as the profiler of V8 samples it. A builtin counts with the code that calls it.
 */
export const bench = (): void => {
  const cwd = mkdtempSync(join(tmpdir(), "postern-profile-"));
  try {
    writeEstate(join(cwd, "estate.jsonl"), IDENTITIES);
    const columns = FORMATS.map((format) => sharesOf(profileOf(format, cwd)));
    const parts = [...PARTS.map(([part]) => part), "collecting garbage", "the rest"];
    console.log(
      `share of the time, in %${FORMATS.map((format) => format.padStart(8)).join("")}`.padStart(88),
    );
    for (const part of parts)
      console.log(
        `${part.padEnd(40)}${columns.map((shares) => (100 * (shares.get(part) ?? 0)).toFixed(1).padStart(8)).join("")}`,
      );
  } finally {
    rmSync(cwd, { recursive: true });
  }
};

const profileOf = (format: string, cwd: string): Profile => {
  const folder = join(cwd, format);
  const profiler = ["--cpu-prof", `--cpu-prof-dir=${folder}`];
  const analyze = [CLI, "analyze", "estate.jsonl", "--threads", "0", "-f", `${format}=${format}.out`];
  spawnSync(process.execPath, [...profiler, ...analyze], { cwd, stdio: "ignore" });
  const [file] = readdirSync(folder);
  if (file === undefined) throw new Error(`no profile of ${format} was written`);
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as Profile;
};

const sharesOf = ({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<string, number> => {
  const partOfNode = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, sample] of samples.entries()) {
    const part = partOfNode.get(sample);
    if (part === undefined || part === IDLE) continue;
    times.set(part, (times.get(part) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return new Map([...times].map(([part, time]) => [part, time / all]));
};

const IDLE = "idle";

const partOf = ({ functionName, url }: Profile["nodes"][number]["callFrame"]): string => {
  if (functionName === "(idle)") return IDLE;
  if (functionName === "(garbage collector)") return "collecting garbage";
  return PARTS.find(([, place]) => place.test(url))?.[0] ?? "the rest";
};
