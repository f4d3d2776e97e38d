import { availableParallelism } from "node:os";
import { analyze } from "../analyze.ts";
import type { PoolOptions } from "../threads/pool.ts";
import type { Exception } from "../model/exception.ts";
import { problem } from "../model/problem.ts";
import { threadCount } from "./arguments.ts";
import { addBundleOptions, type BundleFlags } from "./bundle.ts";
import type { CommandModule } from "./command-module.ts";
import { addGateOptions, type GateFlags } from "./gate.ts";
import { addInventoryOptions, placesStep, type InventoryFlags } from "./inventory-options.ts";
import { addJudgingOptions, judgingFlagsOf, type JudgingFlags } from "./judging.ts";
import { addOutputOptions, type OutputFlags } from "./output-options.ts";
import type { Io } from "./io.ts";
import { savingBundled, writeResults } from "./run.ts";
import { addValueOptions, chosenValues, type ValueFlags } from "./value-options.ts";

interface AnalyzeFlags extends JudgingFlags, OutputFlags, GateFlags, InventoryFlags, BundleFlags, ValueFlags {
  readonly inlineExceptions?: boolean;
  readonly threads?: number;
}

/** More would wait for the main thread, which reads the resources and writes their findings. */
const MOST_THREADS = 3;

/** Below so many resources a second thread gains nothing: each has to compile the rules for itself. */
const FEW = 10_000;

/** One that asks for threads gets them at once. */
const threadsOf = ({ threads }: AnalyzeFlags): PoolOptions =>
  threads === undefined
    ? { threads: Math.max(1, Math.min(availableParallelism() - 1, MOST_THREADS)), threadsAfter: FEW }
    : { threads };

export const build: CommandModule["build"] = (command, io, done) => {
  command.argument(
    "<path...>",
    "policy JSON, aws command line output, a snapshot, Terraform, CloudFormation, a folder; - is stdin",
  );
  command.option(
    "--inline-exceptions",
    "accept what a comment `postern:ignore RULE until=DATE reason=TEXT` in the code accepts",
  );
  command.option(
    "--threads <count>",
    "judge in so many threads beside the main one (default: one less than the cores, from 1 to 3, after 10,000 resources); 0 lets a plugin's rule take any time",
    threadCount,
  );
  addInventoryOptions(
    addBundleOptions(addOutputOptions(addGateOptions(addJudgingOptions(addValueOptions(command))))),
  ).action(async (paths: readonly string[], flags: AnalyzeFlags) => {
    const { baselineBytes, ...judging } = judgingFlagsOf(flags, io);
    const placed = placesStep(flags, io);
    const bundled = savingBundled(flags, io);
    const exceptions = await acceptedInline(paths, flags, io);
    const results = analyze({
      ...judging,
      exceptions,
      paths,
      cwd: io.cwd,
      ...(paths.includes("-") ? { stdin: io.stdin as AsyncIterable<Uint8Array | string> } : {}),
      values: chosenValues(flags),
      signal: io.signal,
      ...threadsOf(flags),
      through: (records, kinds) => bundled(placed(records, kinds)),
    });
    await writeResults(results, {
      flags,
      configured: judging.config?.config ?? {},
      baseline: judging.baseline ?? null,
      baselineBytes,
      shown: { paths, judging },
      io,
      done,
    });
  });
};

/** @throws a usage problem for a bundle, whose settings would not hold them. */
const acceptedInline = async (
  paths: readonly string[],
  { inlineExceptions: wanted, bundle }: AnalyzeFlags,
  { cwd }: Io,
): Promise<readonly Exception[]> => {
  if (wanted !== true) return [];
  if (bundle === true)
    throw problem({
      what: "--inline-exceptions cannot be used with --bundle",
      todo: "Write the exceptions into postern.config.yaml, which the bundle keeps: `postern except add`.",
      kind: "usage",
    });
  const { inlineExceptions } = await import("../sources/tree/inline-exceptions.ts");
  return inlineExceptions(paths, cwd);
};
