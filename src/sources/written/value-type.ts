import type { CollectionKind, ValueType } from "./value.ts";

export type { CollectionKind, ValueType } from "./value.ts";

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
