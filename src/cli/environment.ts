import { Help, Option, type Command } from "commander";

/** `--fail-on` → `POSTERN_FAIL_ON`. */
export const variableOf = (option: Option): string =>
  `POSTERN_${option
    .attributeName()
    .replaceAll(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()}`;

/**
 * Lets each option of a command that takes a value come from the environment too; a flag wins over it.
 *
 * Switches cannot: what was set once and forgotten must not apply a change or pass over a gap. In the help the variables
 * are named once, not behind every option.
 */
export const readEnvironment = (command: Command): void => {
  const options = command.options.filter(({ required }) => required);
  for (const option of options) option.env(variableOf(option));
  if (options.length === 0) return;
  command
    .configureHelp({ optionDescription: (option) => new Help().optionDescription(unnamed(option)) })
    .addHelpText(
      "after",
      "\nAn option that takes a value is read from the environment too: --fail-on is POSTERN_FAIL_ON.",
    );
};

const unnamed = (option: Option): Option => {
  const copy = new Option(option.flags, option.description);
  if (option.argChoices !== undefined) copy.argChoices = option.argChoices;
  return copy.default(option.defaultValue, option.defaultValueDescription);
};
