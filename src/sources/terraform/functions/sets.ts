import type { Value } from "../../written/value.ts";
import type { ValueType } from "../../written/value-type.ts";
import { convert, listOf } from "../types/convert.ts";
import { keyOf } from "../types/set-items.ts";
import { typesOf } from "../types/type-of.ts";
import { unify } from "../types/unify.ts";
import {
  ANY_LIST,
  ANY_SET,
  elementOf,
  itemsOf,
  known,
  listValue,
  refusedCall,
  refusedOrOpen,
  tupleValue,
  unresolvedCall,
  type TerraformFunction,
} from "./arguments.ts";

const isUntyped = (set: Value): boolean => elementOf(set) === "any";

/** A function of sets whose elements are first brought to one type. */
const ofSets = (
  compute: (sets: readonly (readonly Value[])[]) => readonly Value[],
  count: { readonly least: number; readonly most?: number },
): TerraformFunction =>
  known({ parameters: [], rest: ANY_SET }, (args, call) => {
    if (args.length < count.least || args.length > (count.most ?? args.length)) return refusedCall(call);
    // A set of nulls alone.
    if (args.some((set) => isUntyped(set) && itemsOf(set).length > 0)) return unresolvedCall([], call);
    const types = typesOf(args.filter((set) => !isUntyped(set)));
    const common = types === null ? null : types.length === 0 ? ANY_SET : unify(types);
    if (common === null || typeof common === "string" || common.kind !== "set") return refusedCall(call);
    const sets = args.map((set) => itemsOf(convert(set, common)));
    return listOf("set", compute(sets), common.element, call.span);
  });

/** Sets joined; one that is not known becomes one element that is not known, so that the others are still judged. */
const setunion: TerraformFunction = (args, call) => {
  const open = args.filter(({ kind }) => kind === "unknown" || kind === "entity");
  const rest = args.filter(({ kind }) => kind !== "unknown" && kind !== "entity");
  const joined = union(rest, call);
  if (open.length === 0 || joined.kind !== "list")
    return rest.length === 0 ? unresolvedCall(args, call) : joined;
  return listValue([...joined.items, ...open], null, call.span, "set");
};

const union = ofSets((sets) => sets.flat(), { least: 1 });

/** With each element of the later sets, or without. */
const keeping =
  (kept: boolean): ((sets: readonly (readonly Value[])[]) => readonly Value[]) =>
  ([first = [], ...others]) => {
    const keys = others.map((set) => new Set(set.map(keyOf)));
    return first.filter((item) => {
      const key = keyOf(item);
      return kept ? keys.every((set) => set.has(key)) : !keys.some((set) => set.has(key));
    });
  };

/** Every combination, of lists as a list and of sets as a set. */
const setproduct: TerraformFunction = (args, call) => {
  if (args.length < 2) return refusedCall(call);
  const lists = args.map((list) =>
    list.kind === "list" && list.typed === undefined ? convert(list, ANY_LIST) : list,
  );
  let rows: readonly (readonly Value[])[] = [[]];
  const types: ValueType[] = [];
  for (const list of lists) {
    if (list.kind !== "list") return refusedOrOpen([list], call);
    const element = elementOf(list);
    if (element === null) return unresolvedCall(args, call);
    types.push(element);
    rows = rows.flatMap((row) => list.items.map((item) => [...row, item]));
    if (rows.length > 10_000) return unresolvedCall([], call);
  }
  const items = rows.map((row) => tupleValue(row, call.span));
  const isSet = lists.every((list) => list.kind === "list" && list.typed?.collection === "set");
  return listOf(isSet ? "set" : "list", items, { kind: "tuple", items: types }, call.span);
};

/** Terraform's functions of sets. A new function is a member here, made as its neighbours are, and nothing else. */
export const SET_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  setunion,
  setintersection: ofSets(keeping(true), { least: 1 }),
  setsubtract: ofSets(keeping(false), { least: 2, most: 2 }),
  setproduct,
};
