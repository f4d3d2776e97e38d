import { knownText, madeText, type ObjectValue, type TypedMap, type Value } from "../../written/value.ts";
import { collectionOf, sameType, type ValueType } from "../../written/value-type.ts";
import { entriesOf, keyText } from "../entries.ts";
import { convert } from "../types/convert.ts";
import { typeOf } from "../types/type-of.ts";
import {
  itemsOf,
  known,
  listValue,
  refusedCall,
  refusedOrOpen,
  TEXTS,
  tupleValue,
  unresolvedCall,
  type TerraformFunction,
} from "./arguments.ts";

/** Later objects win; one that is not known could change any member. */
const merge: TerraformFunction = (args, call) => {
  const entries = new Map<string, Value>();
  for (const value of args) {
    if (value.kind === "null" && isMapType(value.type)) continue;
    if (value.kind !== "object") return refusedOrOpen([value], call);
    for (const [name, member] of value.entries) entries.set(name, member);
  }
  const typed = commonMap(args);
  return { kind: "object", entries, ...(typed === null ? {} : { typed }), span: call.span };
};

/** Whether a null may stand for a map that is left out. */
const isMapType = (type: ValueType = "any"): boolean =>
  type === "any" || (typeof type !== "string" && (type.kind === "map" || type.kind === "object"));

/** Maps of one type stay a map; anything else becomes an object. */
const commonMap = (args: readonly Value[]): TypedMap | null => {
  const [first] = args;
  if (first?.kind !== "object" || first.typed === undefined) return null;
  const type = typeOf(first);
  const isOne = args.every((other) => {
    const own = typeOf(other);
    return type !== null && own !== null && sameType(type, own);
  });
  return isOne ? first.typed : null;
};

const ofObject =
  (compute: (object: ObjectValue) => Value): TerraformFunction =>
  (args, call) => {
    const [object] = args;
    return object?.kind === "object" ? { ...compute(object), span: call.span } : refusedOrOpen(args, call);
  };

const sortedEntries = (object: ObjectValue): readonly (readonly [Value, Value])[] => entriesOf(object) ?? [];

const lookup: TerraformFunction = (args, call) => {
  const [object, key, otherwise] = args;
  const name = key === undefined ? null : knownText(convert(key, "string"));
  if (object?.kind !== "object" || name === null) return refusedOrOpen(args, call);
  const found = object.entries.get(name);
  const fallback = otherwise === undefined ? undefined : convert(otherwise, object.typed?.element ?? "any");
  if (fallback?.kind === "unknown" && fallback.wrong === true) return refusedCall(call);
  return found ?? fallback ?? refusedCall(call);
};

const zipmap: TerraformFunction = (args, call) => {
  const [given, values] = args;
  const names = given === undefined ? undefined : convert(given, TEXTS);
  if (names?.kind !== "list" || values?.kind !== "list") return refusedOrOpen(args, call);
  const entries = new Map<string, Value>();
  for (const [at, name] of names.items.entries()) {
    const key = keyText(name);
    const value = values.items[at];
    if (key === null || value === undefined) return refusedOrOpen([name, ...values.items], call);
    entries.set(key, value);
  }
  if (names.items.length !== values.items.length) return refusedOrOpen(values.items, call);
  const typed = values.typed === undefined ? {} : { typed: { element: values.typed.element } };
  return { kind: "object", entries, ...typed, span: call.span };
};

const transpose = known({ parameters: [collectionOf("map", TEXTS)] }, ([map], call) => {
  const entries = new Map<string, readonly Value[]>();
  for (const [name, list] of map?.kind === "object" ? sortedEntries(map) : [])
    for (const item of itemsOf(list)) {
      const key = keyText(item);
      if (key === null) return unresolvedCall([], call);
      entries.set(key, [...(entries.get(key) ?? []), name]);
    }
  return {
    kind: "object",
    entries: new Map(Array.from(entries, ([key, names]) => [key, listValue(names, "string", call.span)])),
    typed: { element: TEXTS },
    span: call.span,
  };
});

/** Terraform's functions of objects. A new function is a member here, made as its neighbours are, and nothing else. */
export const OBJECT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  merge,
  lookup,
  zipmap,
  transpose,
  keys: ofObject((object) => {
    const names = sortedEntries(object).map(([key, member]) => madeText(keyText(key) ?? "", member.span));
    return object.typed === undefined
      ? tupleValue(names, object.span)
      : listValue(names, "string", object.span);
  }),
  values: ofObject((object) => {
    const members = sortedEntries(object).map(([, member]) => member);
    return object.typed === undefined
      ? tupleValue(members, object.span)
      : listValue(members, object.typed.element, object.span);
  }),
};
