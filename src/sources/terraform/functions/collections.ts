import { encodeJson, knownText, type Value } from "../../written/value.ts";
import { keyText } from "../entries.ts";
import type { Call } from "../frame.ts";
import { equals } from "../operators.ts";
import { booleanValue, integer, listValue, texts, unresolvedCall } from "./arguments.ts";
import type { TerraformFunction } from "./terraform-function.ts";

/** The longest list that is made. */
const LONGEST_LIST = 10_000;

const bounded = (items: readonly Value[], call: Call): Value =>
  items.length > LONGEST_LIST ? unresolvedCall([], call) : listValue(items, call.span);

/** A function of one list; what is not known stays as an element that is not known. */
const ofList =
  (compute: (items: readonly Value[], call: Call) => Value): TerraformFunction =>
  (args, call) => {
    const [list] = args;
    return list?.kind === "list" ? compute(list.items, call) : unresolvedCall(args, call);
  };

const isOpen = (value: Value): boolean => value.kind === "unknown";

/** Elements that are certainly equal to an earlier one are left out. */
const distinct = (items: readonly Value[]): readonly Value[] => {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = isOpen(item) ? null : encodeJson(item).text;
    const known = key !== null && seen.has(key);
    if (key !== null) seen.add(key);
    return !known;
  });
};

/** Lists joined; one that is not known becomes one element that is not known, so that the others are still judged. */
const concat: TerraformFunction = (args, call) =>
  bounded(
    args.flatMap((list) => (list.kind === "list" ? list.items : [list])),
    call,
  );

const flatten: TerraformFunction = (args, call) => {
  const [list] = args;
  if (list?.kind !== "list") return unresolvedCall(args, call);
  const items: Value[] = [];
  const pending = list.items.toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (items.length + pending.length > LONGEST_LIST) return unresolvedCall([], call);
    if (next.kind === "list") pending.push(...next.items.toReversed());
    else items.push(next);
  }
  return listValue(items, call.span);
};

const length: TerraformFunction = (args, call) => {
  const [value] = args;
  const count =
    value?.kind === "list" && !value.items.some(isOpen)
      ? value.items.length
      : value?.kind === "object"
        ? value.entries.size
        : value === undefined
          ? null
          : (knownText(value)?.length ?? null);
  return count === null ? unresolvedCall(args, call) : { kind: "number", number: count, span: call.span };
};

const element: TerraformFunction = (args, call) => {
  const [list, position] = args;
  const at = integer(position);
  if (list?.kind !== "list" || at === null || list.items.some(isOpen)) return unresolvedCall(args, call);
  return list.items.at(at % list.items.length) ?? unresolvedCall([], call);
};

const slice: TerraformFunction = (args, call) => {
  const [list, from, to] = args;
  const [start, end] = [integer(from), integer(to)];
  return list?.kind === "list" && start !== null && end !== null && !list.items.some(isOpen)
    ? listValue(list.items.slice(start, end), call.span)
    : unresolvedCall(args, call);
};

const contains: TerraformFunction = (args, call) => {
  const [list, wanted] = args;
  if (list?.kind !== "list" || wanted === undefined) return unresolvedCall(args, call);
  const answers = list.items.map((item) => equals(item, wanted));
  if (answers.includes(true)) return booleanValue(true, call.span);
  return answers.find((answer) => typeof answer !== "boolean") === undefined
    ? booleanValue(false, call.span)
    : unresolvedCall([...list.items, wanted], call);
};

/** The first argument that is neither null nor an empty string; one that is not known ends the search. */
const coalesce: TerraformFunction = (args, call) => {
  for (const value of args) {
    if (value.kind === "null" || (value.kind === "text" && value.text.text === "")) continue;
    return value;
  }
  return unresolvedCall([], call);
};

const coalescelist: TerraformFunction = (args, call) =>
  args.find((value) => value.kind !== "list" || value.items.length > 0) ?? unresolvedCall([], call);

/** Sets keep no order: sorted by their JSON, as Terraform iterates over them. */
const toset = ofList((items, call) => {
  const keyed = distinct(items).map((item) => ({
    item,
    key: isOpen(item) ? "\uFFFF" : encodeJson(item).text,
  }));
  return listValue(
    keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item),
    call.span,
  );
});

const sort: TerraformFunction = (args, call) => {
  const [list] = args;
  const keys = list?.kind === "list" ? texts(list.items) : null;
  if (list?.kind !== "list" || keys === null) return unresolvedCall(args, call);
  const keyed = list.items.map((item, index) => ({ item, key: keys[index] ?? "" }));
  return listValue(
    keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item),
    call.span,
  );
};

const range: TerraformFunction = (args, call) => {
  const numbers = args.map(integer);
  const [first = null, second = null, step = 1] = numbers;
  if (first === null || numbers.includes(null) || step === 0 || step === null)
    return unresolvedCall(args, call);
  const [from, to] = numbers.length === 1 ? [0, first] : [first, second ?? first];
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (count > LONGEST_LIST) return unresolvedCall([], call);
  return listValue(
    Array.from({ length: count }, (_, index): Value => ({
      kind: "number",
      number: from + index * step,
      span: call.span,
    })),
    call.span,
  );
};

const one: TerraformFunction = (args, call) => {
  const [list] = args;
  if (list?.kind !== "list" || list.items.length > 1) return unresolvedCall(args, call);
  return list.items[0] ?? { kind: "null", span: call.span };
};

const setunion: TerraformFunction = (args, call) => {
  const all = concat(args, call);
  return all.kind === "list" ? bounded(distinct(all.items), call) : all;
};

const setsubtract: TerraformFunction = (args, call) => {
  const [from, without] = args;
  if (from?.kind !== "list" || without?.kind !== "list" || [...from.items, ...without.items].some(isOpen))
    return unresolvedCall(args, call);
  const gone = new Set(without.items.map((item) => encodeJson(item).text));
  return listValue(
    from.items.filter((item) => !gone.has(encodeJson(item).text)),
    call.span,
  );
};

/** A value that passes through unchanged. */
const same: TerraformFunction = (args, call) => args[0] ?? unresolvedCall([], call);

const zipmap: TerraformFunction = (args, call) => {
  const [names, values] = args;
  if (names?.kind !== "list" || values?.kind !== "list") return unresolvedCall(args, call);
  const entries = new Map<string, Value>();
  for (const [at, name] of names.items.entries()) {
    const key = keyText(name);
    const value = values.items[at];
    if (key === null || value === undefined) return unresolvedCall([name], call);
    entries.set(key, value);
  }
  return { kind: "object", entries, span: call.span };
};

export const COLLECTION_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  concat,
  flatten,
  length,
  element,
  slice,
  contains,
  coalesce,
  coalescelist,
  toset,
  sort,
  range,
  one,
  setunion,
  setsubtract,
  zipmap,
  distinct: ofList((items, call) => listValue(distinct(items), call.span)),
  reverse: ofList((items, call) => listValue(items.toReversed(), call.span)),
  compact: ofList((items, call) =>
    listValue(
      items.filter((item) => item.kind !== "null" && !(item.kind === "text" && item.text.text === "")),
      call.span,
    ),
  ),
  tolist: same,
  tomap: same,
  tonumber: (args, call) => {
    const number = integer(args[0]);
    return number === null ? unresolvedCall(args, call) : { kind: "number", number, span: call.span };
  },
  tobool: same,
  sensitive: same,
  nonsensitive: same,
};
