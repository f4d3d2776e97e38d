import { analyze } from "../analyze.ts";
import type { CommandModule } from "./commands.ts";
import { addGateOptions, type GateFlags } from "./gate.ts";
import { addInventoryOptions, placesStep, type InventoryFlags } from "./inventory-options.ts";
import { addJudgingOptions, judgingFlagsOf, type JudgingFlags } from "./judging.ts";
import { addOutputOptions, type OutputFlags } from "./output-options.ts";
import { writeResults } from "./run.ts";

interface AnalyzeFlags extends JudgingFlags, OutputFlags, GateFlags, InventoryFlags {}

export const build: CommandModule["build"] = (command, io, done) => {
  command.argument(
    "<path...>",
    "policy JSON, aws command line output, a snapshot, Terraform, CloudFormation, a folder; - is stdin",
  );
  addInventoryOptions(addOutputOptions(addGateOptions(addJudgingOptions(command)))).action(
    async (paths: readonly string[], flags: AnalyzeFlags) => {
      const judging = judgingFlagsOf(flags, io);
      const stdin = io.stdin as AsyncIterable<Uint8Array | string>;
      const through = placesStep(flags, io);
      const results = analyze({ ...judging, paths, cwd: io.cwd, stdin, signal: io.signal, through });
      await writeResults(results, {
        flags,
        configured: judging.config?.config.outputs ?? [],
        detail: "full",
        io,
        done,
      });
    },
  );
};
