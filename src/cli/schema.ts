import { Argument } from "commander";
import { SCHEMAS } from "../config/schemas/index.ts";
import type { CommandModule } from "./command-module.ts";
import { EXIT } from "./exit-codes.ts";

export const build: CommandModule["build"] = (command, io, done) => {
  command
    .addArgument(new Argument("<name>", "what the schema is of").choices(Object.keys(SCHEMAS)))
    .action((name: string) => {
      io.stdout.write(`${JSON.stringify(SCHEMAS[name], null, 2)}\n`);
      done(EXIT.done);
    });
};
