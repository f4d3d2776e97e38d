import type { Pointer } from "../../model/fact.ts";
import { below } from "../../text/pointer.ts";
import type { Condition, PatternElement, PrincipalElement, Statement } from "../shapes.ts";
import { readConditions } from "./conditions.ts";
import { firstMember, isObject, nextMember, peek, QUOTE, readText, type Cursor } from "./cursor.ts";
import { readPrincipal } from "./principal.ts";
import { readHole, readName, readValues, textsOnly, type Holes } from "./values.ts";
import { NOT_JSON, refuse } from "./wrong.ts";

const NOTHING = { not: false, at: "", values: [] } as const;

const NO_CONDITIONS: readonly Condition[] = [];

/** One statement of a resource-based policy (IAM user guide, "Grammar of the IAM JSON policy language"). */
export const readStatement = (cursor: Cursor, at: Pointer, holes: Holes): Statement => {
  const unknown = readHole(cursor, at, holes);
  if (unknown !== undefined) return unknownStatement(at, unknown);
  if (!isObject(cursor)) return refuse(at, "a statement is an object");
  let sid: string | undefined;
  let effect: Effect | undefined;
  let principal: PrincipalElement | undefined;
  let action: PatternElement | undefined;
  let resource: PatternElement | undefined;
  let conditions: readonly Condition[] | undefined;
  for (let name = firstMember(cursor); name !== null; name = nextMember(cursor)) {
    const where: Pointer = `${at}/${name}`;
    switch (name) {
      case "Sid":
        if (sid !== undefined) throw NOT_JSON;
        sid = readName(cursor, where, holes) ?? refuse(where, "Sid is a string");
        break;
      case "Effect":
        if (effect !== undefined) throw NOT_JSON;
        effect = readEffect(cursor, where, holes);
        break;
      case "Principal":
      case "NotPrincipal":
        refuseSecond(principal, name, where);
        principal = readPrincipal(cursor, name === "NotPrincipal", where, holes);
        break;
      case "Action":
      case "NotAction":
        refuseSecond(action, name, where);
        action = readPatterns(cursor, name === "NotAction", where, holes, refusedAction);
        break;
      case "Resource":
      case "NotResource":
        refuseSecond(resource, name, where);
        resource = readPatterns(cursor, name === "NotResource", where, holes, refusedResource);
        break;
      case "Condition":
        if (conditions !== undefined) throw NOT_JSON;
        conditions = readConditions(cursor, where, holes);
        break;
      default:
        refuse(below(at, name), `${JSON.stringify(name)} is no element of a statement`);
    }
  }
  if (effect === undefined) return refuse(at, "the statement has no Effect");
  if (principal === undefined) return refuse(at, "the statement has no Principal");
  if (action === undefined) return refuse(at, "the statement has no Action");
  if (resource === undefined) return refuse(at, "the statement has no Resource");
  const parsed: Statement = {
    at,
    sid: sid ?? null,
    effect: effect === "Allow" ? "Allow" : "Deny",
    principal,
    action,
    resource,
    conditions: conditions ?? NO_CONDITIONS,
  };
  return typeof effect === "string" ? parsed : { ...parsed, hole: effect };
};

type Unresolved = NonNullable<Statement["hole"]>;
type Effect = Statement["effect"] | Unresolved;

export const unknownStatement = (at: Pointer, hole: Unresolved): Statement => ({
  at,
  sid: null,
  effect: "Deny",
  principal: { not: false, at, entries: [] },
  action: NOTHING,
  resource: NOTHING,
  conditions: [],
  hole,
});

const readEffect = (cursor: Cursor, at: Pointer, holes: Holes): Effect => {
  const hole = readHole(cursor, at, holes);
  if (hole !== undefined) return hole;
  const effect = peek(cursor) === QUOTE ? readText(cursor) : "";
  return effect === "Allow" || effect === "Deny" ? effect : refuse(at, 'Effect is "Allow" or "Deny"');
};

/** An element and its Not form exclude each other. That one of them comes twice is no JSON, which is said instead. */
const refuseSecond = (before: object | undefined, name: string, at: Pointer): void => {
  if (before === undefined) return;
  const plain = name.replace("Not", "");
  refuse(at, `${plain} and Not${plain} exclude each other`);
};

const readPatterns = (
  cursor: Cursor,
  not: boolean,
  at: Pointer,
  holes: Holes,
  refused: (pattern: string) => string | null,
): PatternElement => {
  const values = readValues(cursor, at, holes, textsOnly, "a string, or a list of strings,");
  for (const { text, at: place, hole } of values) {
    const wrong = hole === undefined ? refused(text) : null;
    if (wrong !== null) refuse(place, wrong);
  }
  return { not, at, values };
};

const refusedAction = (action: string): string | null =>
  action === "*" || action.includes(":")
    ? null
    : `${JSON.stringify(action)} has no prefix of a service, such as "ses:"`;

/** A pattern may begin with a variable. */
const refusedResource = (resource: string): string | null =>
  resource.startsWith("arn:") || resource === "*" || resource.startsWith("${")
    ? null
    : `${JSON.stringify(resource)} is neither an ARN nor "*"`;
