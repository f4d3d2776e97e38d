import { readJson } from "../written/json.ts";
import { made, type Span } from "../written/text.ts";
import { encodeJson, knownText, madeText, textValue, unknown, type Value } from "../written/value.ts";
import { evaluate } from "./evaluate.ts";
import { spanOfRange } from "./traverse.ts";
import { nestedBlocks, type NestedBlock } from "./expand.ts";
import type { Frame } from "./frame.ts";
import { nodeValue } from "./functions/files.ts";
import type { Block, Body } from "./syntax.ts";

/** The version that the provider writes where none is given. */
const VERSION = "2012-10-17";

/** What a `data "aws_iam_policy_document"` renders, as JSON that is traced to its blocks. */
export const policyDocumentJson = (block: Block, frame: Frame): Value => {
  const span = spanOfRange(block);
  const given = attributesOf(block.body, frame);
  const own = {
    version: given("version") ?? madeText(VERSION, span),
    statements: nestedBlocks(block.body, "statement", frame).map(statement),
  };
  const sources = [...listed(given("source_policy_documents")), ...listed(given("source_json"))].map(parsed);
  const overrides = [...listed(given("override_policy_documents")), ...listed(given("override_json"))].map(
    parsed,
  );
  const closed = overrides.find((value) => value.kind === "unknown");
  // An override that is not known could replace any statement.
  if (closed !== undefined) return closed;
  const statements = [...sources.flatMap(statementsOf), ...own.statements];
  const merged = overrides.flatMap(statementsOf).reduce(overridden, statements);
  const id = given("policy_id");
  const entries = new Map<string, Value>([
    ["Version", own.version],
    ...(id === null ? [] : [["Id", id] as const]),
    ["Statement", { kind: "list", items: merged, span } as const],
  ]);
  return textValue(encodeJson({ kind: "object", entries, span }), span);
};

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

const parsed = (value: Value): Value => {
  if (value.kind !== "text")
    return unknown(value.kind === "unknown" ? value.expression : "a policy", value.span);
  if (value.text.text.trim() === "") return { kind: "object", entries: new Map(), span: value.span };
  const read = readJson(value.text);
  return "node" in read ? nodeValue(read.node) : unknown("a policy that is not JSON", value.span);
};

/** A document that is not known is one statement that is not known. */
const statementsOf = (document: Value): readonly Value[] => {
  if (document.kind !== "object") return [document];
  return listed(document.entries.get("Statement") ?? null);
};

const sidOf = (statement: Value): string | null =>
  statement.kind === "object" ? knownText(statement.entries.get("Sid")) : null;

/** A statement takes the place of the one with its Sid, or is added. */
const overridden = (statements: readonly Value[], statement: Value): readonly Value[] => {
  const sid = sidOf(statement);
  const at = sid === null || sid === "" ? -1 : statements.findIndex((other) => sidOf(other) === sid);
  return at < 0 ? [...statements, statement] : statements.toSpliced(at, 1, statement);
};

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

/** `&{aws:username}` is how the data source writes a policy variable. */
const withVariables = (value: Value): Value => {
  if (value.kind === "list") return { ...value, items: value.items.map(withVariables) };
  return value.kind === "text"
    ? { ...value, text: { ...value.text, text: value.text.text.replaceAll("&{", "${") } }
    : value;
};

/** Blocks of one type are joined; type `*` with the identifier `*` is the bare wildcard. */
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
  if (entries.size === 1 && all?.kind === "list" && all.items.length === 1 && knownText(all.items[0]) === "*")
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
