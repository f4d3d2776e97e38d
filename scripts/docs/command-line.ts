import type { Argument, Command, Option } from "commander";
import { prose, table } from "../../src/cli/rule-page.ts";
import { exitCodeRows } from "./exit-codes.ts";

/** docs/command-line.md, from the command tree. */
export const commandLine = (program: Command): string =>
  [
    "# Command line",
    "An option that names a variable in the last column can come from the environment too; a flag wins over " +
      "the environment, the environment over `postern.config.yaml`. Where an option may be repeated, the variable takes " +
      "several values with commas between.",
    table(["Exit code", ""], exitCodeRows),
    "1 wins over 3 and 4.",
    table(
      ["Command", ""],
      program.commands.map((command) => [
        `[\`${command.name()}\`](#postern-${command.name()})`,
        prose(command.description()),
      ]),
    ),
    ...program.commands.flatMap((command) => section(command, "postern", 2)),
    "",
  ].join("\n\n");

const section = (command: Command, parent: string, level: number): readonly string[] => {
  const name = `${parent} ${command.name()}`;
  return [
    `${"#".repeat(level)} ${name}`,
    prose(sentence(command.description())),
    `\`\`\`sh\n${name} ${command.usage()}\n\`\`\``,
    ...(command.registeredArguments.length === 0
      ? []
      : [table(["Argument", ""], command.registeredArguments.map(argumentRow))]),
    ...(command.options.length === 0
      ? []
      : [table(["Option", "", "Default", "Environment"], command.options.map(optionRow))]),
    ...command.commands.flatMap((one) => section(one, name, level + 1)),
  ];
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const argumentRow = (argument: Argument): readonly string[] => [
  `\`${argument.name()}\``,
  [prose(argument.description), choices(argument.argChoices), ...defaultOf(argument)]
    .filter(Boolean)
    .join("; "),
];

const optionRow = (option: Option): readonly string[] => [
  `\`${option.flags}\``,
  [prose(option.description), choices(option.argChoices)].filter(Boolean).join("; "),
  defaultOf(option).join(""),
  option.envVar === undefined ? "" : `\`${option.envVar}\``,
];

const choices = (values: readonly string[] | undefined): string =>
  values === undefined ? "" : `one of ${values.map((value) => `\`${value}\``).join(", ")}`;

const defaultOf = ({ defaultValue }: { readonly defaultValue?: unknown }): readonly string[] =>
  defaultValue === undefined
    ? []
    : [`\`${typeof defaultValue === "string" ? defaultValue : JSON.stringify(defaultValue)}\``];
