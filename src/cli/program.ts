import { Command } from "commander";
import { VERSION } from "../version.ts";
import { COMMANDS } from "./commands.ts";
import { nameVariables, readEnvironment } from "./environment.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";

/** The command line. Only commands that are `wanted` are loaded, with their options; the others show their summary. */
export const programOf = async (
  io: Io,
  done: (code: ExitCode) => void,
  wanted: (name: string) => boolean,
): Promise<Command> => {
  const program = new Command("postern")
    .description("Finds cloud resources that strangers can use, and proves it.")
    .version(VERSION, "-V, --version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  for (const { name, summary, flagsOnly = [], load } of COMMANDS) {
    const command = program
      .command(name)
      .summary(summary)
      .description(summary)
      .copyInheritedSettings(program);
    if (!wanted(name)) continue;
    readEnvironment(command, flagsOnly, io.env);
    (await load()).build(command, io, done);
    nameVariables(command, flagsOnly);
  }
  return program;
};
