import type { Completable, Word } from "./completion/completable.ts";
import { Argument, type Command, type Option } from "commander";
import { FORMATS } from "../exporters/index.ts";
import { CATEGORIES, RISK_LEVELS } from "../model/rule.ts";
import { RULES } from "../rules/index.ts";
import { STANDARDS } from "../standards/catalogue.ts";
import type { CommandModule } from "./command-module.ts";
import { bash } from "./completion/bash.ts";
import { fish } from "./completion/fish.ts";
import { zsh } from "./completion/zsh.ts";
import { EXIT } from "./exit-codes.ts";

export const build: CommandModule["build"] = (command, io, done, whole) => {
  command
    .addArgument(new Argument("<shell>", "bash, zsh or fish").choices(Object.keys(SHELLS)))
    .action(async (shell: keyof typeof SHELLS) => {
      io.stdout.write(SHELLS[shell](completables(await whole())));
      done(EXIT.done);
    });
};

const SHELLS = { bash, zsh, fish } as const;

const completables = (command: Command, path = ""): readonly Completable[] => [
  {
    path,
    summary: command.description(),
    words: [...subcommands(command), ...options(command), ...choices(command)],
  },
  ...command.commands.flatMap((one) => completables(one, `${path} ${one.name()}`.trim())),
];

const subcommands = (command: Command): readonly Word[] =>
  command.commands.map((one) => ({ text: one.name(), says: one.description() }));

const options = (command: Command): readonly Word[] =>
  command.options.flatMap((option) =>
    typeof option.long === "string"
      ? [{ text: option.long, says: option.description, ...valuesOf(option) }]
      : [],
  );

const valuesOf = ({ long, argChoices, required, optional }: Option): Pick<Word, "values"> => {
  if (!required && !optional) return {};
  const values = argChoices ?? KNOWN_VALUES[long ?? ""];
  return values === undefined ? {} : { values };
};

/** Values of options that take others too: formats with a path, rules of plugins. */
const KNOWN_VALUES: Readonly<Record<string, Word["values"]>> = {
  "--format": Object.keys(FORMATS),
  "--rule": RULES.map(({ meta }) => meta.id),
  "--risk": RISK_LEVELS,
  "--category": CATEGORIES,
  "--standard": STANDARDS.map(({ id }) => id),
  "--profile": "profiles",
  "--write-profile": "profiles",
};

const choices = (command: Command): readonly Word[] =>
  command.registeredArguments.flatMap(({ argChoices = [], description }) =>
    argChoices.map((text) => ({ text, says: description })),
  );
