import type { Draft } from "./init/draft.ts";
import { Option } from "commander";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { makeFolder } from "../files/make-folder.ts";
import { READABLE, writeWhole } from "../files/whole-file.ts";
import { problem } from "../model/problem.ts";
import { visibleLine } from "../text/visible.ts";
import type { CommandModule } from "./command-module.ts";
import type { Io } from "./io.ts";
import { CI_SYSTEMS, type CiSystem } from "./init/ci-systems.ts";
import { configFiles } from "./init/config-files.ts";
import { conformityFiles } from "./init/conformity-files.ts";
import { pluginFiles } from "./init/plugin-files.ts";
import { EXIT } from "./exit-codes.ts";

interface InitFlags {
  readonly plugin?: string;
  readonly ci?: CiSystem;
  readonly fromConformity?: string;
  readonly force?: boolean;
}

export const build: CommandModule["build"] = (command, io, done) => {
  command
    .option("--plugin <name>", "make a package with a rule of your own in a folder of that name")
    .addOption(
      new Option("--ci <system>", "also write what judges code and scans in a CI system").choices(
        Object.keys(CI_SYSTEMS),
      ),
    )
    .option("--from-conformity <file>", "take over Conformity's rule settings (JSON)")
    .option("--force", "overwrite files that are there")
    .action(async (flags: InitFlags) => {
      const { files, notes } = await draftOf(flags, io);
      await writeAll(files, flags.force === true, io);
      for (const note of notes) io.stderr.write(`${visibleLine(note)}\n`);
      done(EXIT.done);
    });
};

const draftOf = async (flags: InitFlags, io: Io): Promise<Draft> => {
  if (flags.plugin !== undefined) return pluginFiles(flags.plugin, io.cwd);
  return flags.fromConformity === undefined
    ? configFiles(flags.ci)
    : conformityFiles(flags.fromConformity, flags.ci, io);
};

/** Checks every place before it writes the first. */
const writeAll = async (files: Draft["files"], force: boolean, io: Io): Promise<void> => {
  for (const name of Object.keys(files)) {
    if (existsSync(resolve(io.cwd, name)) && !force) {
      throw problem({
        what: "the file is already there",
        where: name,
        todo: "Give --force to overwrite it.",
        kind: "usage",
      });
    }
  }
  for (const [name, text] of Object.entries(files)) {
    makeFolder(dirname(resolve(io.cwd, name)), undefined, name);
    await writeWhole(resolve(io.cwd, name), text, READABLE);
    io.stderr.write(`${visibleLine(`wrote ${name}`)}\n`);
  }
};
