import { isCovered } from "../model/covered.ts";
import type { Exporter, Piece } from "../model/exporter.ts";
import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/resource.ts";
import type { RiskLevel } from "../model/rule.ts";
import { logLine } from "../text/log-commands.ts";
import { cut } from "../text/visible.ts";
import { keepGravest } from "./gravest.ts";
import { placeOf } from "./place-of.ts";

/** Of each level in a step, the first; source: GitHub's documentation of the checks API and of workflow commands. */
const SHOWN_BY_GITHUB = 10;
/** A few more stay readable in the log. */
const SHOWN = 50;
/** Characters of one annotation's message. */
const MESSAGE = 1_000;

/** Workflow commands that GitHub shows as annotations on the lines of a pull request. */
export const github: Exporter = {
  name: "github",
  extension: "txt",
  open: () => {
    const shown = keepGravest(SHOWN);
    return (record) => {
      if (record.kind === "finding" && record.status !== "SUCCESS" && record.exception === null)
        if (!isCovered(record)) shown.add(record);
      if (record.kind !== "summary") return [];
      const more = shown.more();
      const own = [
        ...shown.kept().flatMap(annotations),
        ...(more === 0 ? [] : [command("notice", {}, `${more} more findings are in the other formats.`)]),
        ...record.incomplete.map((line) => command("warning", { title: "Incomplete" }, line)),
      ];
      return [...hidden(own), ...own].map((text): Piece => ({ text }));
    };
  },
};

/** What GitHub leaves out is said where it is shown: first, among the notices. */
const hidden = (lines: readonly string[]): readonly string[] => {
  const counts = (["error", "warning", "notice"] as const).map((level) => ({
    level,
    count: lines.filter((line) => line.startsWith(`::${level}`)).length,
  }));
  const many = counts.filter(({ count }) => count > SHOWN_BY_GITHUB);
  if (many.length === 0) return [];
  const told = many.map(({ level, count }) => `${count} ${level}s`).join(" and ");
  return [
    command(
      "notice",
      {},
      `GitHub shows ten annotations of each level, and there are ${told}: read the log, or another format.`,
    ),
  ];
};

type Level = "error" | "warning" | "notice";

const LEVEL: Readonly<Record<RiskLevel, Level>> = {
  LOW: "notice",
  MEDIUM: "warning",
  HIGH: "error",
  VERY_HIGH: "error",
  EXTREME: "error",
};

/** One a fault, for each is mended at its own line; what is open never reads as an error. */
const annotations = (finding: Finding): readonly string[] => {
  const level = finding.status === "FAILURE" ? LEVEL[finding.riskLevel] : "warning";
  const title = `${finding.ruleId} ${finding.title}${WORD[finding.status]}`;
  const own = placeOf(finding);
  const places = finding.faults.map(({ location }) => location ?? own);
  const distinct = new Map(
    (places.length === 0 ? [own] : places).map((place) => [JSON.stringify(place), place]),
  );
  return [...distinct.values()].map((place) => command(level, { ...at(place), title }, finding.message));
};

const WORD: Readonly<Record<Finding["status"], string>> = {
  FAILURE: "",
  SUCCESS: "",
  NEEDS_REVIEW: ": needs review",
  NOT_EVALUATED: ": not read",
};

const at = (place: Place | null): Readonly<Record<string, string>> =>
  place === null
    ? {}
    : {
        file: place.file,
        line: String(place.startLine),
        endLine: String(place.endLine),
        // GitHub takes columns only where the place is on one line.
        ...(place.endLine === place.startLine
          ? {
              col: String(place.startColumn),
              endColumn: String(Math.max(place.startColumn, place.endColumn - 1)),
            }
          : {}),
      };

const command = (level: Level, properties: Readonly<Record<string, string>>, message: string): string => {
  const listed = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${level}${listed.length === 0 ? "" : ` ${listed.join(",")}`}::${data(cut(logLine(message), MESSAGE))}\n`;
};

/** The runner's escapes (actions/toolkit, command.ts). No line feed is left, or data could begin a command of its own. */
const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(logLine(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
