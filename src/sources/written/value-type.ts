import type { Value } from "./value.ts";

/**
 * The type of a value, or a type constraint, in Terraform's terms. `any` is the type of a plain `null`, the element type
 * of a collection that is empty, and in a constraint a type that the value itself chooses.
 */
export type ValueType =
  | "any"
  | "string"
  | "number"
  | "bool"
  | { readonly kind: CollectionKind; readonly element: ValueType }
  | {
      readonly kind: "object";
      readonly attributes: ReadonlyMap<string, ValueType>;
      /** In a constraint: the attributes that may be missing, and what stands for them; null is null. */
      readonly optional?: ReadonlyMap<string, Value | null>;
    }
  | { readonly kind: "tuple"; readonly items: readonly ValueType[] };

export type CollectionKind = "list" | "set" | "map";

export const collectionOf = (kind: CollectionKind, element: ValueType): ValueType => ({ kind, element });

/** Whether two types are the same, to the last attribute. */
export const sameType = (a: ValueType, b: ValueType): boolean => {
  if (a === b) return true;
  if (typeof a === "string" || typeof b === "string") return false;
  if (a.kind === "object")
    return (
      b.kind === "object" &&
      a.attributes.size === b.attributes.size &&
      Array.from(a.attributes).every(([name, type]) => {
        const other = b.attributes.get(name);
        return other !== undefined && sameType(type, other);
      })
    );
  if (a.kind === "tuple")
    return (
      b.kind === "tuple" &&
      a.items.length === b.items.length &&
      a.items.every((type, at) => {
        const other = b.items[at];
        return other !== undefined && sameType(type, other);
      })
    );
  return b.kind === a.kind && sameType(a.element, b.element);
};
