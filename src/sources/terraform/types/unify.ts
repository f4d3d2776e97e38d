import { collectionOf, sameType, type CollectionKind, type ValueType } from "../../written/value-type.ts";

type Kind = "primitive" | "any" | CollectionKind | "object" | "tuple";

const kindOf = (type: ValueType): Kind =>
  type === "any" ? "any" : typeof type === "string" ? "primitive" : type.kind;

/**
 * The one type that values of all these types can be converted to, as go-cty 1.16 finds it (convert/unify.go) for
 * conditionals, lists and sets; null where there is none.
 */
export const unify = (types: readonly ValueType[]): ValueType | null => {
  const [first] = types;
  if (first === undefined) return null;
  if (types.every((type) => sameType(type, first))) return first;
  const kinds = new Set(types.map(kindOf));
  const only = (...allowed: readonly Kind[]): boolean =>
    Array.from(kinds).every((kind) => kind === "any" || allowed.includes(kind));
  for (const kind of ["map", "list", "set"] as const)
    if (kinds.has(kind) && only(kind))
      return kinds.has("any") ? "any" : collection(kind, types.flatMap(elementsOf));
  if (kinds.has("map") && only("map", "object")) {
    const found = common("map", types);
    if (found !== null) return found;
  } else if (kinds.has("list") && only("list", "tuple")) {
    const found = common("list", types);
    if (found !== null) return found;
  } else if (kinds.has("object") && only("object")) return kinds.has("any") ? "any" : unifyObjects(types);
  else if (kinds.has("tuple") && only("tuple")) return kinds.has("any") ? "any" : unifyTuples(types);
  if (kinds.has("object") && kinds.has("tuple")) return null;
  return (
    types
      .toSorted(
        (a, b) =>
          PREFERENCE[kindOf(a)] - PREFERENCE[kindOf(b)] || Number(b === "string") - Number(a === "string"),
      )
      .find((wanted) => types.every((type) => isConvertible(type, wanted))) ?? null
  );
};

/** The more general comes first. */
const PREFERENCE: Readonly<Record<Kind, number>> = {
  primitive: 0,
  list: 1,
  set: 2,
  map: 3,
  tuple: 4,
  object: 5,
  any: 6,
};

const elementsOf = (type: ValueType): readonly ValueType[] =>
  typeof type === "string"
    ? []
    : type.kind === "object"
      ? Array.from(type.attributes.values())
      : type.kind === "tuple"
        ? type.items
        : [type.element];

const collection = (kind: CollectionKind, elements: readonly ValueType[]): ValueType | null => {
  const element = elements.length === 0 ? "any" : unify(elements);
  return element === null ? null : collectionOf(kind, element);
};

/** A collection of all elements, where each of the types can become it. */
const common = (kind: CollectionKind, types: readonly ValueType[]): ValueType | null => {
  const found = collection(kind, types.flatMap(elementsOf));
  return found !== null && types.every((type) => isConvertible(type, found)) ? found : null;
};

/** Objects with the same attributes stay objects; others become a map. */
const unifyObjects = (types: readonly ValueType[]): ValueType | null => {
  const all = types.flatMap((type) =>
    typeof type !== "string" && type.kind === "object" ? [type.attributes] : [],
  );
  const [first] = all;
  if (first === undefined) return null;
  if (
    all.every(
      (other) => other.size === first.size && Array.from(first.keys()).every((name) => other.has(name)),
    )
  ) {
    const attributes = new Map<string, ValueType>();
    for (const name of first.keys()) {
      const type = unify(all.map((one) => one.get(name) ?? "any"));
      if (type !== null) attributes.set(name, type);
    }
    if (attributes.size === first.size) return { kind: "object", attributes };
  }
  return common("map", types);
};

/** Tuples of one length stay tuples; others become a list. */
const unifyTuples = (types: readonly ValueType[]): ValueType | null => {
  const all = types.map(elementsOf);
  const length = all[0]?.length ?? 0;
  if (all.every((items) => items.length === length)) {
    const items = Array.from({ length }, (_, at) => unify(all.map((one) => one[at] ?? "any")));
    if (items.every((item) => item !== null)) return { kind: "tuple", items };
  }
  return common("list", types);
};

/** Whether some value of a type can be converted; `"x"` to a number counts, as go-cty's unsafe conversions do. */
export const isConvertible = (from: ValueType, to: ValueType): boolean => {
  if (from === "any" || to === "any" || sameType(from, to)) return true;
  if (typeof to === "string") {
    if (typeof from !== "string") return false;
    return to === "string" || from === "string";
  }
  if (typeof from === "string") return false;
  switch (to.kind) {
    case "list":
    case "set":
      if (from.kind === "tuple")
        return to.element === "any"
          ? from.items.length === 0 || unify(from.items) !== null
          : from.items.every((item) => isConvertible(item, to.element));
      return (from.kind === "list" || from.kind === "set") && isConvertible(from.element, to.element);
    case "map":
      if (from.kind === "object")
        return to.element === "any"
          ? from.attributes.size === 0 || unify([...from.attributes.values()]) !== null
          : Array.from(from.attributes.values()).every((type) => isConvertible(type, to.element));
      return from.kind === "map" && isConvertible(from.element, to.element);
    case "object":
      return Array.from(to.attributes).every(([name, type]) => {
        if (from.kind === "map") return isConvertible(from.element, type);
        const own = from.kind === "object" ? from.attributes.get(name) : undefined;
        return own === undefined ? to.optional?.has(name) === true : isConvertible(own, type);
      });
    case "tuple":
      return (
        from.kind === "tuple" &&
        from.items.length === to.items.length &&
        from.items.every((item, at) => isConvertible(item, to.items[at] ?? "any"))
      );
  }
};
