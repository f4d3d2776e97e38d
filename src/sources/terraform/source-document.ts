import { readJson } from "../written/json.ts";
import { madeText, unknown, type ObjectValue, type Value } from "../written/value.ts";
import { nodeValue } from "./functions/json-value.ts";

/**
 * A document of `source_policy_documents` or `override_policy_documents` as the provider reads it and writes it again
 * (terraform-provider-aws, internal/service/iam/policy_model.go, read at 084fd7b): member names in any case, a bare
 * Principal as `"*"`, booleans of conditions as texts, and without what it does not know. A number as a condition's value
 * is dropped, and the condition with it.
 */
export const sourceDocument = (value: Value): Value => {
  if (value.kind === "null" || (value.kind === "text" && value.text.text.trim() === ""))
    return { kind: "object", entries: new Map(), span: value.span };
  if (value.kind !== "text")
    return unknown(value.kind === "unknown" ? value.expression : "a policy", value.span);
  const read = readJson(value.text);
  if ("wrong" in read) return unknown("a policy that is not JSON", value.span);
  const document = nodeValue(read.node);
  return document.kind === "object"
    ? members(document, ["Version", "Id", "Statement"], (name, member) =>
        name === "Statement" ? statements(member) : member,
      )
    : document;
};

const statements = (value: Value): Value =>
  value.kind === "list" ? { ...value, items: value.items.map(statement) } : statement(value);

const ELEMENTS = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
] as const;

const statement = (value: Value): Value =>
  value.kind === "object"
    ? members(value, ELEMENTS, (name, member) =>
        name.endsWith("Principal") ? principal(member) : name === "Condition" ? conditions(member) : member,
      )
    : value;

/** The members that have one of the names, in any case; the exact one where there are several. */
const members = (
  object: ObjectValue,
  names: readonly string[],
  read: (name: string, member: Value) => Value | null,
): ObjectValue => {
  const entries = new Map<string, Value>();
  for (const name of names) {
    const found =
      object.entries.get(name) ??
      [...object.entries].findLast(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
    const value = found === undefined || found.kind === "null" ? null : read(name, found);
    if (value !== null) entries.set(name, value);
  }
  return { ...object, entries };
};

const principal = (value: Value): Value | null =>
  value.kind === "text" ? madeText("*", value.span) : isEmpty(value) ? null : value;

const isEmpty = (value: Value): boolean => value.kind === "object" && value.entries.size === 0;

const conditions = (value: Value): Value | null => {
  const read = mapped(value, (keys) => mapped(keys, conditionValue));
  return read === null || isEmpty(read) ? null : read;
};

const mapped = (value: Value, read: (member: Value) => Value | null): Value | null => {
  if (value.kind !== "object") return value;
  const entries = new Map<string, Value>();
  for (const [name, member] of value.entries) {
    const kept = read(member);
    if (kept !== null && !isEmpty(kept)) entries.set(name, kept);
  }
  return { ...value, entries };
};

const conditionValue = (value: Value): Value | null => {
  if (value.kind === "boolean") return madeText(String(value.boolean), value.span);
  return value.kind === "number" || value.kind === "null" || value.kind === "object" ? null : value;
};
