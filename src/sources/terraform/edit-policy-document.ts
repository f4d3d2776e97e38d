import { isDeepStrictEqual } from "node:util";
import type { EditValue } from "../../model/remedy.ts";
import { isObject } from "../../text/is-object.ts";
import { aligned } from "../edit/align.ts";
import { changeElement, isInTheWay, type Change, type Elsewhere } from "../edit/change.ts";
import type { Carrier, InTheWay, Splice, Style } from "../edit/element.ts";
import type { SourceFile } from "../written/text.ts";
import { constantText, elementOf, hclCarrier } from "./hcl-element.ts";
import type { Block, Expression } from "./syntax.ts";

type Members = { readonly [name: string]: EditValue };

/** Brings a `data "aws_iam_policy_document"` from the policy that it renders to another one. */
export const changePolicyDocument = (
  block: Block,
  file: SourceFile,
  before: Members,
  after: Members,
  elsewhere: Elsewhere,
): Change => {
  const editing: Editing = { carrier: hclCarrier(file), elsewhere };
  const inTheWay = INHERITED.map((name) => block.body.attributes.get(name)).find((one) => one !== undefined);
  const dynamic = block.body.blocks.find(({ type }) => type === "dynamic");
  const [were, are] = [before, after].map(({ Statement }) => listed(Statement));
  const statements = block.body.blocks.filter(({ type }) => type === "statement");
  if (dynamic !== undefined && !isDeepStrictEqual(were, are)) return way(editing, dynamic);
  if (were === undefined || are === undefined || were.length !== statements.length)
    return way(editing, inTheWay ?? block);
  const splices: Splice[] = [];
  let last: Block | null = null;
  for (const { old, now } of aligned(were, are, isDeepStrictEqual)) {
    const own = old === null ? undefined : statements[were.indexOf(old)];
    const change =
      own === undefined
        ? addStatement(last, were[last === null ? -1 : statements.indexOf(last)], now, editing)
        : now === null
          ? takeOut(own, editing)
          : changeStatement(own, old, now, editing);
    if (isInTheWay(change)) return change;
    splices.push(...change);
    last = own ?? last;
  }
  return splices;
};

const INHERITED = [
  "source_policy_documents",
  "override_policy_documents",
  "source_json",
  "override_json",
] as const;

interface Editing {
  readonly carrier: Carrier;
  readonly elsewhere: Elsewhere;
}

const way = ({ carrier }: Editing, range: { readonly from: number; readonly to: number }): InTheWay => ({
  inTheWay: carrier.text.slice(range.from, range.to).split("\n")[0]?.slice(0, 100) ?? "",
  file: carrier.file,
  at: range.from,
});

const listed = (value: EditValue | undefined): readonly EditValue[] =>
  value === undefined ? [] : isList(value) ? value : [value];

const isList = (value: EditValue): value is readonly EditValue[] => Array.isArray(value);

const isMembers = (value: EditValue | undefined): value is Members =>
  isObject(value) && !Array.isArray(value);

const ATTRIBUTES: Readonly<Record<string, string>> = {
  Action: "actions",
  NotAction: "not_actions",
  Resource: "resources",
  NotResource: "not_resources",
};

const changeStatement = (block: Block, was: EditValue | null, is: EditValue, editing: Editing): Change => {
  if (isDeepStrictEqual(was, is)) return [];
  if (!isMembers(was ?? undefined) || !isMembers(is)) return way(editing, block);
  const old = was as Members;
  const splices: Splice[] = [];
  const names = new Set([...Object.keys(old), ...Object.keys(is)]);
  const gone = [...names].filter((name) => is[name] === undefined);
  for (const name of names) {
    const [a, b] = [old[name], is[name]];
    if (isDeepStrictEqual(a, b)) continue;
    const attribute = ATTRIBUTES[name];
    const change =
      name === "Principal"
        ? changePrincipals(block, a, b, editing)
        : name === "Condition"
          ? changeConditions(block, a, b, editing)
          : attribute === undefined || b === undefined
            ? gone.includes(name) && attribute !== undefined
              ? []
              : way(editing, block)
            : changeAttribute(
                block,
                attribute,
                gone.map((one) => ATTRIBUTES[one]),
                a,
                b,
                editing,
              );
    if (isInTheWay(change)) return change;
    splices.push(...change);
  }
  return splices;
};

/** A list attribute; where it is new, it takes the place of the one that is gone. */
const changeAttribute = (
  block: Block,
  name: string,
  gone: readonly (string | undefined)[],
  was: EditValue | undefined,
  is: EditValue,
  editing: Editing,
): Change => {
  const expression = block.body.attributes.get(name);
  if (expression !== undefined) return changeList(expression, listed(was), listed(is), editing);
  const other = gone.find((one) => one !== undefined && block.body.attributes.has(one));
  const old = other === undefined ? undefined : block.body.attributes.get(other);
  if (other === undefined || old === undefined) return way(editing, block);
  const { carrier } = editing;
  const line = carrier.text.lastIndexOf(other, old.from);
  const style = styleAt(line, old.to, carrier);
  const by = `${carrier.notation.name(name, style)}${carrier.notation.value(listed(is), style)}`;
  return spliced(carrier, line, old.to, by);
};

const changeList = (
  expression: Expression,
  was: readonly EditValue[],
  is: readonly EditValue[],
  { carrier, elsewhere }: Editing,
): Change => changeElement(elementOf(expression, carrier), "", was, is, elsewhere);

const spliced = (carrier: Carrier, from: number, to: number, by: string): Change => {
  const splice = carrier.splice(from, to, by);
  return splice === null ? [] : [splice];
};

const styleAt = (from: number, to: number, { text }: Carrier): Style => ({
  isBlock: false,
  isSpread: true,
  indentation: /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", from - 1) + 1, from))?.[0] ?? "",
  unit: text.includes("\n\t") ? "\t" : "  ",
  newLine: text.includes("\r\n") ? "\r\n" : "\n",
  sample: text.slice(from, to),
});

/** Principals by type, `*` for the bare wildcard. */
const principalsOf = (value: EditValue | undefined): ReadonlyMap<string, readonly EditValue[]> =>
  typeof value === "string"
    ? new Map([["*", [value]]])
    : new Map(isMembers(value) ? Object.entries(value).map(([type, names]) => [type, listed(names)]) : []);

const typeOf = ({ body }: Block): string | null => constantText(body.attributes.get("type"));

const changePrincipals = (
  block: Block,
  was: EditValue | undefined,
  is: EditValue | undefined,
  editing: Editing,
): Change => {
  const { carrier } = editing;
  const blocks = block.body.blocks.filter(({ type }) => type === "principals");
  const [before, after] = [principalsOf(was), principalsOf(is)];
  const odd = blocks.find(
    (one, index) => blocks.findIndex((other) => typeOf(other) === typeOf(one)) !== index,
  );
  if (odd !== undefined || blocks.length !== before.size) return way(editing, odd ?? block);
  const added = [...after].filter(([type]) => !before.has(type));
  const splices: Splice[] = [];
  for (const one of blocks) {
    const type = typeOf(one);
    const identifiers = one.body.attributes.get("identifiers");
    const written = one.body.attributes.get("type");
    if (type === null || identifiers === undefined || written === undefined) return way(editing, one);
    const names = after.get(type);
    const [instead] = names === undefined ? added.splice(0, 1) : [];
    const list = names ?? instead?.[1];
    const change =
      list === undefined
        ? takeOut(one, editing)
        : changeList(identifiers, before.get(type) ?? [], list, editing);
    if (isInTheWay(change)) return change;
    splices.push(...change);
    if (instead !== undefined) {
      const renamed = spliced(carrier, written.from, written.to, JSON.stringify(instead[0]));
      if (!isInTheWay(renamed)) splices.push(...renamed);
    }
  }
  const last = blocks.at(-1);
  if (last === undefined) return added.length === 0 ? splices : way(editing, block);
  const style = styleAt(last.from, last.to, carrier);
  const more = added.flatMap(([type, names]) => [
    "",
    ...nested(
      "principals",
      [
        ["type", type],
        ["identifiers", names],
      ],
      style,
      carrier,
    ),
  ]);
  return [...splices, ...insertedBehind(last, more, style, carrier)];
};

/** Conditions are only added: each operator and key is a block of its own. */
const changeConditions = (
  block: Block,
  was: EditValue | undefined,
  is: EditValue | undefined,
  editing: Editing,
): Change => {
  const { carrier } = editing;
  const [before, after] = [testsOf(was), testsOf(is)];
  const lost = before.find((one) => !after.some((other) => isDeepStrictEqual(one, other)));
  if (lost !== undefined) return way(editing, block);
  const added = after.filter((one) => !before.some((other) => isDeepStrictEqual(one, other)));
  const last = block.body.blocks.at(-1);
  const end = last ?? [...block.body.attributes.values()].toSorted((a, b) => a.to - b.to).at(-1);
  if (end === undefined) return way(editing, block);
  const style = styleAt(lineStart(end.from, carrier), end.to, carrier);
  const lines = added.flatMap(({ test, variable, values }) => [
    "",
    ...nested(
      "condition",
      [
        ["test", test],
        ["variable", variable],
        ["values", values],
      ],
      style,
      carrier,
    ),
  ]);
  return insertedBehind(end, lines, style, carrier);
};

const lineStart = (at: number, { text }: Carrier): number => {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  return line + (/^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0);
};

interface Test {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly EditValue[];
}

const testsOf = (value: EditValue | undefined): readonly Test[] =>
  isMembers(value)
    ? Object.entries(value).flatMap(([test, keys]) =>
        isMembers(keys)
          ? Object.entries(keys).map(([variable, values]) => ({ test, variable, values: listed(values) }))
          : [],
      )
    : [];

/** A block with attributes in columns, a line each. */
const nested = (
  type: string,
  attributes: readonly (readonly [string, EditValue])[],
  style: Style,
  { notation }: Carrier,
): readonly string[] => {
  const width = Math.max(...attributes.map(([name]) => name.length));
  const inner = { ...style, indentation: style.indentation + style.unit, sample: "" };
  return [
    `${style.indentation}${type} {`,
    ...attributes.map(
      ([name, value]) =>
        `${inner.indentation}${name.padEnd(width)} = ${notation.value(withAmpersands(value), inner)}`,
    ),
    `${style.indentation}}`,
  ];
};

/** A policy variable is `&{…}` in this data source. */
const withAmpersands = (value: EditValue): EditValue =>
  typeof value === "string"
    ? value.replaceAll("${", "&{")
    : isList(value)
      ? value.map(withAmpersands)
      : value;

/** Lines behind the line on which a range ends. */
const insertedBehind = (
  { to }: { readonly to: number },
  lines: readonly string[],
  { newLine }: Style,
  carrier: Carrier,
): readonly Splice[] => {
  if (lines.length === 0) return [];
  const rest = /^[ \t]*(?:(?:#|\/\/)[^\n]*)?(?=\r?\n)/.exec(carrier.text.slice(to))?.[0] ?? "";
  const at = to + rest.length;
  const splice = carrier.splice(at, at, lines.map((line) => `${newLine}${line}`).join(""));
  return splice === null ? [] : [splice];
};

/** The block's lines, with the empty line before it where there is one. */
const takeOut = ({ from, to }: Block, editing: Editing): Change => {
  const { carrier } = editing;
  const { text } = carrier;
  const line = text.lastIndexOf("\n", from - 1) + 1;
  const rest = /^[ \t]*(?:(?:#|\/\/)[^\n]*)?\r?\n/.exec(text.slice(to))?.[0];
  if (text.slice(line, from).trim() !== "" || rest === undefined) return way(editing, { from, to });
  const isLast = /^[ \t]*(?:\r?\n|\})/.test(text.slice(to + rest.length));
  const before = /\n([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, line - 200), line))?.[1] ?? "";
  const blank = isLast ? before.length : 0;
  return spliced(carrier, line - blank, to + rest.length, "");
};

/** A statement like the one before it, in which what is equal is copied as it is written. */
const addStatement = (
  like: Block | null,
  was: EditValue | undefined,
  is: EditValue | null,
  editing: Editing,
): Change => {
  const { carrier } = editing;
  if (like === null || !isMembers(was) || is === null || !isMembers(is))
    return way(editing, like ?? { from: 0, to: 0 });
  const inner: Splice[] = [];
  const sid = like.body.attributes.get("sid");
  if (sid !== undefined && is["Sid"] === undefined) {
    const line = carrier.text.lastIndexOf("\n", sid.from) + 1;
    const end = carrier.text.indexOf("\n", sid.to) + 1;
    inner.push({ file: carrier.file, from: line, to: end, by: "" });
  }
  const { Sid: _, ...other } = was;
  const { Sid: named, ...wanted } = is;
  if (named !== undefined && sid !== undefined)
    inner.push({ file: carrier.file, from: sid.from, to: sid.to, by: JSON.stringify(named) });
  const change = changeStatement(like, other, wanted, editing);
  if (isInTheWay(change)) return change;
  const copy = [...inner, ...change]
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce((text, { from, to, by }) => text.slice(0, from) + by + text.slice(to), carrier.text);
  const text = copy.slice(like.from, like.to + copy.length - carrier.text.length);
  const style = styleAt(like.from, like.to, carrier);
  return insertedBehind(like, ["", `${style.indentation}${text}`], style, carrier);
};
