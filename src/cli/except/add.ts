import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { withException } from "../../config/exceptions-file.ts";
import { CONFIG_FILES, foundConfig, namedConfig } from "../../config/load.ts";
import type { WrittenException } from "../../config/read-config.ts";
import { READABLE, writeWhole } from "../../files/whole-file.ts";
import type { Exception } from "../../model/exception.ts";
import { visibleLine } from "../../text/visible.ts";
import type { CommandModule } from "../command-module.ts";
import type { Io } from "../io.ts";
import { fileText } from "../judging.ts";
import { EXIT } from "../exit-codes.ts";

interface AddFlags {
  readonly config?: string;
  readonly resource?: string;
  readonly account?: string;
  readonly region?: string;
  readonly tag?: string;
  readonly fingerprint?: string;
  readonly reason: string;
  readonly approver: string;
  readonly approvedAt?: string;
  readonly expires: string;
  readonly ticket: string;
}

export const buildAdd: CommandModule["build"] = (command, io, done) => {
  command
    .argument("<rule>", "the rule whose finding is accepted")
    .requiredOption("--reason <text>", "why the risk is acceptable")
    .requiredOption("--approver <name>", "who accepts it")
    .requiredOption("--expires <day>", "the last day on which it is accepted, as 2026-12-31")
    .requiredOption("--ticket <id>", "where it was decided")
    .option("--approved-at <day>", "when it was accepted (default: today)")
    .option("--resource <glob>", "ids of the resources, with * and ?")
    .option("--account <id>", "only in this account")
    .option("--region <name>", "only in this Region")
    .option("--tag <key[=value]>", "only where the resource has this tag")
    .option("--fingerprint <digits>", "only this fault: a changed policy reopens the finding")
    .option(
      "--config <file>",
      "configuration to write it into (default: the one of POSTERN_CONFIG, else of this folder)",
    )
    .action(async (rule: string, flags: AddFlags) => {
      const file = flags.config ?? configHere(io) ?? CONFIG_FILES[0];
      const path = resolve(io.cwd, file);
      const text = existsSync(path) ? fileText(file, io) : "";
      const exception = exceptionOf(rule, flags, io.clock().slice(0, 10));
      await writeWhole(path, withException(text, file, exception), READABLE);
      io.stderr.write(visibleLine(`${file}: ${rule} is accepted until ${flags.expires}`) + "\n");
      done(EXIT.done);
    });
};

/** The configuration that the environment names, else the nearest one up to the repository's root. */
export const configHere = ({ env, cwd }: Pick<Io, "env" | "cwd">): string | undefined =>
  namedConfig(env) ?? foundConfig(cwd);

const exceptionOf = (rule: string, flags: AddFlags, today: string): WrittenException => {
  const { resource, account, region, tag, fingerprint } = flags;
  return {
    rule,
    ...(resource !== undefined && { resource }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(tag !== undefined && { tag: tagOf(tag) }),
    ...(fingerprint !== undefined && { fingerprint }),
    reason: flags.reason,
    approver: flags.approver,
    approvedAt: flags.approvedAt ?? today,
    expires: flags.expires,
    ticket: flags.ticket,
  };
};

const tagOf = (text: string): NonNullable<Exception["match"]["tag"]> => {
  const at = text.indexOf("=");
  return at < 0 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + 1) };
};
