import type { CommandModule } from "./command-module.ts";
import { buildAdd } from "./except/add.ts";
import { buildList } from "./except/list.ts";
import { buildPrune } from "./except/prune.ts";

export const build: CommandModule["build"] = (command, ...rest) => {
  buildAdd(command.command("add").description("accept a risk until a day"), ...rest);
  buildList(command.command("list").description("the accepted risks and whether they hold"), ...rest);
  buildPrune(command.command("prune").description("remove those that have expired or are unused"), ...rest);
};
