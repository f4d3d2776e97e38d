import type { Completable, Word } from "./completion/completable.ts";
import { Argument, type Command } from "commander";
import type { CommandModule } from "./command-module.ts";
import { bash } from "./completion/bash.ts";
import { fish } from "./completion/fish.ts";
import { zsh } from "./completion/zsh.ts";

export const build: CommandModule["build"] = (command, io, done, whole) => {
  command
    .addArgument(new Argument("<shell>", "bash, zsh or fish").choices(Object.keys(SHELLS)))
    .action(async (shell: keyof typeof SHELLS) => {
      io.stdout.write(SHELLS[shell](completables(await whole())));
      done(0);
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
  command.options.flatMap(({ long, description }) =>
    long === undefined || long === null ? [] : [{ text: long, says: description }],
  );

const choices = (command: Command): readonly Word[] =>
  command.registeredArguments.flatMap(({ argChoices = [], description }) =>
    argChoices.map((text) => ({ text, says: description })),
  );
