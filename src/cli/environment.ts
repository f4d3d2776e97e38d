import { Help, InvalidArgumentError, Option, type Command } from "commander";
import type { Io } from "./io.ts";

/** Options that only the command line gives, by their names in the code; `all` for all of a command's. */
export type FlagsOnly = readonly string[] | "all";

/** `--fail-on` → `POSTERN_FAIL_ON`. */
const variableOf = (option: Option): string =>
  `POSTERN_${option
    .attributeName()
    .replaceAll(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()}`;

/**
 * Lets each option of a command that takes a value come from the environment too; a flag wins over it.
 *
 * An option that may be repeated takes several values with commas between. Switches cannot come from there: what was set
 * once and forgotten must not apply a change or pass over a gap. To be called before the command has hooks of its own.
 */
export const readEnvironment = (command: Command, flagsOnly: FlagsOnly, env: Io["env"]): void => {
  command.hook("preAction", (_, called) => {
    for (const option of readable(called, flagsOnly)) {
      const source = called.getOptionValueSource(option.attributeName());
      // A workflow sets a variable to nothing where its own input was left out.
      const text = env[variableOf(option)] ?? "";
      if (text === "" || source === "cli") continue;
      called.setOptionValueWithSource(option.attributeName(), valueOf(called, option, text), "env");
    }
  });
};

/** Names the variables: each for the reference, and in the help once, not behind every option. */
export const nameVariables = (command: Command, flagsOnly: FlagsOnly): void => {
  command.commands.forEach((one) => nameVariables(one, flagsOnly));
  const options = readable(command, flagsOnly);
  for (const option of options) option.env(variableOf(option));
  if (flagsOnly === "all" || options.length === 0) return;
  const others = flagsOnly.length === 0 ? "" : ` (but --${flagsOnly.join(", --")})`;
  command
    .configureHelp({ optionDescription: (option) => new Help().optionDescription(unnamed(option)) })
    .addHelpText(
      "after",
      `\nAn option that takes a value${others} is read from the environment too: --fail-on is POSTERN_FAIL_ON.`,
    );
};

const readable = (command: Command, flagsOnly: FlagsOnly): readonly Option[] =>
  flagsOnly === "all"
    ? []
    : command.options.filter((option) => option.required && !flagsOnly.includes(option.attributeName()));

const valueOf = (command: Command, option: Option, text: string): unknown => {
  const parse = option.parseArg;
  if (parse === undefined) return text;
  try {
    const once: unknown = parse(text, undefined);
    if (!Array.isArray(once)) return once;
    return text.split(",").reduce<unknown>((before, one) => parse(one.trim(), before), undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return command.error(`error: ${variableOf(option)} '${text}' is invalid. ${error.message}`);
  }
};

const unnamed = (option: Option): Option => {
  const copy = new Option(option.flags, option.description);
  if (option.argChoices !== undefined) copy.argChoices = option.argChoices;
  return copy.default(option.defaultValue, option.defaultValueDescription);
};
