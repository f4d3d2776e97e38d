import { encodeJson, knownText, madeText, textValue, unknown, type Value } from "../written/value.ts";

/** A member of a value under its name as YAML and TypeScript write it, or as Python does. */
const get = (value: Value, name: string): Value | null =>
  value.kind === "object"
    ? (value.entries.get(name) ??
      value.entries.get(name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) ??
      null)
    : null;

/**
 * What Pulumi's `aws.iam.getPolicyDocument` renders for its arguments: the JSON text of a policy. A document that is put
 * together from others is not known.
 */
export const pulumiPolicyDocument = (given: Value): Value => {
  if (given.kind !== "object") return given;
  const { span } = given;
  const from = COMPOSED.map((name) => get(given, name)).find((value) => value !== null);
  if (from !== undefined && from !== null)
    return unknown("a policy document that is put together from others", from.span);
  const statements = get(given, "statements");
  if (statements?.kind !== "list") return unknown("getPolicyDocument", span);
  const entries = new Map<string, Value>([
    ["Version", get(given, "version") ?? madeText("2012-10-17", span)],
    ["Statement", { ...statements, items: statements.items.map(statement) }],
  ]);
  const text = encodeJson({ kind: "object", entries, span });
  return textValue(text, span);
};

const COMPOSED = ["sourcePolicyDocuments", "overridePolicyDocuments", "sourceJson", "overrideJson"] as const;

const PLAIN = {
  sid: "Sid",
  actions: "Action",
  notActions: "NotAction",
  resources: "Resource",
  notResources: "NotResource",
} as const;

const statement = (given: Value): Value => {
  if (given.kind !== "object") return given;
  const { span } = given;
  const entries = new Map<string, Value>([["Effect", get(given, "effect") ?? madeText("Allow", span)]]);
  for (const [name, element] of Object.entries(PLAIN)) {
    const value = get(given, name);
    if (value !== null) entries.set(element, value);
  }
  for (const [name, element] of [
    ["principals", "Principal"],
    ["notPrincipals", "NotPrincipal"],
  ] as const) {
    const value = get(given, name);
    if (value !== null) entries.set(element, principals(value));
  }
  const conditions = get(given, "conditions");
  if (conditions !== null) entries.set("Condition", conditionsOf(conditions));
  return { kind: "object", entries, span };
};

const joined = (before: Value | undefined, value: Value): Value =>
  before?.kind === "list" && value.kind === "list"
    ? { ...before, items: [...before.items, ...value.items] }
    : before === undefined
      ? value
      : unknown("values that are joined", value.span);

/** Type `*` with the identifier `*` is the bare wildcard. */
const principals = (given: Value): Value => {
  if (given.kind !== "list") return unknown("principals", given.span);
  const entries = new Map<string, Value>();
  for (const one of given.items) {
    const type = knownText(get(one, "type"));
    const identifiers = get(one, "identifiers");
    if (type === null || identifiers === null) return unknown("principals", one.span);
    entries.set(type, joined(entries.get(type), identifiers));
  }
  const all = entries.get("*");
  return entries.size === 1 &&
    all?.kind === "list" &&
    all.items.length === 1 &&
    knownText(all.items[0]) === "*"
    ? madeText("*", all.span)
    : { kind: "object", entries, span: given.span };
};

const conditionsOf = (given: Value): Value => {
  if (given.kind !== "list") return unknown("conditions", given.span);
  const operators = new Map<string, Map<string, Value>>();
  for (const one of given.items) {
    const [test, variable] = [knownText(get(one, "test")), knownText(get(one, "variable"))];
    const values = get(one, "values");
    if (test === null || variable === null || values === null) return unknown("conditions", one.span);
    const keys = operators.get(test) ?? new Map<string, Value>();
    keys.set(variable, joined(keys.get(variable), values));
    operators.set(test, keys);
  }
  return {
    kind: "object",
    span: given.span,
    entries: new Map(
      Array.from(operators, ([test, entries]) => [test, { kind: "object", entries, span: given.span }]),
    ),
  };
};
