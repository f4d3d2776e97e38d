import { isDeepStrictEqual } from "node:util";
import type { EditValue } from "../../model/remedy.ts";
import { changeElement, isInTheWay, type Change } from "../edit/change.ts";
import type { Splice } from "../edit/element.ts";
import {
  insertedBehind,
  lineStart,
  nested,
  spliced,
  styleAt,
  takeOut,
  way,
  type Editing,
} from "./edit-block.ts";
import { isMembers, listed } from "./edit-value.ts";
import { elementOf } from "./hcl-element.ts";
import type { Block, Expression } from "./syntax.ts";
import { constantText } from "./traverse.ts";

export const changeList = (
  expression: Expression,
  was: readonly EditValue[],
  is: readonly EditValue[],
  { carrier, elsewhere }: Editing,
): Change => changeElement(elementOf(expression, carrier), "", was, is, elsewhere);

/** Principals by type, `*` for the bare wildcard. */
const principalsOf = (value: EditValue | undefined): ReadonlyMap<string, readonly EditValue[]> =>
  typeof value === "string"
    ? new Map([["*", [value]]])
    : new Map(isMembers(value) ? Object.entries(value).map(([type, names]) => [type, listed(names)]) : []);

const typeOf = ({ body }: Block): string | null => constantText(body.attributes.get("type"));

export const changePrincipals = (
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
export const changeConditions = (
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
