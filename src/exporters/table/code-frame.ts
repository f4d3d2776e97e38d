import type { Finding, LocatedEvidence } from "../../model/finding.ts";
import type { Place } from "../../model/resource.ts";
import type { Pointer } from "../../model/fact.ts";
import { isObject } from "../../text/is-object.ts";
import { placeOf } from "../../text/json-places.ts";
import { below, tokens } from "../../text/pointer.ts";
import { visible } from "../../text/visible.ts";

/** The guilty value in its line, and where that stands. */
export interface CodeFrame {
  /** Null for a text that is in no file. */
  readonly place: Place | null;
  readonly line: string;
  readonly lineNumber: number | null;
  /** Columns of the line from 0, the end excluded. */
  readonly from: number;
  readonly to: number;
}

/** What is guilty: in the text of the file where one is known, else in the policy as it was returned; null where neither is. */
export const codeFrame = (
  finding: Finding,
  linesOf: (file: string) => readonly string[] | null,
): CodeFrame | null => {
  const place = finding.location;
  if (place === null) return inPolicy(finding);
  const line = linesOf(place.file)?.[place.startLine - 1];
  return line === undefined ? null : framed(line, place, place, place.startLine);
};

type Span = Pick<Place, "startLine" | "startColumn" | "endLine" | "endColumn">;

const framed = (line: string, span: Span, place: Place | null, lineNumber: number | null): CodeFrame => {
  const to = span.endLine > span.startLine ? line.trimEnd().length : span.endColumn - 1;
  return { place, line, lineNumber, from: span.startColumn - 1, to: Math.max(span.startColumn, to) };
};

/** Of a policy that stands in no file, the member of the statement that holds what is guilty, in one line. */
const inPolicy = (finding: Finding): CodeFrame | null => {
  const guilty = guiltyOf(finding);
  const document = finding.documents.find(({ name }) => name === guilty?.document);
  const [list, ...path] = tokens(guilty?.at ?? "");
  const isNumbered = /^\d+$/.test(path[0] ?? "");
  const [name, ...inner] = isNumbered ? path.slice(1) : path;
  if (document === undefined || list !== "Statement" || name === undefined) return null;
  const statements = parsed(document.text);
  const statement =
    isNumbered && Array.isArray(statements) ? (statements as unknown[])[Number(path[0])] : statements;
  if (!isObject(statement) || !Object.hasOwn(statement, name)) return null;
  const text = JSON.stringify({ [name]: statement[name] });
  const span = placeOf(
    text,
    [name, ...inner].reduce<Pointer>((at, token) => below(at, token), ""),
  );
  const line = text.slice(1, -1).replace(/^("(?:[^"\\]|\\.)*"):/, "$1: ");
  // A brace is gone, and a blank has come behind the name.
  return span === null ? null : framed(line, span, null, null);
};

/** What a reader is shown of a finding: what grants in the statement at fault. */
export const guiltyOf = ({ evidence, faults }: Finding): LocatedEvidence | undefined =>
  evidence.find((one) => one.role === "grants" && isOf(one, faults[0])) ?? evidence[0];

const isOf = (evidence: LocatedEvidence, fault: Finding["faults"][number] | undefined): boolean =>
  fault === undefined ||
  (evidence.document === fault.document &&
    (fault.at === undefined || evidence.at === fault.at || evidence.at.startsWith(`${fault.at}/`)));

const parsed = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value["Statement"] : undefined;
  } catch {
    return undefined;
  }
};

/** The line and the mark below it, cut to a width around what is marked. */
export const frameLines = (
  { line, lineNumber, from, to }: CodeFrame,
  width: number,
): readonly [string, string] => {
  const gutter = `${lineNumber === null ? "" : String(lineNumber)} | `.padStart(6);
  const room = width - gutter.length;
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  // A little of what stands before the value, so that it can be recognised.
  const start =
    to - Math.min(indent, 2) <= room ? Math.min(indent, from) : Math.max(0, Math.min(from, to - room));
  const shown = visible(line.slice(start, start + room)).replaceAll("\t", " ");
  const marked = Math.max(1, Math.min(to, start + room) - from);
  return [
    `${gutter}${shown}`,
    `${" ".repeat(gutter.length - 2)}| ${" ".repeat(Math.max(0, from - start))}${"^".repeat(marked)}`,
  ];
};
