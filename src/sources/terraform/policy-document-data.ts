import { made, type Span } from "../written/text.ts";
import {
  encodeJson,
  interpolated,
  knownText,
  madeText,
  textValue,
  unknown,
  type Value,
} from "../written/value.ts";
import { evaluate } from "./evaluate.ts";
import { spanOfRange } from "./traverse.ts";
import { nestedBlocks, type NestedBlock } from "./expand.ts";
import type { Frame } from "./frame.ts";
import { sourceDocument } from "./source-document.ts";
import type { Block, Body } from "./syntax.ts";

/** The version that the provider writes where none is given. */
const VERSION = "2012-10-17";

/** What a `data "aws_iam_policy_document"` renders, as JSON that is traced to its blocks. */
export const policyDocumentJson = (block: Block, frame: Frame): Value => {
  const span = spanOfRange(block);
  const given = attributesOf(block.body, frame);
  const own = nestedBlocks(block.body, "statement", frame).map(statement);
  const [sources, overrides] = [
    ["source_policy_documents", "source_json"],
    ["override_policy_documents", "override_json"],
  ].map((names) => names.flatMap((name) => listed(given(name)).map(sourceDocument)));
  // An override that is not known could replace any statement.
  const closed = overrides?.find((value) => value.kind === "unknown");
  if (closed !== undefined) return closed;
  const documents = [...(sources ?? []), ...(overrides ?? [])];
  const later = [...own, ...(overrides ?? []).flatMap(statementsOf)];
  const merged = later.reduce(overridden, (sources ?? []).flatMap(statementsOf));
  const id = [...(sources ?? []).map(idOf), given("policy_id"), ...(overrides ?? []).map(idOf)].findLast(
    isWritten,
  );
  const entries = new Map<string, Value>([
    [
      "Version",
      highest([
        given("version") ?? madeText(VERSION, span),
        ...documents.map((one) => memberOf(one, "Version")),
      ]),
    ],
    ...(isWritten(id) ? [["Id", id] as const] : []),
    ...(merged.length === 0 ? [] : [["Statement", { kind: "list", items: merged, span }] as const]),
  ]);
  return textValue(encodeJson({ kind: "object", entries, span }), span);
};

const memberOf = (document: Value, name: string): Value | null =>
  document.kind === "object" ? (document.entries.get(name) ?? null) : null;

const idOf = (document: Value): Value | null => memberOf(document, "Id");

/** The provider leaves out a member whose text is empty. */
const isWritten = (value: Value | null | undefined): value is Value =>
  value !== null && value !== undefined && knownText(value) !== "";

/** The provider takes the highest version of all documents, as texts compare; the own one, which comes first, is never missing. */
const highest = ([own, ...others]: readonly [Value, ...(Value | null)[]]): Value =>
  others.reduce<Value>((best, other) => {
    const [a, b] = [knownText(best), other === null ? "" : knownText(other)];
    if (other === null || a === VERSION) return best;
    return a === null || b === null || b > a ? other : best;
  }, own);

/** An attribute's value; null where it is not given or null. */
const attributesOf =
  (body: Body, frame: Frame) =>
  (name: string): Value | null => {
    const expression = body.attributes.get(name);
    const value = expression === undefined ? null : evaluate(expression, frame);
    return value?.kind === "null" ? null : value;
  };

const listed = (value: Value | null): readonly Value[] =>
  value === null ? [] : value.kind === "list" ? value.items : [value];

/** A document that is not known is one statement that is not known. */
const statementsOf = (document: Value): readonly Value[] => {
  if (document.kind !== "object") return [document];
  return listed(document.entries.get("Statement") ?? null);
};

const sidOf = (statement: Value): Value | null => {
  const sid = memberOf(statement, "Sid");
  return sid === null || knownText(sid) === "" ? null : sid;
};

/**
 * A statement takes the place of the one with its Sid, or is added. One whose Sid is not known could take the place of any
 * that has a Sid: nobody may rely on what that one denies.
 */
const overridden = (statements: readonly Value[], statement: Value): readonly Value[] => {
  const sid = sidOf(statement);
  if (sid === null) return [...statements, statement];
  const text = knownText(sid);
  if (text === null)
    return [...statements.map((other) => (isDenyWithSid(other) ? asUnknown(sid, "Sid") : other)), statement];
  const at = statements.findIndex((other) => {
    const own = sidOf(other);
    return own !== null && knownText(own) === text;
  });
  return at < 0 ? [...statements, statement] : statements.toSpliced(at, 1, statement);
};

const isDenyWithSid = (statement: Value): boolean =>
  sidOf(statement) !== null && knownText(memberOf(statement, "Effect")) !== "Allow";

const LISTS = [
  ["actions", "Action"],
  ["not_actions", "NotAction"],
  ["resources", "Resource"],
  ["not_resources", "NotResource"],
] as const;

const statement = (nested: NestedBlock): Value => {
  if ("unknown" in nested) return asUnknown(nested.unknown, "statement");
  const { body, frame } = nested;
  const span = spanOfRange(nested.block);
  const given = attributesOf(body, frame);
  const entries = new Map<string, Value>();
  const sid = given("sid");
  if (sid !== null && knownText(sid) !== "") entries.set("Sid", sid);
  entries.set("Effect", given("effect") ?? leftOut("Allow", span));
  for (const [attribute, element] of LISTS) {
    const value = given(attribute);
    if (value !== null && !(value.kind === "list" && value.items.length === 0))
      entries.set(element, withVariables(value));
  }
  for (const [type, element] of [
    ["principals", "Principal"],
    ["not_principals", "NotPrincipal"],
  ] as const) {
    const value = principals(nestedBlocks(body, type, frame), span);
    if (value !== null) entries.set(element, value);
  }
  const condition = conditions(nestedBlocks(body, "condition", frame), span);
  if (condition !== null) entries.set("Condition", condition);
  return { kind: "object", entries, span };
};

/** A value that the block leaves out stands where the block begins. */
const leftOut = (text: string, span: Span): Value => {
  const start = { ...span, to: span.from };
  return { kind: "text", text: made(text, start), span: start };
};

const asUnknown = (value: Value, what: string): Value =>
  value.kind === "unknown" ? value : unknown(what, value.span);

/**
 * Texts as the data source takes them: numbers and booleans become texts, and `&{aws:username}` is how it writes a policy
 * variable.
 */
const withVariables = (value: Value): Value => {
  if (value.kind === "list") return { ...value, items: value.items.map(withVariables) };
  if (value.kind === "number" || value.kind === "boolean")
    return textValue(interpolated(value, value.span), value.span);
  return value.kind === "text"
    ? { ...value, text: { ...value.text, text: value.text.text.replaceAll("&{", "${") } }
    : value;
};

/** Blocks of one type are joined; type `*` with the identifier `*`, however often it is said, is the bare wildcard. */
const principals = (blocks: readonly NestedBlock[], span: Span): Value | null => {
  const entries = new Map<string, Value>();
  for (const nested of blocks) {
    if ("unknown" in nested) return asUnknown(nested.unknown, "principals");
    const { body, block, frame } = nested;
    const given = attributesOf(body, frame);
    const type = given("type");
    const name = type === null ? null : knownText(type);
    const identifiers = given("identifiers") ?? unknown("identifiers", spanOfRange(block));
    if (name === null) return asUnknown(type ?? identifiers, "principals");
    entries.set(name, joined(entries.get(name), withVariables(identifiers)));
  }
  const all = entries.get("*");
  if (entries.size === 1 && all?.kind === "list" && all.items.every((item) => knownText(item) === "*"))
    return all.items[0] ?? null;
  return entries.size === 0 ? null : { kind: "object", entries, span: blockSpan(blocks, span) };
};

const blockSpan = ([first]: readonly NestedBlock[], span: Span): Span =>
  first !== undefined && "block" in first ? spanOfRange(first.block) : span;

/** Two values of one member as one list; a list that is not known becomes an element that is not known. */
const joined = (before: Value | undefined, value: Value): Value =>
  before === undefined
    ? value
    : { kind: "list", items: [...listed(before), ...listed(value)], span: before.span };

const conditions = (blocks: readonly NestedBlock[], span: Span): Value | null => {
  const tests = new Map<string, Map<string, Value>>();
  for (const nested of blocks) {
    if ("unknown" in nested) return asUnknown(nested.unknown, "condition");
    const { body, block, frame } = nested;
    const given = attributesOf(body, frame);
    const [test, variable] = [given("test"), given("variable")];
    const [operator, key] = [test, variable].map((value) => (value === null ? null : knownText(value)));
    const where = spanOfRange(block);
    if (operator === null || operator === undefined || key === null || key === undefined)
      return asUnknown(
        test?.kind === "unknown" ? test : (variable ?? unknown("condition", where)),
        "condition",
      );
    const keys = tests.get(operator) ?? new Map<string, Value>();
    keys.set(key, joined(keys.get(key), withVariables(given("values") ?? unknown("values", where))));
    tests.set(operator, keys);
  }
  if (tests.size === 0) return null;
  const where = blockSpan(blocks, span);
  return {
    kind: "object",
    span: where,
    entries: new Map(
      Array.from(tests, ([operator, entries]) => [operator, { kind: "object", entries, span: where }]),
    ),
  };
};
