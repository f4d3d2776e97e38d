import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";

/** A command's module: it adds its arguments, options and action to the empty command that it is handed; `done` takes the exit code. */
export interface CommandModule {
  readonly build: (command: Command, io: Io, done: (code: ExitCode) => void) => void;
}
