import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";

/** A command's module: it adds its arguments, options and action to the empty command that it is handed; `done` takes the exit code, `whole` gives the
 * command line with every command and its options, to look at. */
export interface CommandModule {
  readonly build: (
    command: Command,
    io: Io,
    done: (code: ExitCode) => void,
    whole: () => Promise<Command>,
  ) => void;
}
