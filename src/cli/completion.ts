import { Argument, type Command } from "commander";
import type { CommandModule } from "./command-module.ts";
import type { Io } from "./io.ts";
import { bash } from "./completion/bash.ts";
import { fish } from "./completion/fish.ts";
import { zsh } from "./completion/zsh.ts";
import { programOf } from "./program.ts";

/** A command with its subcommands, as a shell completes them. Names and options are our own words, never data. */
export interface Completable {
  /** `except add` */
  readonly path: string;
  readonly summary: string;
  readonly words: readonly Word[];
}

export interface Word {
  readonly text: string;
  readonly says: string;
}

export const build: CommandModule["build"] = (command, io, done) => {
  command
    .addArgument(new Argument("<shell>", "bash, zsh or fish").choices(Object.keys(SHELLS)))
    .action(async (shell: keyof typeof SHELLS) => {
      io.stdout.write(SHELLS[shell](completables(await wholeProgram(io))));
      done(0);
    });
};

/** Its own actions are not run, so nothing is answered. */
const wholeProgram = (io: Io): Promise<Command> =>
  programOf(
    io,
    () => undefined,
    () => true,
  );

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
