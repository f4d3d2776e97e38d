import { Help, InvalidArgumentError, Option, type Command } from "commander";

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
 * once and forgotten must not apply a change or pass over a gap.
 */
export const readEnvironment = (command: Command): void => {
  command.commands.forEach(readEnvironment);
  const options = command.options.filter(({ required }) => required);
  for (const option of options) {
    option.env(variableOf(option));
    // The library listens for this only where the variable was named before the option was added.
    command.on(`optionEnv:${option.name()}`, (text: string) => {
      // A workflow sets a variable to nothing where its own input was left out.
      if (text === "") return;
      command.setOptionValueWithSource(option.attributeName(), valueOf(command, option, text), "env");
    });
  }
  if (options.length === 0) return;
  command
    .configureHelp({ optionDescription: (option) => new Help().optionDescription(unnamed(option)) })
    .addHelpText(
      "after",
      "\nAn option that takes a value is read from the environment too: --fail-on is POSTERN_FAIL_ON.",
    );
};

const valueOf = (command: Command, option: Option, text: string): unknown => {
  const parse = option.parseArg;
  if (parse === undefined) return text;
  try {
    const once: unknown = parse(text, undefined);
    if (!Array.isArray(once)) return once;
    return text.split(",").reduce<unknown>((before, one) => parse(one.trim(), before), undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return command.error(`error: ${option.envVar ?? ""} '${text}' is invalid. ${error.message}`);
  }
};

/** In the help the variables are named once, not behind every option. */
const unnamed = (option: Option): Option => {
  const copy = new Option(option.flags, option.description);
  if (option.argChoices !== undefined) copy.argChoices = option.argChoices;
  return copy.default(option.defaultValue, option.defaultValueDescription);
};
