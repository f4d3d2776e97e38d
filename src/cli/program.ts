import { Command } from "commander";
import { VERSION } from "../version.ts";
import { COMMANDS } from "./commands.ts";
import { nameVariables, readEnvironment } from "./environment.ts";
import type { ExitCode } from "./exit-codes.ts";
import { usageText } from "./help-text.ts";
import type { Io } from "./io.ts";

/** The command line. Only commands that are `wanted` are loaded, with their options; the others show their summary. */
export const programOf = async (
  io: Io,
  done: (code: ExitCode) => void,
  wanted: (name: string) => boolean,
  argv: readonly string[] = [],
): Promise<Command> => {
  const program = new Command("postern")
    .description("Finds cloud resources that strangers can use, and proves it.")
    .version(
      argv.includes("--verbose") ? await verboseVersion() : VERSION,
      "-V, --version",
      "print the version",
    )
    .option("--verbose", "with --version: print the dates of the tables too")
    // What stands behind a command is the command's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // One prefix for whatever is wrong, whoever finds it.
      outputError: (text, write) => write(text.replace(/^error: /, "postern: ")),
    });
  program.on("option:verbose", () => {
    if (!argv.some((one) => one === "--version" || one === "-V"))
      program.error("error: --verbose goes with --version only");
  });
  for (const { name, summary, flagsOnly = [], load } of COMMANDS) {
    const command = program
      .command(name)
      .summary(summary)
      .description(summary)
      .copyInheritedSettings(program);
    if (!wanted(name)) continue;
    readEnvironment(command, flagsOnly, io.env);
    (await load()).build(command, io, done, () => wholeProgram(io));
    command.addHelpText("after", usageText(name));
    for (const below of command.commands) below.addHelpText("after", usageText(`${name} ${below.name()}`));
    nameVariables(command, flagsOnly);
  }
  return program;
};

/** A line for the version and one for each table with its date. The tables come with all services: nothing else here needs them. */
const verboseVersion = async (): Promise<string> => {
  const { TOOL } = await import("../tool.ts");
  return [TOOL.version, ...Object.entries(TOOL.tables ?? {}).map(([name, date]) => `${name} ${date}`)].join(
    "\n",
  );
};

/** Its own actions are not run, so nothing is answered. */
const wholeProgram = (io: Io): Promise<Command> =>
  programOf(
    io,
    () => undefined,
    () => true,
  );
