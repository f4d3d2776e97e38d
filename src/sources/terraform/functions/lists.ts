// Longer than other files: one small function for each of Terraform's functions of lists.

import { knownText, type Value } from "../../written/value.ts";
import { collectionOf } from "../../written/value-type.ts";
import { equals } from "../equality.ts";
import { convert } from "../types/convert.ts";
import { keyOf } from "../types/set-items.ts";
import { typesOf } from "../types/type-of.ts";
import { unify } from "../types/unify.ts";
import {
  ANY_LIST,
  booleanValue,
  bounded,
  elementOf,
  isOpen,
  itemsOf,
  known,
  listValue,
  numberOf,
  numberValue,
  refusedCall,
  refusedOrOpen,
  TEXTS,
  tupleValue,
  unresolvedCall,
  withItems,
  type TerraformFunction,
} from "./arguments.ts";

/** Lists joined; one that is not known becomes one element that is not known, so that the others are still judged. */
const concat: TerraformFunction = (args, call) => {
  if (args.length === 0) return refusedCall(call);
  const parts: Value[] = [];
  for (const list of args) {
    if (list.kind === "list" && list.typed?.collection !== "set") parts.push(...list.items);
    else if (list.kind === "unknown" || list.kind === "entity") parts.push(list);
    else return refusedCall(call);
  }
  const types = args.every((list) => list.kind === "list" && list.typed !== undefined) ? typesOf(args) : null;
  const common = types === null ? null : unify(types);
  return bounded(
    common !== null && typeof common !== "string" && common.kind === "list"
      ? convert(tupleValue(parts, call.span), common)
      : tupleValue(parts, call.span),
    call,
  );
};

const flatten: TerraformFunction = (args, call) => {
  const [list] = args;
  if (list?.kind !== "list") return refusedOrOpen(args, call);
  const items: Value[] = [];
  const pending = list.items.toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (items.length + pending.length > 100_000) return unresolvedCall([], call);
    if (next.kind === "list") pending.push(...next.items.toReversed());
    else items.push(next);
  }
  return bounded(tupleValue(items, call.span), call);
};

/** Terraform counts what a reader takes for one character, after normalization; beyond these it is not counted here. */
const SIMPLE_TEXT = /^[\n\t\u0020-\u007e\u00a0-\u02ff]*$/;

const length: TerraformFunction = (args, call) => {
  const [value] = args;
  if (args.length !== 1) return refusedCall(call);
  if (value?.kind === "list" && !value.items.some(isOpen)) return numberValue(value.items.length, call.span);
  if (value?.kind === "object") return numberValue(value.entries.size, call.span);
  const text = knownText(value);
  if (text !== null && SIMPLE_TEXT.test(text)) return numberValue(text.length, call.span);
  return value?.kind === "list" || value?.kind === "text"
    ? unresolvedCall(args, call)
    : refusedOrOpen(args, call);
};

const element: TerraformFunction = (args, call) => {
  const [list, position] = args;
  const at = position === undefined ? undefined : convert(position, "number");
  if (list?.kind !== "list" || at?.kind !== "number") return refusedOrOpen(args, call);
  if (list.items.some(isOpen)) return unresolvedCall(args, call);
  if (list.typed?.collection === "set" || !Number.isInteger(at.number)) return refusedCall(call);
  const remainder = at.number % list.items.length;
  // A list counts from its end too, a tuple does not.
  const isBefore = remainder < 0 && list.typed === undefined;
  return (isBefore ? undefined : list.items.at(remainder)) ?? refusedCall(call);
};

const slice: TerraformFunction = (args, call) => {
  const [list, ...ends] = args;
  const [from, to] = ends.map((end) => convert(end, "number"));
  if (list?.kind !== "list" || from?.kind !== "number" || to?.kind !== "number")
    return refusedOrOpen(args, call);
  if (list.items.some(isOpen)) return unresolvedCall(args, call);
  const [start, end] = [from.number, to.number];
  const isRight = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end;
  return isRight && end <= list.items.length && list.typed?.collection !== "set"
    ? withItems(list, list.items.slice(start, end), call.span)
    : refusedCall(call);
};

const contains: TerraformFunction = (args, call) => {
  const [list, wanted] = args;
  if (list?.kind !== "list" || wanted === undefined || wanted.kind === "null")
    return refusedOrOpen(args, call);
  const results = list.items.map((item) => equals(item, wanted));
  if (results.includes(true)) return booleanValue(true, call.span);
  return results.find((result) => typeof result !== "boolean") ?? booleanValue(false, call.span);
};

const indexOf: TerraformFunction = (args, call) => {
  const [list, wanted] = args;
  if (list?.kind !== "list" || wanted === undefined || wanted.kind === "null")
    return refusedOrOpen(args, call);
  for (const [at, item] of list.items.entries()) {
    const equal = equals(item, wanted);
    if (equal === true) return numberValue(at, call.span);
    if (equal !== false) return equal;
  }
  return refusedCall(call);
};

/** The first that is neither null nor empty, as one of the type that all have in common. */
const coalesce: TerraformFunction = (args, call) => {
  const types = typesOf(args);
  const common = types === null ? "any" : unify(types);
  if (common === null) return refusedCall(call);
  for (const argument of args) {
    const value = convert(argument, common);
    if (value.kind === "null" || (value.kind === "text" && value.text.text === "")) continue;
    return value;
  }
  return refusedCall(call);
};

const isSequence = (value: Value): boolean => value.kind === "list" && value.typed?.collection !== "set";

const coalescelist: TerraformFunction = (args, call) => {
  const isRefused = args.some(
    (value) => !isSequence(value) && value.kind !== "unknown" && value.kind !== "entity",
  );
  const first = args.find((value) => value.kind !== "list" || value.items.length > 0);
  return isRefused || first === undefined ? refusedCall(call) : first;
};

/** Elements that are certainly equal to an earlier one are left out. */
const distinct: TerraformFunction = (args, call) => {
  const [given] = args;
  const list = given === undefined ? undefined : convert(given, ANY_LIST);
  if (list?.kind !== "list") return refusedOrOpen(args, call);
  const seen = new Set<string>();
  const items = list.items.filter((item) => {
    const key = keyOf(item);
    const isKnownAlready = key !== null && seen.has(key);
    if (key !== null) seen.add(key);
    return !isKnownAlready;
  });
  return withItems(list, items, call.span);
};

const compact: TerraformFunction = (args, call) => {
  const [given] = args;
  const list = given === undefined ? undefined : convert(given, TEXTS);
  if (list?.kind !== "list") return refusedOrOpen(args, call);
  const items = list.items.filter(
    (item) => item.kind !== "null" && !(item.kind === "text" && item.text.text === ""),
  );
  return withItems(list, items, call.span);
};

const reverse: TerraformFunction = (args, call) => {
  const [list] = args;
  if (list?.kind !== "list") return refusedOrOpen(args, call);
  const items = list.items.toReversed();
  return list.typed === undefined
    ? tupleValue(items, call.span)
    : listValue(items, list.typed.element, call.span);
};

const sort = known({ parameters: [TEXTS] }, (args, call) => {
  const items = itemsOf(args[0]);
  if (items.some(({ kind }) => kind === "null")) return refusedCall(call);
  const keyed = items.map((item) => ({ item, key: Buffer.from(knownText(item) ?? "") }));
  return listValue(
    keyed.toSorted((a, b) => Buffer.compare(a.key, b.key)).map(({ item }) => item),
    "string",
    call.span,
  );
});

/** Terraform makes no longer range. */
const LONGEST_RANGE = 1024;

const range = known({ parameters: ["number", "number", "number"], optional: 2 }, (args, call) => {
  const [first = 0, second = 0] = args.map(numberOf);
  const [from, to] = args.length === 1 ? [0, first] : [first, second];
  const step = args.length === 3 ? numberOf(args[2]) : to < from ? -1 : 1;
  if (step === 0 || (step < 0 ? to > from : to < from)) return refusedCall(call);
  const count = Math.ceil((to - from) / step);
  if (count > LONGEST_RANGE) return refusedCall(call);
  if (!Number.isInteger(from * 1024) || !Number.isInteger(step * 1024)) return unresolvedCall([], call);
  return listValue(
    Array.from({ length: count }, (_, at) => numberValue(from + at * step, call.span)),
    "number",
    call.span,
  );
});

const one: TerraformFunction = (args, call) => {
  const [list] = args;
  if (list?.kind !== "list") return refusedOrOpen(args, call);
  if (list.items.some(isOpen)) return unresolvedCall(args, call);
  if (list.items.length > 1) return refusedCall(call);
  return list.items[0] ?? { kind: "null", span: call.span };
};

const chunklist = known({ parameters: [ANY_LIST, "number"] }, (args, call) => {
  const [list, given] = args;
  const size = numberOf(given);
  const items = itemsOf(list);
  if (!Number.isInteger(size) || size < 0) return refusedCall(call);
  const element = elementOf(list);
  const inner = element === null ? null : collectionOf("list", element);
  const width = size === 0 ? items.length : size;
  const chunks = Array.from({ length: width === 0 ? 0 : Math.ceil(items.length / width) }, (_, at) =>
    listValue(items.slice(at * width, (at + 1) * width), element, call.span),
  );
  return listValue(chunks, inner, call.span);
});

const matchkeys = known({ parameters: [ANY_LIST, ANY_LIST, ANY_LIST] }, (args, call) => {
  const [values, names, wanted] = args;
  const types = typesOf([names, wanted].filter((one) => one !== undefined));
  const common = types === null ? null : unify(types);
  if (itemsOf(values).length !== itemsOf(names).length || common === null) return refusedCall(call);
  const keysOf = (list: Value | undefined): readonly (string | null)[] =>
    list === undefined ? [] : itemsOf(convert(list, common)).map(keyOf);
  const searched = new Set(keysOf(wanted));
  const own = keysOf(names);
  return listValue(
    itemsOf(values).filter((_, at) => searched.has(own[at] ?? null)),
    elementOf(values),
    call.span,
  );
});

const every = (decisive: boolean): TerraformFunction =>
  known({ parameters: [collectionOf("list", "bool")] }, (args, call) => {
    const isDecisive = itemsOf(args[0]).some((item) =>
      decisive
        ? item.kind === "boolean" && item.boolean
        : item.kind === "null" || (item.kind === "boolean" && !item.boolean),
    );
    return booleanValue(isDecisive === decisive, call.span);
  });

/** Terraform's functions of lists. A new function is a member here, made as its neighbours are, and nothing else. */
export const LIST_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  concat,
  flatten,
  length,
  element,
  slice,
  contains,
  index: indexOf,
  coalesce,
  coalescelist,
  distinct,
  compact,
  reverse,
  sort,
  range,
  one,
  chunklist,
  matchkeys,
  alltrue: every(false),
  anytrue: every(true),
};
