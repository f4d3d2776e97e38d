import { isDeepStrictEqual } from "node:util";
import type { EditValue } from "../../model/remedy.ts";
import { aligned } from "../edit/align.ts";
import { isInTheWay, type Change, type Elsewhere } from "../edit/change.ts";
import type { Splice } from "../edit/element.ts";
import type { SourceFile } from "../written/text.ts";
import { insertedBehind, spliced, styleAt, takeOut, way, type Editing } from "./edit-block.ts";
import { changeConditions, changeList, changePrincipals } from "./edit-blocks-of-statement.ts";
import { isMembers, listed, type Members } from "./edit-value.ts";
import { hclCarrier } from "./hcl-element.ts";
import type { Block } from "./syntax.ts";

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
