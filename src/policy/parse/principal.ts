import type { Pointer } from "../../model/fact.ts";
import { below } from "../../text/pointer.ts";
import type { PrincipalElement, PrincipalType, Value } from "../shapes.ts";
import { firstMember, isObject, nextMember, peek, QUOTE, readText, type Cursor } from "./cursor.ts";
import { readHole, readValues, textsOnly, type Holes } from "./values.ts";
import { NOT_JSON, refuse } from "./wrong.ts";

/**
 * An account, its root, a user, a role, a session; or the unique id that a deleted principal leaves behind. No
 * wildcards in part of a name (IAM user guide, "AWS JSON policy elements: Principal").
 */
const AWS_PRINCIPAL =
  /^(?:\*|[0-9]{12}|arn:aws[a-z-]*:(?:iam::[0-9]{12}:(?:root|(?:user|role)\/[^*?]+)|sts::[0-9]{12}:(?:assumed-role|federated-user)\/[^*?]+)|A[A-Z0-9]{15,127})$/;

const SERVICE_NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws|aws|amazon)(?:\.[a-z]+)+$/;

/** Principal or NotPrincipal: `"*"`, or a map from the kind of principal to names. */
export const readPrincipal = (cursor: Cursor, not: boolean, at: Pointer, holes: Holes): PrincipalElement => {
  const hole = readHole(cursor, at, holes);
  if (hole !== undefined) return { not, at, entries: [{ type: "AWS", text: "", at, hole }] };
  if (peek(cursor) === QUOTE && readText(cursor) === "*")
    return { not, at, entries: [{ type: "AWS", text: "*", at }] };
  if (!isObject(cursor)) return refuse(at, 'a principal is "*" or an object such as {"AWS": …}');
  const entries: Entry[] = [];
  const types: string[] = [];
  for (let type = firstMember(cursor); type !== null; type = nextMember(cursor)) {
    const where = below(at, type);
    if (type !== "AWS" && type !== "Service") return refuse(where, refusedType(type));
    if (types.includes(type)) throw NOT_JSON;
    types.push(type);
    for (const { text, at: place, hole: open } of readNames(cursor, where, holes)) {
      const wrong = open === undefined ? refusedName(type, text) : null;
      if (wrong !== null) refuse(place, wrong);
      entries.push(open === undefined ? { type, text, at: place } : { type, text, at: place, hole: open });
    }
  }
  return { not, at, entries };
};

type Entry = PrincipalElement["entries"][number];

const readNames = (cursor: Cursor, at: Pointer, holes: Holes): readonly Value[] =>
  readValues(cursor, at, holes, textsOnly, "a principal's name, or a list of names,");

/** Only S3 and CloudFront know canonical users; a federation stands in the trust policies of roles alone. */
const refusedType = (type: string): string =>
  type === "CanonicalUser"
    ? "a canonical user is a principal of S3 alone"
    : type === "Federated"
      ? "a federated principal belongs into the trust policy of a role"
      : `${JSON.stringify(type)} is no kind of principal; AWS and Service are`;

const refusedName = (type: PrincipalType, name: string): string | null => {
  if (type === "Service")
    return SERVICE_NAME.test(name) ? null : `${JSON.stringify(name)} is not the name of an AWS service`;
  return AWS_PRINCIPAL.test(name)
    ? null
    : name.includes("*") || name.includes("?")
      ? `${JSON.stringify(name)}: a wildcard cannot stand for part of a principal's name`
      : `${JSON.stringify(name)} is neither a 12-digit account nor the ARN of a principal`;
};
