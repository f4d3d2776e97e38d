import type { SyntaxNode } from "@lezer/common";
import { encodeJson, knownText, type Value } from "../written/value.ts";
import { calledName, evaluate, parametersOf } from "./evaluate.ts";
import { sourceOf, type Program } from "./program.ts";
import { around, type Expression, type Range } from "./syntax.ts";

type Call = Extract<Expression, { readonly type: "call" }>;

/** What a call or a resource is sent by: a client of an SDK, or a provider. */
interface Client {
  readonly region: Value | null;
  /** Equal for two that are in one account; null for the environment's own. */
  readonly caller: string | null;
}

/** The client that a call goes to, or the provider that a resource's options name. */
export const clientOf = (call: Call, node: SyntaxNode, program: Program, isResource: boolean): Client => {
  const provider = isResource ? providerOf(call, program) : null;
  if (provider !== null) return madeBy(provider, program);
  if (isResource) return { region: null, caller: stackOf(node, null) };
  const outer =
    node.parent?.name === "ArgList" && node.parent.parent !== null
      ? program.language.build(node.parent.parent, program.file)
      : null;
  const callee = outer?.type === "call" && calledName(outer) === "send" ? outer.callee : call.callee;
  const client = callee.type === "member" ? callee.of : clientOfUnnamed(callee);
  return client === null ? { region: null, caller: null } : madeBy(client, program);
};

/** The client of a call whose operation is not written as its name: `client[name](…)`, `getattr(client, name)(…)`. */
export const clientOfUnnamed = (callee: Expression): Expression | null => {
  if (callee.type === "index") return callee.of;
  return callee.type === "call" && calledName(callee) === "getattr"
    ? (callee.arguments[0]?.value ?? null)
    : null;
};

/** Whether an expression is a client of the service, by what makes it or by what it is called. */
export const isOwnClient = (expression: Expression, program: Program): boolean => {
  const { programs } = program.kind;
  const made = constructed(expression, program);
  if (made === null) return programs.clientName.test(sourceOf(expression, program));
  const [service] = made.arguments;
  return (
    programs.client.test(calledName(made)) ||
    (service !== undefined && programs.service.test(knownText(evaluate(service.value, program)) ?? ""))
  );
};

const providerOf = (call: Call, program: Program): Expression | null => {
  const options = call.arguments
    .flatMap(({ value }) => (value.type === "object" ? value.members : []))
    .find(({ key }) => key !== null && knownText(evaluate(key, program)) === "provider");
  const named = call.arguments
    .flatMap(({ value }) => (value.type === "call" ? value.arguments : []))
    .find(({ name }) => name === "provider");
  return options?.value ?? named?.value ?? null;
};

/** Functions and classes that make a client, a session or a provider of what they are given. */
const MAKERS = /^(?:client|resource|Session|session|\w*Client|\w*Provider)$/;

const madeBy = (expression: Expression, program: Program): Client => {
  const made = constructed(expression, program);
  if (made === null) return { region: null, caller: keyOf(expression, program) };
  const given = parametersOf(made, program)?.entries ?? new Map<string, Value>();
  const { callee } = made;
  const session =
    callee.type === "member" && constructed(callee.of, program) !== null
      ? madeBy(callee.of, program)
      : { region: null, caller: null };
  const region =
    given.get("region") ?? given.get("region_name") ?? secondArgument(made, program) ?? session.region;
  const said = [...given].filter(([name]) => CREDENTIALS.test(name)).map(([, value]) => value);
  return {
    region,
    caller: joined([
      session.caller,
      ...said.map((value) => encodeJson(value).text + keyOfOpen(value, program)),
      region === null ? null : keyOfOpen(region, program),
    ]),
  };
};

const joined = (parts: readonly (string | null)[]): string | null => {
  const said = parts.filter((part) => part !== null && part !== "");
  return said.length === 0 ? null : said.join(" ");
};

/** Parameters that say as whom a client calls. */
const CREDENTIALS = /profile|credential|access|secret|token|role|endpoint|config|account/i;

/** `boto3.client("ses", "eu-west-1")`. */
const secondArgument = (made: Call, program: Program): Value | null => {
  const [, second] = made.arguments.filter(({ name, spread }) => name === null && !spread);
  if (second === undefined || !/^(?:client|resource)$/.test(calledName(made))) return null;
  const value = evaluate(second.value, program);
  return value.kind === "object" ? null : value;
};

/** The call that makes what an expression names, where it makes a client. */
const constructed = (expression: Expression, program: Program): Call | null => {
  const value = expression.type === "name" ? program.lookUp(expression.name, expression.from) : expression;
  if (value?.type !== "call") return null;
  const name = calledName(value);
  return MAKERS.test(name) || program.kind.programs.client.test(name) ? value : null;
};

/** A value that is not known, by its expression and where the name in it is bound; nothing for one that is. */
const keyOfOpen = (value: Value, program: Program): string =>
  value.kind !== "text" && value.kind !== "unknown"
    ? ""
    : knownText(value) !== null
      ? ""
      : keyOf(value.span, program);

/** An expression with the place where the name that it begins with is bound: a parameter of another function is another. */
const keyOf = (range: Range, program: Program): string => {
  const source = sourceOf(range, program);
  const [name = ""] = /^(?:this\b|self\b|[\w$]+)/.exec(source) ?? [];
  const place =
    name === "this" || name === "self" ? classAt(range, program) : program.scopeOf(name, range.from);
  return `?${source}@${place}`;
};

/** The stack that declares a resource: two classes may be deployed in two regions. */
export const stackOf = (node: SyntaxNode, role: Value | null): string | null => {
  const stack = around(node, CLASSES);
  return joined([
    stack === null ? null : `class@${stack.from}`,
    role === null ? null : (knownText(role) ?? encodeJson(role).text),
  ]);
};

const CLASSES: ReadonlySet<string> = new Set(["ClassDeclaration", "ClassExpression", "ClassDefinition"]);

const classAt = ({ from }: Range, { tree }: Program): number =>
  around(tree.resolveInner(from, 1), CLASSES)?.from ?? -1;
