import { Option, type Command } from "commander";
import { readAtMost } from "../files/read-at-most.ts";
import { extname, resolve } from "node:path";
import { styleText } from "node:util";
import { FORMATS, type ExportSettings } from "../exporters/index.ts";
import type { Paint } from "../exporters/table/paint.ts";
import { problem } from "../model/problem.ts";
import { visibleLine } from "../text/visible.ts";
import { collect, place } from "./arguments.ts";
import type { Io } from "./io.ts";

export interface OutputFlags {
  readonly format?: readonly string[];
  readonly output?: string;
  readonly verbose?: boolean;
  readonly sarifProfile: "github" | "full";
  readonly asffMembers: "all" | "classic";
  readonly reportTitle?: string;
  readonly entity?: string;
  readonly classification?: string;
  readonly preparedBy?: string;
  readonly logo?: string;
  readonly history?: string;
}

/** The options of every command that writes results. */
export const addOutputOptions = (command: Command): Command =>
  command
    .option(
      "-f, --format <format[=path]>",
      `${Object.keys(FORMATS).join(", ")}; repeatable; - is stdout`,
      collect,
    )
    .option("-o, --output <dir>", "folder for every file that is given no path", place)
    .option("-v, --verbose", "the table with passes, all evidence and the whole request")
    .addOption(
      new Option("--sarif-profile <profile>", "what GitHub reads, or passes and accepted risks too")
        .choices(["github", "full"])
        .default("github"),
    )
    .addOption(
      new Option(
        "--asff-members <members>",
        "classic leaves out what the aws command line did not know before 2024",
      )
        .choices(["all", "classic"])
        .default("all"),
    )
    .option("--report-title <text>", "title of the HTML report")
    .option("--entity <name>", "whose estate it is, for the HTML report")
    .option("--classification <text>", "printed at the head of the HTML report")
    .option("--prepared-by <name>", "who prepared the HTML report")
    .option(
      "--history <dir>",
      "folder of earlier results (-f json): the observation period of the HTML report",
      place,
    )
    .option("--logo <file>", "PNG, JPEG, GIF, WebP or SVG for the HTML report");

const IMAGE: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

export const exportSettings = (
  flags: OutputFlags,
  io: Io,
): Omit<ExportSettings, "parts" | "lines" | "written"> => {
  const { reportTitle: title, entity, classification, preparedBy, logo } = flags;
  return {
    width: io.stdout.columns ?? 80,
    paint: painter(io),
    detail: flags.verbose === true ? "full" : "brief",
    sarifProfile: flags.sarifProfile,
    asffMembers: flags.asffMembers,
    warn: (message) => io.stderr.write(`postern: ${visibleLine(message)}\n`),
    ...(title === undefined ? {} : { title }),
    ...(entity === undefined ? {} : { entity }),
    ...(classification === undefined ? {} : { classification }),
    ...(preparedBy === undefined ? {} : { preparedBy }),
    ...(logo === undefined ? {} : { logo: dataUri(logo, io) }),
  };
};

/** Colour on a terminal, or with FORCE_COLOR; never where NO_COLOR is set (https://no-color.org, https://force-color.org). */
export const painter = ({ stdout, env }: Io): Paint => {
  const isForced = !["", "0", "false"].includes(env["FORCE_COLOR"] ?? "");
  const plain = (env["NO_COLOR"] ?? "") !== "" || (stdout.isTTY !== true && !isForced);
  // The stream that is asked about is Io's, not the process's.
  return plain ? (_style, text) => text : (style, text) => styleText(style, text, { validateStream: false });
};

/** In bytes; it stands in every report. */
const LARGEST_LOGO = 5_000_000;

const dataUri = (path: string, io: Io): string => {
  const type = IMAGE[extname(path).toLowerCase()];
  try {
    if (type === undefined) throw new Error("not an image");
    return `data:${type};base64,${readAtMost(resolve(io.cwd, path), LARGEST_LOGO).toString("base64")}`;
  } catch {
    throw problem({
      what: "the logo cannot be read as an image",
      where: path,
      todo: "Give a PNG, JPEG, GIF, WebP or SVG file.",
      kind: "usage",
    });
  }
};
