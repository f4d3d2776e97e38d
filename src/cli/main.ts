import { Command, CommanderError } from "commander";
import { isProblem, type Problem } from "../model/problem.ts";
import { visibleLine } from "../text/visible.ts";
import { VERSION } from "../version.ts";
import { COMMANDS } from "./commands.ts";
import type { ExitCode, Io } from "./io.ts";

/** Runs one command line and answers the exit code; throws nothing that a user could cause. */
export const main = async (argv: readonly string[], io: Io): Promise<ExitCode> => {
  const exit: { code: ExitCode } = { code: 0 };
  const program = await programFor(argv, io, (code) => {
    exit.code = code;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exit.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (io.signal.aborted) return 130;
    if (!isProblem(error)) throw error;
    io.stderr.write(`postern: ${oneLine(error.problem)}\n`);
    // Findings that were seen win over an export that failed: 1 wins over 4.
    return exit.code === 1 && error.problem.exit === 4 ? 1 : error.problem.exit;
  }
};

const oneLine = ({ what, where, todo }: Problem): string =>
  visibleLine(`${where === undefined ? "" : `${where}: `}${what}. ${todo}`);

/** Only the command that was called is loaded; the others show their summary. */
const programFor = async (
  argv: readonly string[],
  io: Io,
  done: (code: ExitCode) => void,
): Promise<Command> => {
  const program = new Command("postern")
    .description("Finds cloud resources that strangers can use, and proves it.")
    .version(VERSION, "-V, --version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  for (const { name, summary, load } of COMMANDS) {
    const command = program
      .command(name)
      .summary(summary)
      .description(summary)
      .copyInheritedSettings(program);
    if (argv[0] === name || (argv[0] === "help" && argv[1] === name)) {
      (await load()).build(command, io, done);
    }
  }
  return program;
};
