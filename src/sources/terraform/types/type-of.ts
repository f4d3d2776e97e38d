import type { Value } from "../../written/value.ts";
import type { ValueType } from "../../written/value-type.ts";

/** The type of a value; null where a part of it is not known, and so its type. */
export const typeOf = (value: Value): ValueType | null => {
  switch (value.kind) {
    case "text":
      return "string";
    case "number":
      return "number";
    case "boolean":
      return "bool";
    case "null":
      return value.type ?? "any";
    case "list": {
      if (value.typed !== undefined) {
        const { collection, element } = value.typed;
        return element === null ? null : { kind: collection, element };
      }
      const items = typesOf(value.items);
      return items === null ? null : { kind: "tuple", items };
    }
    case "object": {
      if (value.typed !== undefined) {
        const { element } = value.typed;
        return element === null ? null : { kind: "map", element };
      }
      const attributes = new Map<string, ValueType>();
      for (const [name, member] of value.entries) {
        const type = typeOf(member);
        if (type === null) return null;
        attributes.set(name, type);
      }
      return { kind: "object", attributes };
    }
    case "entity":
    case "unknown":
      return null;
  }
};

/** The types of all values; null where one is not known. */
export const typesOf = (values: readonly Value[]): readonly ValueType[] | null => {
  const types: ValueType[] = [];
  for (const value of values) {
    const type = typeOf(value);
    if (type === null) return null;
    types.push(type);
  }
  return types;
};
