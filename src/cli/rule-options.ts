import type { Command } from "commander";
import type { LoadedConfig } from "../config/config.ts";
import { availableOf, type Available } from "../judging.ts";
import { collect } from "./arguments.ts";
import { configurationFor } from "./configuration.ts";
import type { Io } from "./io.ts";

export interface RuleFlags {
  readonly config?: string;
  readonly plugin?: readonly string[];
}

/** The options of every command that looks rules up without judging. */
export const addRuleOptions = (command: Command): Command =>
  command
    .option("--config <file>", "configuration (default: postern.config.yaml of this folder, if there is one)")
    .option("--plugin <name>", "package or path of a plugin to load, repeatable", collect);

/** The configuration, and every rule and kind that it and the flags bring. @throws a usage problem. */
export const availableFor = async (
  flags: RuleFlags,
  io: Io,
): Promise<Available & { readonly config: LoadedConfig | null }> => {
  const config = configurationFor(flags.config, io);
  const requests = (flags.plugin ?? []).map((name) => ({ name, folder: io.cwd }));
  return { ...(await availableOf(config, requests)), config };
};
