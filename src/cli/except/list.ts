import { defused } from "../../text/log-commands.ts";
import { Option, type Command } from "commander";
import { loadConfig } from "../../config/load.ts";
import { columns } from "../../exporters/columns.ts";
import { utc } from "../../text/utc.ts";
import type { CommandModule } from "../command-module.ts";
import type { Io } from "../io.ts";
import { fileText } from "../judging.ts";
import { wholeResults } from "../results-file.ts";
import { aboutOf, statesOf, type ExceptionState } from "./state.ts";
import { EXIT } from "../exit-codes.ts";

export interface StateFlags {
  readonly config?: string;
  readonly results?: string;
  readonly now?: string;
}

/** What both list and prune need to tell what holds. */
export const addStateOptions = (command: Command): Command =>
  command
    .option("--config <file>", "configuration (default: the one of POSTERN_CONFIG, else of this folder)")
    .option(
      "--results <file>",
      "results of a run (-f json): they say which were applied and which are unused",
    )
    .option("--now <time>", "fixes the clock, as 2026-11-23T16:00:00Z");

export const readStates = (flags: StateFlags, io: Io): readonly ExceptionState[] => {
  const config = loadConfig({ path: flags.config, env: io.env, cwd: io.cwd });
  const results =
    flags.results === undefined ? null : wholeResults(fileText(flags.results, io), flags.results);
  return statesOf(config, utc(flags.now ?? io.clock()).slice(0, 10), results);
};

export const buildList: CommandModule["build"] = (command, io, done) => {
  addStateOptions(command)
    .addOption(
      new Option("-f, --format <format>", "how to print them").choices(["text", "json"]).default("text"),
    )
    .action((flags: StateFlags & { readonly format: "text" | "json" }) => {
      const states = readStates(flags, io);
      io.stdout.write(
        flags.format === "json" ? `${JSON.stringify(states, null, 2)}\n` : defused(table(states)),
      );
      done(EXIT.done);
    });
};

const table = (states: readonly ExceptionState[]): string =>
  columns([
    ["RULE", "STATE", "EXPIRES", "APPROVER", "TICKET", "ABOUT"],
    ...states.map(({ exception, state }) => [
      exception.rule,
      state,
      exception.expires,
      exception.approver,
      exception.ticket,
      aboutOf(exception),
    ]),
  ]);
