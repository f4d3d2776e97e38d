import { posix } from "node:path";
import { pulumiPolicyDocument } from "../pulumi/policy-document.ts";
import { nodeValue } from "../terraform/functions/json-value.ts";
import { readJson } from "../written/json.ts";
import { concat, spanOf, type Text } from "../written/text.ts";
import {
  encodeJson,
  interpolated,
  knownText,
  madeText,
  textValue,
  unknown,
  type ObjectValue,
  type Value,
} from "../written/value.ts";
import { identityValue, isIdentity } from "./declared-identity.ts";
import { sourceOf, spanOfRange, type Program } from "./program.ts";
import type { Argument, Expression } from "./syntax.ts";

type Call = Extract<Expression, { readonly type: "call" }>;

/** What an expression of a program comes to: literals, constants of the same file and a few known functions; else unknown. */
export const evaluate = (expression: Expression, program: Program): Value => {
  const span = spanOfRange(expression, program);
  const unresolved = unknown(sourceOf(expression, program), span);
  program.budget.left -= 1;
  if (program.budget.left < 0) return unresolved;
  switch (expression.type) {
    case "literal": {
      const { value } = expression;
      if (value === null) return { kind: "null", span };
      return typeof value === "number"
        ? { kind: "number", number: value, span }
        : { kind: "boolean", boolean: value, span };
    }
    case "text":
      return textValue(concat(expression.parts.map((part) => partText(part, program))), span);
    case "list": {
      const items = expression.items.flatMap(({ value, spread }): readonly Value[] => {
        const item = evaluate(value, program);
        return !spread
          ? [item]
          : item.kind === "list"
            ? item.items
            : [unknown(sourceOf(value, program), item.span)];
      });
      return { kind: "list", items, span };
    }
    case "object":
      return objectValue(expression, program) ?? unresolved;
    case "name":
      return nameValue(expression, program) ?? unresolved;
    case "member": {
      const of = evaluate(expression.of, program);
      return entry(of, expression.name) ?? environment(expression, program) ?? unresolved;
    }
    case "index": {
      const [of, key] = [evaluate(expression.of, program), evaluate(expression.key, program)];
      const item = of.kind === "list" && key.kind === "number" ? of.items[key.number] : undefined;
      return item ?? entry(of, knownText(key) ?? "") ?? unresolved;
    }
    case "plus": {
      const [left, right] = [evaluate(expression.left, program), evaluate(expression.right, program)];
      return left.kind !== "text" && right.kind !== "text"
        ? unresolved
        : textValue(concat([asText(left), asText(right)]), span);
    }
    case "call":
      return callValue(expression, program) ?? unresolved;
    case "function":
    case "unknown":
      return unresolved;
  }
};

const asText = (value: Value): Text => (value.kind === "text" ? value.text : interpolated(value, value.span));

const partText = (part: Text | Expression, program: Program): Text =>
  "pieces" in part
    ? part
    : part.type === "text"
      ? concat(part.parts.map((one) => partText(one, program)))
      : asText(evaluate(part, program));

const entry = (value: Value, name: string): Value | null =>
  value.kind === "object" ? (value.entries.get(name) ?? null) : null;

const objectValue = (
  { members, ...range }: Extract<Expression, { readonly type: "object" }>,
  program: Program,
): Value | null => {
  const entries = new Map<string, Value>();
  for (const { key, value } of members) {
    const given = evaluate(value, program);
    if (key === null) {
      if (given.kind !== "object") return null;
      for (const [name, one] of given.entries) entries.set(name, one);
      continue;
    }
    const name = knownText(evaluate(key, program));
    if (name === null) return null;
    entries.set(name, given);
  }
  return { kind: "object", entries, span: spanOfRange(range, program) };
};

const nameValue = (
  expression: Extract<Expression, { readonly type: "name" }>,
  program: Program,
): Value | null => {
  const bound = program.lookUp(expression.name, expression.from);
  if (bound === null || program.busy.has(bound.from)) return null;
  program.busy.add(bound.from);
  const value = evaluate(bound, program);
  program.busy.delete(bound.from);
  return value;
};

/** The account and the region that a program is deployed in, as the CDK names them. */
const environment = (expression: Expression, program: Program): Value | null => {
  const source = sourceOf(expression, program);
  const { account, region, partition } = program.account;
  const text = /(?:\bAws\.ACCOUNT_ID|\b(?:this|self|stack|Stack\.of\(\w+\))\.account)$/.test(source)
    ? account
    : /(?:\bAws\.REGION|\b(?:this|self|stack|Stack\.of\(\w+\))\.region)$/.test(source)
      ? region
      : /(?:\bAws\.PARTITION|\b(?:this|self|stack|Stack\.of\(\w+\))\.partition)$/.test(source)
        ? partition
        : null;
  return text === null ? null : madeText(text, spanOfRange(expression, program));
};

/** The last name of what is called: `stringify` of `JSON.stringify`. */
export const calledName = ({ callee }: Call): string =>
  callee.type === "name" || callee.type === "member" ? callee.name : "";

/** Named arguments and the members of objects among the arguments, together: how the languages give a call its parameters. */
export const parametersOf = (call: Call, program: Program): ObjectValue | null => {
  const entries = new Map<string, Value>();
  let isGiven = false;
  for (const { name, value, spread } of call.arguments) {
    const given = name !== null && !/^(?:args|props)$/.test(name) ? null : evaluate(value, program);
    if (given === null) entries.set(name ?? "", evaluate(value, program));
    else if (given.kind === "object") for (const [key, one] of given.entries) entries.set(key, one);
    else if (spread) return null;
    isGiven ||= given === null || given.kind === "object";
  }
  return isGiven ? { kind: "object", entries, span: spanOfRange(call, program) } : null;
};

/** Texts that a call only wraps. */
const WRAPPERS =
  /^(?:output|secret|from_input|fromInput|of|String|str|dedent|freeze|domain|email|Output|unsecret)$/;
const KEEPERS = /^(?:trim|strip|toString|toJSON|to_json|asString)$/;

const callValue = (call: Call, program: Program): Value | null => {
  const name = calledName(call);
  const span = spanOfRange(call, program);
  const { callee } = call;
  const first = call.arguments[0];
  const given = (): Value | null => (first === undefined ? null : evaluate(first.value, program));
  if (/^\$?(?:stringify|jsonStringify|json_dumps|dumps|jsonencode|toJsonString|to_json_string)$/.test(name)) {
    // A function or a list of keys as the second argument may leave out or change anything.
    const [, second] = call.arguments;
    if (second?.name === null && !/^(?:null|undefined)$/.test(sourceOf(second.value, program))) return null;
    const value = given();
    return value === null ? null : value.kind === "unknown" ? value : textValue(encodeJson(value), span);
  }
  if (/^(?:parse|loads)$/.test(name)) {
    const value = given();
    const read = value?.kind === "text" ? readJson(value.text) : null;
    return read !== null && "node" in read ? nodeValue(read.node) : null;
  }
  if (/^(?:getPolicyDocument|get_policy_document)(?:Output|_output)?$/.test(name)) {
    const parameters = parametersOf(call, program);
    return parameters === null
      ? null
      : { kind: "object", span, entries: new Map([["json", pulumiPolicyDocument(parameters)]]) };
  }
  if (/^(?:getCallerIdentity|get_caller_identity)(?:Output|_output)?$/.test(name)) {
    const account = madeText(program.account.account, span);
    return {
      kind: "object",
      span,
      entries: new Map(["accountId", "account_id"].map((key) => [key, account])),
    };
  }
  if (/^(?:readFileSync|readFile|read_text|open)$/.test(name)) return fileValue(call, program);
  if (name === "read" && callee.type === "member") return evaluate(callee.of, program);
  if (name === "concat" && call.arguments.every(({ spread }) => !spread) && callee.type === "member")
    return textValue(concat(call.arguments.map(({ value }) => asText(evaluate(value, program)))), span);
  if (/^(?:apply|then)$/.test(name) && callee.type === "member" && first?.value.type === "function") {
    const { result } = first.value;
    // `doc.apply(d => d.json)` is a member of what it is called on.
    const own =
      result.type === "member" && result.of.type === "name"
        ? entry(evaluate(callee.of, program), result.name)
        : null;
    return own ?? evaluate(result, program);
  }
  if (/^(?:dict|\w+Args(?:Dict)?)$/.test(name)) return parametersOf(call, program);
  if (KEEPERS.test(name) && callee.type === "member") return evaluate(callee.of, program);
  if (WRAPPERS.test(name)) return given();
  return isIdentity(name, program) ? identityValue(name, parametersOf(call, program), program) : null;
};

/** The text of a file whose path the program says. */
const fileValue = (call: Call, program: Program): Value | null => {
  const [argument] = call.arguments;
  const path =
    calledName(call) === "read_text" && call.callee.type === "member"
      ? pathOf(call.callee.of, program)
      : argument === undefined
        ? null
        : pathOf(argument.value, program);
  const text = path === null ? null : program.read(path);
  return text === null
    ? null
    : textValue(text, spanOf(text, 0, text.text.length) ?? spanOfRange(call, program));
};

/** A path: a text, or what `path.join(__dirname, …)` and its like put together from the program's own folder. */
const pathOf = (expression: Expression, program: Program): string | null => {
  if (expression.type === "call") {
    const parts = expression.arguments.map((one): string | null => {
      const source = sourceOf(one.value, program);
      return /__dirname|__file__|import\.meta|cwd\(\)/.test(source) ? "" : knownPart(one, program);
    });
    return parts.length === 0 || parts.includes(null) ? null : posix.join(...parts.map((part) => part ?? ""));
  }
  return knownText(evaluate(expression, program));
};

const knownPart = ({ value, spread }: Argument, program: Program): string | null =>
  spread ? null : knownText(evaluate(value, program));
