import type { Resource } from "../model/resource.ts";
import { parseScope } from "../model/scope.ts";
import { groupBy } from "../text/order.ts";

/** One resource on both sides; null where a side does not list it. */
export type Pair =
  | { readonly old: Resource; readonly new: Resource }
  | { readonly old: Resource; readonly new: null }
  | { readonly old: null; readonly new: Resource };

interface Sides {
  readonly old: readonly Resource[];
  readonly new: readonly Resource[];
}

/**
 * Finds out which resources of two sides are the same: by their id and name; else by kind and name, where neither account nor
 * region tell them apart, as code may have been moved or is compared with what is live; else because each side has
 * just one, and a file alone gives one of them its name. Where several would do, none is taken.
 */
export const pairsOf = (old: readonly Resource[], now: readonly Resource[]): readonly Pair[] => {
  const pairs: Pair[] = [];
  let left: Sides = { old, new: now };
  const take = (found: readonly Pair[]): void => {
    const taken = new Set(found.flatMap((pair) => [pair.old, pair.new]));
    pairs.push(...found);
    left = {
      old: left.old.filter((one) => !taken.has(one)),
      new: left.new.filter((one) => !taken.has(one)),
    };
  };
  // A declaration in code that is given another name declares another resource.
  take(matched(left, ({ id, name }) => `${id} ${name}`));
  take(matched(left, ({ kind, name }) => `${kind} ${name}`));
  if (old.length === 1 && now.length === 1 && [...old, ...now].some(isNamedByFile))
    take(matched(left, ({ kind }) => kind));
  return [
    ...pairs,
    ...left.old.map((one): Pair => ({ old: one, new: null })),
    ...left.new.map((one): Pair => ({ old: null, new: one })),
  ];
};

/** Whether no document says which resource it is of, so that it is called as its file is. */
const isNamedByFile = ({ id, name }: Resource): boolean => {
  const [, file = "", address = ""] = /^iac:(.*)#(.*)$/.exec(id) ?? [];
  return address === name && (file === "-" || file.slice(file.lastIndexOf("/") + 1).startsWith(name));
};

/** Pairs with the same key, each the only choice of both. */
const matched = (sides: Sides, keyOf: (resource: Resource) => string): readonly Pair[] => {
  const [olds, news] = [groupBy(sides.old, keyOf), groupBy(sides.new, keyOf)];
  return sides.old.flatMap((one): readonly Pair[] => {
    const key = keyOf(one);
    const [other, ...more] = (news.get(key) ?? []).filter((candidate) => isCompatible(one, candidate));
    if (other === undefined || more.length > 0) return [];
    const rivals = (olds.get(key) ?? []).filter((candidate) => isCompatible(candidate, other));
    return rivals.length === 1 ? [{ old: one, new: other }] : [];
  });
};

/** Whether account and region agree, where both are known. */
const isCompatible = (one: Resource, other: Resource): boolean =>
  agree(one.owner, other.owner) && agree(regionOf(one), regionOf(other));

const agree = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one === other;

/** Where the resource is; null where source code does not say. */
export const regionOf = ({ region, scope }: Resource): string | null => {
  const parsed = parseScope(scope);
  return region ?? (parsed?.provider === "aws" ? parsed.region : null);
};
