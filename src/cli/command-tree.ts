import { Command } from "commander";
import { COMMANDS } from "./commands.ts";
import type { Io } from "./io.ts";

/** The whole command line with every command's options, for what describes it: the reference and completion. */
export const commandTree = async (io: Io): Promise<Command> => {
  const program = new Command("postern").description(
    "Finds cloud resources that strangers can use, and proves it.",
  );
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).summary(summary).description(summary);
    (await load()).build(command, io, () => undefined);
  }
  return program;
};
