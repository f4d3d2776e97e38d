import type { Pointer } from "../../model/fact.ts";
import type { Hole } from "../../model/resource.ts";
import { placeOf } from "../../text/json-places.ts";
import { parseJson, type JsonLimits } from "../../text/json.ts";
import { below } from "../../text/pointer.ts";
import type { NotAPolicy, Policy, Statement } from "../shapes.ts";
import {
  cursorAt,
  firstMember,
  isObject,
  LONGEST,
  nextElement,
  nextMember,
  OPENING_BRACKET,
  peek,
  QUOTE,
  readEnd,
  readText,
  type Cursor,
} from "./cursor.ts";
import { readStatement, unknownStatement } from "./statement.ts";
import { readHole, readName, type Holes } from "./values.ts";
import { isWrong, NOT_JSON, refuse, type Wrong } from "./wrong.ts";

/** A policy is at most six levels deep. */
const LIMITS: JsonLimits = { length: LONGEST, depth: 32 };

export const isPolicy = (parsed: Policy | NotAPolicy): parsed is Policy => "statements" in parsed;

/**
 * Reads a resource-based policy from its raw text, by the IAM grammar.
 *
 * @param holes unresolved expressions of source code; the text has null at their pointers
 * @returns the policy, or the first place for which AWS would refuse it
 */
export const parsePolicy = (text: string, holes: readonly Hole[] = []): Policy | NotAPolicy =>
  parse(text, holes.length === 0 ? NO_HOLES : new Map(holes.map((hole) => [hole.at, hole])));

const NO_HOLES: Holes = new Map();

const parse = (text: string, holes: Holes): Policy | NotAPolicy => {
  try {
    if (text.length > LIMITS.length) throw NOT_JSON;
    return readPolicy(cursorAt(text), holes);
  } catch (thrown) {
    if (!isWrong(thrown)) throw thrown;
    return notJson(text) ?? refused(text, thrown);
  }
};

/** What is wrong with the text as JSON comes first, wherever it stands. */
const notJson = (text: string): NotAPolicy | null => {
  const json = parseJson(text, LIMITS);
  return "problem" in json ? json.problem : null;
};

const refused = (text: string, { at, wrong }: Wrong): NotAPolicy => {
  const place = placeOf(text, at);
  return { at, line: place?.startLine ?? 1, column: place?.startColumn ?? 1, says: wrong };
};

const readPolicy = (cursor: Cursor, holes: Holes): Policy => {
  const unknown = readHole(cursor, "", holes);
  if (unknown !== undefined) return { version: "2012-10-17", statements: [unknownStatement("/0", unknown)] };
  if (!isObject(cursor)) return refuse("", "a policy is an object with a Statement");
  let version: Policy["version"] | undefined;
  let id: string | undefined;
  let statements: readonly Statement[] | undefined;
  for (let name = firstMember(cursor); name !== null; name = nextMember(cursor)) {
    switch (name) {
      case "Version":
        if (version !== undefined) throw NOT_JSON;
        version = readVersion(cursor, holes);
        break;
      case "Id":
        if (id !== undefined) throw NOT_JSON;
        id = readName(cursor, "/Id", holes) ?? refuse("/Id", "Id is a string");
        break;
      case "Statement":
        if (statements !== undefined) throw NOT_JSON;
        statements = readStatements(cursor, "/Statement", holes);
        break;
      default:
        refuse(below("", name), `${JSON.stringify(name)} is no element of a policy`);
    }
  }
  readEnd(cursor);
  // A policy without a version is one of 2008-10-17 (IAM user guide, "Version").
  return {
    version: version ?? "2008-10-17",
    statements: statements ?? refuse("", "the policy has no Statement"),
  };
};

const readVersion = (cursor: Cursor, holes: Holes): Policy["version"] => {
  // The versions differ in policy variables alone (IAM user guide, "Version").
  if (holes.size > 0 && !cursor.text.includes("${") && readHole(cursor, "/Version", holes) !== undefined)
    return "2012-10-17";
  const version = peek(cursor) === QUOTE ? readText(cursor) : "";
  return version === "2012-10-17" || version === "2008-10-17"
    ? version
    : refuse("/Version", "Version is 2012-10-17 or 2008-10-17");
};

const readStatements = (cursor: Cursor, at: Pointer, holes: Holes): readonly Statement[] => {
  if (peek(cursor) !== OPENING_BRACKET) return [readStatement(cursor, at, holes)];
  const statements: Statement[] = [];
  for (let index = 0; nextElement(cursor, index); index += 1)
    statements.push(readStatement(cursor, `${at}/${index}`, holes));
  if (statements.length === 0) refuse(at, "a policy needs at least one statement");
  refuseRepeated(statements);
  return statements;
};

const refuseRepeated = (statements: readonly Statement[]): void => {
  const sids = new Set<string>();
  for (const { sid, at } of statements) {
    if (sid === null || sid === "") continue;
    if (sids.has(sid)) refuse(`${at}/Sid`, `the Sid ${JSON.stringify(sid)} is given twice`);
    sids.add(sid);
  }
};
