import type { Command, Option } from "commander";
import { JUDGED } from "../../src/cli/exit-codes.ts";

/** Text in which roff finds no request and no escape of its own. */
const plain = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("`", "")
    .replaceAll(/^(?=[.'])/gm, "\\&");

const entry = (head: string, text: string): string => `.TP\n\\fB${plain(head)}\\fR\n${plain(text)}`;

const optionEntry = ({ flags, description, envVar }: Option): string =>
  entry(flags, envVar === undefined ? description : `${description} (${envVar})`);

/** The commands below a command that have none below them, with their full names. */
const leaves = (command: Command, parent: string): readonly (readonly [name: string, command: Command])[] => {
  const name = `${parent} ${command.name()}`;
  return command.commands.length === 0
    ? [[name, command]]
    : command.commands.flatMap((one) => leaves(one, name));
};

const commandEntry = ([name, command]: readonly [string, Command]): string =>
  [
    `.SS "${plain(name)} ${plain(command.usage())}"`,
    plain(`${command.description()}.`),
    ...command.registeredArguments.map((argument) => entry(argument.name(), argument.description)),
    ...command.options.map(optionEntry),
  ].join("\n");

/** docs/postern.1, the manual page, from the command tree. */
export const manPage = (program: Command, version: string): string =>
  [
    `.TH POSTERN 1 "" "postern ${plain(version)}" "User Commands"`,
    ".SH NAME",
    `postern \\- ${plain(program.description())}`,
    ".SH SYNOPSIS",
    ".B postern\n.I command\n[\\fIoptions\\fR]",
    ".SH COMMANDS",
    ...program.commands.flatMap((command) => leaves(command, "postern")).map(commandEntry),
    ".SH EXIT STATUS",
    ...JUDGED.map((line) => {
      const [, code = "", meaning = ""] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
      return entry(code, meaning);
    }),
    ".SH FILES",
    entry(
      "postern.config.yaml",
      "Settings, found from the working directory up to the root of the repository.",
    ),
    "",
  ].join("\n");
