import { resolve } from "node:path";
import { withoutExceptions } from "../../config/exceptions-file.ts";
import { READABLE, writeWhole } from "../../files/whole-file.ts";
import { problem } from "../../model/problem.ts";
import { visibleLine } from "../../text/visible.ts";
import type { CommandModule } from "../command-module.ts";
import { fileText } from "../judging.ts";
import { configHere } from "./add.ts";
import { addStateOptions, readStates, type StateFlags } from "./list.ts";
import { aboutOf } from "./state.ts";
import { EXIT } from "../exit-codes.ts";

export const buildPrune: CommandModule["build"] = (command, io, done) => {
  addStateOptions(command)
    .option("--dry-run", "say what would be removed, and remove nothing")
    .action(async (flags: StateFlags & { readonly dryRun?: boolean }) => {
      const file = flags.config ?? configHere(io);
      if (file === undefined) {
        throw problem({
          what: "there is no configuration here",
          todo: "Name one with --config.",
          kind: "usage",
        });
      }
      const states = readStates({ ...flags, config: file }, io);
      const stale = [...states.entries()].filter(
        ([, { state }]) => state === "expired" || state === "unused",
      );
      for (const [, { exception, state }] of stale) {
        io.stderr.write(`${visibleLine(`${state}: ${exception.rule}, ${aboutOf(exception)}`)}\n`);
      }
      if (stale.length > 0 && flags.dryRun !== true) {
        const indexes = stale.map(([index]) => index);
        const text = withoutExceptions(fileText(file, io), file, indexes);
        await writeWhole(resolve(io.cwd, file), text, READABLE);
      }
      io.stderr.write(
        `${stale.length} of ${states.length} ${flags.dryRun === true ? "would be removed" : "removed"}\n`,
      );
      done(EXIT.done);
    });
};
