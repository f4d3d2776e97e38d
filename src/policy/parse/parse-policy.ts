import type { Pointer } from "../../model/fact.ts";
import type { Hole } from "../../model/resource.ts";
import { placeOf } from "../../text/json-places.ts";
import { parseJson, type Json, type JsonLimits } from "../../text/json.ts";
import { below } from "../../text/pointer.ts";
import type { NotAPolicy, Policy, Statement } from "../shapes.ts";
import { readStatement } from "./statement.ts";
import { isObject, type Holes } from "./values.ts";
import { isWrong, type Wrong } from "./wrong.ts";

/** AWS' longest resource policies are 20 KB (S3); a policy is at most six levels deep. */
const LIMITS: JsonLimits = { length: 100_000, depth: 32 };

/** Texts are read once however many rules ask; the oldest half is forgotten when it is full. */
const MEMO_SIZE = 512;
const memo = new Map<string, Policy | NotAPolicy>();

export const isPolicy = (parsed: Policy | NotAPolicy): parsed is Policy => "statements" in parsed;

/**
 * Reads a resource-based policy from its raw text, by the IAM grammar.
 *
 * @param holes unresolved expressions of source code; the text has null at their pointers
 * @returns the policy, or the first place for which AWS would refuse it
 */
export const parsePolicy = (text: string, holes: readonly Hole[] = []): Policy | NotAPolicy => {
  if (holes.length > 0) return parse(text, new Map(holes.map((hole) => [hole.at, hole])));
  const known = memo.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text, NO_HOLES);
  if (memo.size >= MEMO_SIZE) forget();
  memo.set(text, parsed);
  return parsed;
};

const NO_HOLES: Holes = new Map();

const forget = (): void => {
  let left = MEMO_SIZE / 2;
  for (const key of memo.keys()) {
    if (left === 0) return;
    memo.delete(key);
    left -= 1;
  }
};

const parse = (text: string, holes: Holes): Policy | NotAPolicy => {
  const json = parseJson(text, LIMITS);
  if ("problem" in json) return json.problem;
  const policy = readPolicy(json.value, holes);
  if (!isWrong(policy)) return policy;
  const place = placeOf(text, policy.at);
  return { at: policy.at, line: place?.startLine ?? 1, column: place?.startColumn ?? 1, says: policy.wrong };
};

const TOP: ReadonlySet<string> = new Set(["Version", "Id", "Statement"]);

const readPolicy = (value: Json, holes: Holes): Policy | Wrong => {
  const unknown = value === null ? holes.get("") : undefined;
  if (unknown !== undefined) return readStatements([null], "", new Map([["/0", unknown]]), "2012-10-17");
  if (!isObject(value)) return { at: "", wrong: "a policy is an object with a Statement" };
  const odd = Object.keys(value).find((name) => !TOP.has(name));
  if (odd !== undefined)
    return { at: below("", odd), wrong: `${JSON.stringify(odd)} is no element of a policy` };
  const version = value["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    return { at: "/Version", wrong: "Version is 2012-10-17 or 2008-10-17" };
  if (value["Id"] !== undefined && typeof value["Id"] !== "string")
    return { at: "/Id", wrong: "Id is a string" };
  const statement = value["Statement"];
  if (statement === undefined) return { at: "", wrong: "the policy has no Statement" };
  // A policy without a version is one of 2008-10-17 (IAM user guide, "Version").
  const read = version ?? "2008-10-17";
  if (Array.isArray(statement))
    return readStatements(statement as readonly Json[], "/Statement", holes, read);
  const only = readStatement(statement, "/Statement", holes);
  return isWrong(only) ? only : { version: read, statements: [only] };
};

const readStatements = (
  values: readonly Json[],
  at: Pointer,
  holes: Holes,
  version: Policy["version"],
): Policy | Wrong => {
  if (values.length === 0) return { at, wrong: "a policy needs at least one statement" };
  const statements: Statement[] = [];
  const sids = new Set<string>();
  for (const [index, value] of values.entries()) {
    const statement = readStatement(value, `${at}/${index}`, holes);
    if (isWrong(statement)) return statement;
    if (statement.sid !== null && statement.sid !== "") {
      if (sids.has(statement.sid))
        return {
          at: `${statement.at}/Sid`,
          wrong: `the Sid ${JSON.stringify(statement.sid)} is given twice`,
        };
      sids.add(statement.sid);
    }
    statements.push(statement);
  }
  return { version, statements };
};
