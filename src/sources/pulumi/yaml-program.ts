import { nodeValue } from "../terraform/functions/json-value.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { Account } from "../written/identity.ts";
import { arnOfIdentity } from "../written/identity-name.ts";
import { readJson } from "../written/json.ts";
import { member, stringOf, type Node } from "../written/node.ts";
import { concat, hole, made, slice, spanOf, type Text } from "../written/text.ts";
import {
  encodeJson,
  interpolated,
  knownText,
  madeText,
  textValue,
  unknown,
  type Value,
} from "../written/value.ts";
import { pulumiPolicyDocument } from "./policy-document.ts";

/** A Pulumi YAML program and as whom it is evaluated. */
export interface Program {
  readonly root: Node;
  readonly kind: CodeKind;
  readonly account: Account;
  /** What a stack's own configuration gives in place of a default. */
  readonly given: ReadonlyMap<string, Value>;
  /** A file by its path from the program's folder. */
  readonly read: (path: string) => Text | null;
  /** Names that are being evaluated: one that needs itself is not known. */
  readonly busy: Set<string>;
}

/** What a part of a program comes to. */
export const evaluate = (node: Node, program: Program): Value => {
  const { span } = node;
  switch (node.kind) {
    case "object": {
      const [only] = node.members;
      if (only !== undefined && node.members.length === 1 && only.name.text.startsWith("fn::"))
        return call(only.name.text.slice("fn::".length), only.value, program);
      return {
        kind: "object",
        span,
        entries: new Map(node.members.map(({ name, value }) => [name.text, evaluate(value, program)])),
      };
    }
    case "array":
      return { kind: "list", span, items: node.items.map((item) => evaluate(item, program)) };
    case "string":
      return interpolation(node.text, node, program);
    case "number":
    case "boolean":
    case "null":
    case "unknown":
      return nodeValue(node);
  }
};

const call = (name: string, argument: Node, program: Program): Value => {
  const given = (): Value => evaluate(argument, program);
  const unresolved = unknown(`fn::${name}`, argument.span);
  switch (name) {
    case "toJSON":
      return textValue(encodeJson(given()), argument.span);
    case "fromJSON": {
      const value = given();
      const read = value.kind === "text" ? readJson(value.text) : null;
      return read !== null && "node" in read ? nodeValue(read.node) : unresolved;
    }
    case "readFile": {
      const path = knownText(given());
      const text = path === null ? null : program.read(path);
      return text === null ? unresolved : textValue(text, spanOf(text, 0, text.text.length) ?? argument.span);
    }
    case "join": {
      const value = given();
      const [separator, items] = value.kind === "list" ? value.items : [];
      const between = knownText(separator);
      return between === null || items?.kind !== "list"
        ? unresolved
        : textValue(
            concat(
              items.items.flatMap((item, index) => [
                ...(index === 0 ? [] : [made(between, item.span)]),
                item.kind === "text" ? item.text : interpolated(item, item.span),
              ]),
            ),
            argument.span,
          );
    }
    case "secret":
      return given();
    case "invoke": {
      const target = stringOf(member(argument, "function")) ?? stringOf(member(argument, "Function")) ?? "";
      const returned = stringOf(member(argument, "return")) ?? stringOf(member(argument, "Return"));
      const result = invoke(
        target,
        member(argument, "arguments") ?? member(argument, "Arguments") ?? argument,
        program,
      );
      return returned === undefined ? result : (attribute(result, returned) ?? unresolved);
    }
    default:
      return invoke(name, argument, program);
  }
};

const invoke = (name: string, argument: Node, program: Program): Value => {
  const { span } = argument;
  if (/^aws:iam[:/](?:getPolicyDocument:)?getPolicyDocument$/.test(name)) {
    const json = pulumiPolicyDocument(evaluate(argument, program));
    return { kind: "object", span, entries: new Map([["json", json]]) };
  }
  const { account, region } = program.account;
  if (/^aws:[:/]?(?:index[:/])?(?:getCallerIdentity:)?getCallerIdentity$/.test(name))
    return { kind: "object", span, entries: new Map([["accountId", madeText(account, span)]]) };
  if (/^aws:[:/]?(?:index[:/])?(?:getRegion:)?getRegion$/.test(name))
    return {
      kind: "object",
      span,
      entries: new Map(["id", "name", "region"].map((key) => [key, madeText(region, span)])),
    };
  return unknown(name, span);
};

const attribute = (value: Value, name: string): Value | null =>
  value.kind === "object" ? (value.entries.get(name) ?? null) : null;

/** `${a.b}` refers, `$${a}` is the text `${a}`. */
const REFERENCE = /\$(\$?)\{([^{}]{0,300})\}/g;

const interpolation = (text: Text, { span }: Node, program: Program): Value => {
  const whole = /^\$\{([^{}]{1,300})\}$/.exec(text.text)?.[1];
  if (whole !== undefined) return referenceTo(whole, program) ?? unknown(text.text, span);
  const parts: Text[] = [];
  let at = 0;
  for (const { 0: written, 1: escaped, 2: name = "", index } of text.text.matchAll(REFERENCE)) {
    const where = spanOf(text, index, index + written.length) ?? span;
    const value = escaped === "$" ? null : referenceTo(name, program);
    parts.push(
      slice(text, at, index),
      escaped === "$"
        ? made(written.slice(1), where)
        : value === null
          ? hole(written, where)
          : interpolated(value, where),
    );
    at = index + written.length;
  }
  return textValue(concat([...parts, slice(text, at, text.text.length)]), span);
};

/** What `${name.attribute}` refers to; null where the program does not say it. */
const referenceTo = (reference: string, program: Program): Value | null => {
  const [name = "", ...path] = reference.trim().split(".");
  if (program.busy.has(reference)) return null;
  program.busy.add(reference);
  const base = rootValue(name, program);
  const value = base ?? (path.length === 1 ? resourceAttribute(name, path[0] ?? "", program) : null);
  program.busy.delete(reference);
  return base === null
    ? value
    : path.reduce<Value | null>((at, step) => (at === null ? null : attribute(at, step)), base);
};

const rootValue = (name: string, program: Program): Value | null => {
  const variable = member(program.root, "variables", name);
  if (variable !== undefined) return evaluate(variable, program);
  const standard =
    member(program.root, "config", name, "default") ?? member(program.root, "configuration", name, "default");
  return standard === undefined ? null : (program.given.get(name) ?? evaluate(standard, program));
};

/** An attribute of a resource: what it is given, or the ARN of an identity. */
const resourceAttribute = (name: string, wanted: string, program: Program): Value | null => {
  const resource = member(program.root, "resources", name);
  const type = stringOf(member(resource, "type")) ?? "";
  const given = member(resource, "properties", wanted);
  if (given !== undefined) return evaluate(given, program);
  const named = program.kind.pulumi.declared.find(([pattern]) => pattern.test(type))?.[1];
  const identity = named === undefined ? undefined : member(resource, "properties", named);
  if (identity === undefined || (wanted !== "arn" && wanted !== "id")) return null;
  const value = evaluate(identity, program);
  return wanted === "id" ? value : arnOfIdentity(value, program.account, identity.span, program.kind);
};
