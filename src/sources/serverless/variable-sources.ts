import { posix } from "node:path";
import { itemsOf, member, membersOf, stringOf, type Node } from "../written/node.ts";
import { made, type Span } from "../written/text.ts";
import { unknown } from "../written/value.ts";
import type { Service } from "./service.ts";
import type { Expression, VariableSource } from "./variable-syntax.ts";

type Asked = Extract<VariableSource, { readonly kind: "source" }>;

/** The service, and how an address with variables of its own becomes a text. */
interface Asking extends Service {
  readonly text: (expression: Expression) => string | null;
}

/**
 * What a source gives: a value, null where it has none so that the next source is asked, or an unknown where only the
 * deployment can say.
 */
export const sourceValue = (
  source: Asked,
  asking: Asking,
  span: Span,
  resolve: (node: Node) => Node,
): Node | null => {
  const { type, params } = source;
  const address = source.address === null ? "" : asking.text(source.address);
  const open = unknown(`\${${type}:${address ?? "…"}}`, span);
  if (address === null) return open;
  const given = ASKED.has(type) ? asking.given.get(`${type}:${address}`) : undefined;
  if (ASKED.has(type)) asking.asked.add(`${type}:${address}`);
  if (given !== undefined)
    return given.kind === "text" ? { kind: "string", text: given.text, span: given.span } : open;
  switch (type) {
    case "self":
      return guarded(asking, `self:${address}`, open, () =>
        found(asking.root, address, asking, resolve, source),
      );
    case "sls":
      return address === "stage" ? text(stageOf(asking, resolve), span) : open;
    case "opt":
      return optionValue(address, asking, span);
    case "aws":
      return address === "region"
        ? text(asking.account.region, span)
        : address === "accountId"
          ? text(asking.account.account, span)
          : open;
    case "env":
      // Whether it is set when the service is deployed is not in the code; its fallback is what the code says.
      return null;
    case "param":
      return paramValue(address, asking, resolve);
    case "file":
      return guarded(asking, `file:${JSON.stringify(params.map(asking.text))}:${address}`, open, () =>
        fileValue(params, address, asking, resolve, open, source),
      );
    case "strToBool":
      return booleanValue(params, asking, span) ?? open;
    default:
      return open;
  }
};

/** What a command or its environment may give. */
const ASKED: ReadonlySet<string> = new Set(["opt", "env", "param"]);

const text = (value: string, span: Span): Node => ({ kind: "string", text: made(value, span), span });

const guarded = <T extends Node | null>(
  { busy }: Service,
  name: string,
  open: Node,
  compute: () => T,
): T | Node => {
  if (busy.has(name)) return open;
  busy.add(name);
  const value = compute();
  busy.delete(name);
  return value;
};

/** An option is given on the command line: the code says of it no more than its fallback. */
const optionValue = (address: string, { stage }: Service, span: Span): Node | null =>
  address === "stage" && stage !== null ? text(stage, span) : null;

const STANDARD_STAGE = "dev";

/** The stage as `sls:stage` gives it: the option, else the provider's, else `dev`. */
const stageOf = ({ stage, root }: Service, resolve: (node: Node) => Node): string => {
  if (stage !== null) return stage;
  const stated = member(root, "provider", "stage");
  return (stated === undefined ? undefined : stringOf(resolve(stated))) ?? STANDARD_STAGE;
};

/** Of the stage, else of all stages. A value of `--param` or of the dashboard is not in the code. */
const paramValue = (address: string, asking: Asking, resolve: (node: Node) => Node): Node | null => {
  const params = member(asking.root, "params");
  for (const name of membersOf(params).map((one) => one.name.text))
    if (name !== "default") asking.stages.add(name);
  const value = member(params, stageOf(asking, resolve), address) ?? member(params, "default", address);
  return value === undefined ? null : resolve(value);
};

/** A member by its path; what lies on the way may be a variable itself. */
const found = (
  root: Node,
  address: string,
  asking: Asking,
  resolve: (node: Node) => Node,
  { address: written }: Asked,
): Node | null => {
  const path = address === "" ? [] : address.split(".");
  const hasVariables = written !== null && written.parts.some(({ kind }) => kind === "variable");
  const stage = hasVariables ? stageOf(asking, resolve) : null;
  let at = root;
  for (const [index, name] of path.entries()) {
    if (at.kind === "string") at = resolve(at);
    if (at.kind === "unknown" || isHoled(at)) return unknown(`\${self:${address}}`, at.span);
    if (name === stage) noteStages(at, name, path.slice(index + 1), asking);
    const next = at.kind === "array" ? itemsOf(at)[Number(name)] : member(at, name);
    if (next === undefined) return null;
    at = next;
  }
  const value = resolve(at);
  return value.kind === "null" ? null : value;
};

/** Where the stage chooses a member, others like it are other stages. */
const noteStages = (at: Node, stage: string, rest: readonly string[], { stages }: Service): void => {
  const kind = member(at, stage, ...rest)?.kind;
  for (const { name, value } of membersOf(at))
    if (member(value, ...rest)?.kind === kind) stages.add(name.text);
};

const isHoled = (node: Node): boolean =>
  node.kind === "string" && node.text.pieces.some(({ hole }) => hole !== undefined);

const fileValue = (
  params: readonly Expression[],
  address: string,
  asking: Asking,
  resolve: (node: Node) => Node,
  open: Node,
  source: Asked,
): Node | null => {
  const [first] = params;
  const path = first === undefined ? null : asking.text(first);
  // A program computes its value when it is run.
  if (path === null || /\.[cm]?[jt]s$/i.test(path)) return open;
  const node = asking.read(path);
  if (first?.parts.some(({ kind }) => kind === "variable") === true)
    noteStagesOfFile(path, stageOf(asking, resolve), asking);
  if (node === null || node.kind === "unknown") return node;
  return found(node, address, asking, resolve, source);
};

/** Where the stage chooses a file, others beside it whose names differ in the stage alone are of other stages. */
const noteStagesOfFile = (path: string, stage: string, { names, stages }: Service): void => {
  const { dir, base } = posix.parse(path);
  const at = base.indexOf(stage);
  if (at < 0) return;
  const [before, after] = [base.slice(0, at), base.slice(at + stage.length)];
  for (const name of names(dir))
    if (name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after))
      stages.add(name.slice(before.length, name.length - after.length));
};

/** `strToBool(x)`: the words true and false, and 1 and 0. */
const booleanValue = (params: readonly Expression[], asking: Asking, span: Span): Node | null => {
  const [first] = params;
  const written = first === undefined ? null : asking.text(first);
  if (written === null) return null;
  if (/^(?:true|1)$/i.test(written)) return { kind: "boolean", value: true, span };
  return /^(?:false|0)$/i.test(written) ? { kind: "boolean", value: false, span } : null;
};
