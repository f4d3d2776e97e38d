import type { Finding } from "../../model/finding.ts";
import type { Place } from "../../model/resource.ts";
import { cut, visibleLine } from "../../text/visible.ts";
import { codeFrame, frameLines, guiltyOf } from "./code-frame.ts";
import { wrapped } from "../columns.ts";
import type { Paint } from "./paint.ts";

/** What a finding's surroundings say of it, known to whoever may read files; all of it may be missing. */
export interface Surroundings {
  /** The path as a terminal opens it: relative to the working directory. */
  readonly pathOf: (file: string) => string;
  readonly linesOf: (file: string) => readonly string[] | null;
  /** The smallest change that ends the fault: lines with `-` and `+` in front; none where none is known. */
  readonly fixOf: (finding: Finding) => readonly string[];
}

export const NOWHERE: Surroundings = { pathOf: (file) => file, linesOf: () => null, fixOf: () => [] };

/** With its head: what a person takes in at a glance. */
const MOST_LINES = 10;
const MOST_OF_MESSAGE = 2;
const INDENT = 2;

/** Below its head: what, where, the guilty value, the proof, the fix, the rule; in at most nine lines. */
export const briefLines = (
  finding: Finding,
  {
    surroundings,
    url,
    width,
    paint,
  }: {
    readonly surroundings: Surroundings;
    /** The rule's page. */
    readonly url: string | null;
    readonly width: number;
    readonly paint: Paint;
  },
): readonly string[] => {
  const frame = finding.status === "FAILURE" ? codeFrame(finding, surroundings.linesOf) : null;
  const above = [
    `${" ".repeat(INDENT)}${paint("dim", whereOf(finding, surroundings.pathOf))}`,
    ...shortened(wrapped([visibleLine(finding.message)], width, INDENT).split("\n"), MOST_OF_MESSAGE),
    ...(frame === null ? [] : markedLines(frameLines(frame, width), paint)),
    ...proofLines(finding, width),
  ];
  const below = url === null ? [] : [`${" ".repeat(INDENT)}${paint("dim", url)}`];
  const fix = finding.status === "FAILURE" ? surroundings.fixOf(finding) : [];
  return [...above, ...fixLines(fix, MOST_LINES - 1 - above.length - below.length, width, paint), ...below];
};

export const whereOf = (finding: Finding, pathOf: Surroundings["pathOf"]): string => {
  const { resource, location } = finding;
  if (resource.account !== null && location === null)
    return [`${resource.account} ${resource.region ?? ""}`, ...policyOf(finding)].join(", ");
  return location === null ? visibleLine(resource.id) : placeText(location, pathOf);
};

/** The policy and the statement of a failure, in words. */
const policyOf = (finding: Finding): readonly string[] => {
  const guilty = finding.status === "FAILURE" ? guiltyOf(finding) : undefined;
  if (guilty?.document === undefined || !guilty.at.startsWith("/Statement")) return [];
  const number = /^\/Statement\/(\d+)/.exec(guilty.at)?.[1];
  return [
    `policy ${visibleLine(JSON.stringify(guilty.document))}`,
    ...(number === undefined ? [] : [`statement ${number}`]),
  ];
};

export const placeText = ({ file, startLine, startColumn }: Place, pathOf: Surroundings["pathOf"]): string =>
  `${visibleLine(pathOf(file))}:${startLine}:${startColumn}`;

const shortened = (lines: readonly string[], most: number): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1] ?? ""} …`];

const markedLines = ([line, mark]: readonly [string, string], paint: Paint): readonly string[] => [
  line,
  paint("red", mark),
];

const proofLines = ({ witness }: Finding, width: number): readonly string[] =>
  witness === null
    ? []
    : wrapped(
        [`Proof: ${visibleLine(callerOf(witness.principal))} may call ${visibleLine(witness.action)}.`],
        width,
        INDENT,
      ).split("\n");

/** `user/mallory of 999999999999`: an ARN would not leave room for the action in a line. */
const callerOf = (principal: string): string => {
  const [, account, name] = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(principal) ?? [];
  return account === undefined || name === undefined ? principal : `${name} of ${account}`;
};

/** Where not all of it has room, nothing of it is shown: half a change is none. */
const fixLines = (lines: readonly string[], room: number, width: number, paint: Paint): readonly string[] => {
  if (lines.length === 0 || room < 1) return [];
  const label = `${" ".repeat(INDENT)}Fix:   `;
  if (lines.length > room) return [`${label}${lines.length} lines, which postern fix plan shows`];
  return lines.map((line, index) => {
    const text = cut(visibleLine(line), width - label.length);
    const painted = text.startsWith("-")
      ? paint("red", text)
      : text.startsWith("+")
        ? paint("green", text)
        : text;
    return `${index === 0 ? label : " ".repeat(label.length)}${painted}`;
  });
};
