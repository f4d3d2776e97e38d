import { TOOL } from "../tool.ts";
import type { CommandModule } from "./command-module.ts";

export const build: CommandModule["build"] = (command, io) => {
  command.action(() => {
    io.stdout.write(`${TOOL.version}\n`);
  });
};
