import type { Pointer } from "../../model/fact.ts";
import type { Json } from "../../text/json.ts";
import { below } from "../../text/pointer.ts";
import type { PrincipalElement, PrincipalType } from "../shapes.ts";
import { isObject, readValues, text, type Holes } from "./values.ts";
import { isWrong, type Wrong } from "./wrong.ts";

/**
 * An account, its root, a user, a role, a session; or the unique id that a deleted principal leaves behind. No
 * wildcards in part of a name (IAM user guide, "AWS JSON policy elements: Principal").
 */
const AWS_PRINCIPAL =
  /^(?:\*|[0-9]{12}|arn:aws[a-z-]*:(?:iam::[0-9]{12}:(?:root|(?:user|role)\/[^*?]+)|sts::[0-9]{12}:(?:assumed-role|federated-user)\/[^*?]+)|A[A-Z0-9]{15,127})$/;

const SERVICE_NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws|aws|amazon)(?:\.[a-z]+)+$/;

/** Principal or NotPrincipal: `"*"`, or a map from the kind of principal to names. */
export const readPrincipal = (
  value: Json | undefined,
  not: boolean,
  at: Pointer,
  holes: Holes,
): PrincipalElement | Wrong => {
  const hole = value === null ? holes.get(at) : undefined;
  if (hole !== undefined) return { not, at, entries: [{ type: "AWS", text: "", at, hole }] };
  if (value === "*") return { not, at, entries: [{ type: "AWS", text: "*", at }] };
  if (!isObject(value)) return { at, wrong: 'a principal is "*" or an object such as {"AWS": …}' };
  const entries: PrincipalElement["entries"][number][] = [];
  for (const type of Object.keys(value)) {
    const where = below(at, type);
    if (type !== "AWS" && type !== "Service") return { at: where, wrong: refusedType(type) };
    const values = readValues(value[type], where, holes, text, "a principal's name, or a list of names,");
    if (isWrong(values)) return values;
    for (const entry of values) {
      const wrong = entry.hole === undefined ? refusedName(type, entry.text) : null;
      if (wrong !== null) return { at: entry.at, wrong };
      entries.push({ ...entry, type });
    }
  }
  return { not, at, entries };
};

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
