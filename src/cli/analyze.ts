import { analyze } from "../analyze.ts";
import { addBundleOptions, type BundleFlags } from "./bundle.ts";
import type { CommandModule } from "./command-module.ts";
import { addGateOptions, type GateFlags } from "./gate.ts";
import { addInventoryOptions, placesStep, type InventoryFlags } from "./inventory-options.ts";
import { addJudgingOptions, judgingFlagsOf, type JudgingFlags } from "./judging.ts";
import { addOutputOptions, type OutputFlags } from "./output-options.ts";
import { savingBundled, writeResults } from "./run.ts";
import { addValueOptions, chosenValues, type ValueFlags } from "./value-options.ts";

interface AnalyzeFlags
  extends JudgingFlags, OutputFlags, GateFlags, InventoryFlags, BundleFlags, ValueFlags {}

export const build: CommandModule["build"] = (command, io, done) => {
  command.argument(
    "<path...>",
    "policy JSON, aws command line output, a snapshot, Terraform, CloudFormation, a folder; - is stdin",
  );
  addInventoryOptions(
    addBundleOptions(addOutputOptions(addGateOptions(addJudgingOptions(addValueOptions(command))))),
  ).action(async (paths: readonly string[], flags: AnalyzeFlags) => {
    const { baselineBytes, ...judging } = judgingFlagsOf(flags, io);
    const stdin = io.stdin as AsyncIterable<Uint8Array | string>;
    const placed = placesStep(flags, io);
    const bundled = savingBundled(flags, io);
    const results = analyze({
      ...judging,
      paths,
      cwd: io.cwd,
      stdin,
      values: chosenValues(flags),
      signal: io.signal,
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
