import type { Exporter, Piece } from "../model/exporter.ts";
import { isCovered } from "../model/covered.ts";
import type { Finding } from "../model/finding.ts";
import type { Coverage } from "../model/results.ts";
import { visible, visibleLine } from "../text/visible.ts";
import { placeOf } from "./place-of.ts";

/** JUnit XML, as CI servers read it: a suite a scope, a case a finding. */
export const junit: Exporter = {
  name: "junit",
  extension: "xml",
  open: () => {
    let findings: Finding[] = [];
    return (record) => {
      switch (record.kind) {
        case "run":
          return [piece('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="postern">\n')];
        case "finding":
          findings.push(record);
          return [];
        case "coverage": {
          const text = suite(record, findings);
          findings = [];
          return [piece(text)];
        }
        case "gone":
          return [];
        case "summary":
          return [piece("</testsuites>\n")];
      }
    };
  },
};

const piece = (text: string): Piece => ({ text });

type Outcome = "failure" | "error" | "skipped" | "pass";

/** What could not be decided fails, what could not be read is an error: no server takes silence for a pass. */
const outcomeOf = (finding: Finding): Outcome =>
  finding.exception !== null || isCovered(finding) ? "skipped" : OUTCOME[finding.status];

const OUTCOME: Readonly<Record<Finding["status"], Outcome>> = {
  FAILURE: "failure",
  SUCCESS: "pass",
  NEEDS_REVIEW: "failure",
  NOT_EVALUATED: "error",
};

const suite = ({ scope, status }: Coverage, findings: readonly Finding[]): string => {
  const counted = (outcome: Outcome): number =>
    findings.filter((finding) => outcomeOf(finding) === outcome).length;
  return [
    `<testsuite name="${attribute(scope)}" tests="${findings.length}" failures="${counted("failure")}" errors="${counted("error")}" skipped="${counted("skipped")}" time="0">\n`,
    `  <properties>\n    <property name="coverage" value="${attribute(status)}"/>\n  </properties>\n`,
    ...named(findings).map(testCase),
    "</testsuite>\n",
  ].join("");
};

interface Case {
  readonly finding: Finding;
  /** Both as XML attributes. */
  readonly classname: string;
  readonly name: string;
}

/** GitLab and Jenkins tell cases apart by class and name and keep the first of two that share both. */
const named = (findings: readonly Finding[]): readonly Case[] => {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const classname = attribute(`${finding.scope}.${finding.ruleId}`);
    const name = attribute(nameOf(finding));
    const key = JSON.stringify([classname, name]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return { finding, classname, name: count === 1 ? name : `${name} [${count}]` };
  });
};

/** In source code several resources may have one name; where each is declared tells them apart. */
const nameOf = ({ resource: { id, name } }: Finding): string =>
  id.startsWith("iac:") ? `${name} (${id.slice("iac:".length)})` : name;

const testCase = ({ finding, classname, name }: Case): string => {
  const opening = `  <testcase classname="${classname}" name="${name}"${fileOf(finding)} time="0"`;
  const outcome = outcomeOf(finding);
  if (outcome === "pass") return `${opening}/>\n`;
  return `${opening}>\n    ${outcomeElement(outcome, finding)}\n  </testcase>\n`;
};

const fileOf = (finding: Finding): string => {
  const place = placeOf(finding);
  return place === null ? "" : ` file="${attribute(place.file)}" line="${place.startLine}"`;
};

const outcomeElement = (outcome: Exclude<Outcome, "pass">, finding: Finding): string =>
  outcome === "skipped"
    ? `<skipped message="${attribute(isCovered(finding) ? finding.message : acceptance(finding))}"/>`
    : `<${outcome} type="${attribute(finding.status)}" message="${attribute(finding.message)}">${content(details(finding))}</${outcome}>`;

const acceptance = ({ exception, status }: Finding): string =>
  exception === null
    ? ""
    : `${status}, accepted by ${exception.approver} until ${exception.expires}: ${exception.reason} (${exception.ticket})`;

/** GitLab shows this text alone, so the message stands in it too. */
const details = ({ message, resource, riskLevel, evidence, unread }: Finding): string =>
  [
    message,
    `${riskLevel} ${resource.id}`,
    ...evidence.map(
      ({ document = "", at, says, location }) =>
        `${location === undefined ? "" : `${location.file}:${location.startLine}:${location.startColumn} `}${document} ${at}: ${says}`,
    ),
    ...(unread === null ? [] : [`${unread.operation}: ${unread.code} ${unread.message}`]),
  ].join("\n");

/** Characters that no XML 1.0 file may hold, not even escaped, and that `visible` does not know for invisible. */
const NONCHARACTERS = /[\uFFFE\uFFFF]/g;

const escaped = (text: string): string =>
  text
    .replaceAll(NONCHARACTERS, (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase()}⟩`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

const content = (text: string): string => escaped(visible(text));

const attribute = (text: string): string => escaped(visibleLine(text)).replaceAll('"', "&quot;");
