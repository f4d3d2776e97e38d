import type { PolicySet } from "../generate/generate.ts";

type Path = readonly (string | number)[];

/** The set made as small as leaving out statements, conditions, values and whole texts allows while it still fails. */
export const shrink = (set: PolicySet, fails: (set: PolicySet) => boolean): PolicySet => {
  if (set.broken !== null) return set;
  let smallest = set;
  for (let smaller = step(smallest, fails); smaller !== null; smaller = step(smallest, fails))
    smallest = smaller;
  return smallest;
};

const step = (set: PolicySet, fails: (set: PolicySet) => boolean): PolicySet | null =>
  smallerSets(set).find((one) => fails(one)) ?? null;

const smallerSets = (set: PolicySet): readonly PolicySet[] => [
  ...set.texts.map((_, index) => ({ ...set, texts: set.texts.filter((_text, other) => other !== index) })),
  ...set.texts.flatMap((text, index) =>
    smallerTexts(text).map((smaller) => ({
      ...set,
      texts: set.texts.map((other, at) => (at === index ? smaller : other)),
    })),
  ),
];

const smallerTexts = (text: string): readonly string[] =>
  removable(JSON.parse(text), []).map((path) => JSON.stringify(without(JSON.parse(text), path)));

/** Elements of lists of two or more, condition members, and what is never needed. */
const removable = (json: unknown, path: Path): readonly Path[] => {
  if (typeof json !== "object" || json === null) return [];
  const list = Array.isArray(json);
  return Object.entries(json).flatMap(([key, child]) => {
    const here = [...path, list ? Number(key) : key];
    const free = list
      ? json.length > 1
      : path.includes("Condition") || ["Condition", "Sid", "Id"].includes(key);
    return [...(free ? [here] : []), ...removable(child, here)];
  });
};

const without = (json: unknown, [first, ...rest]: Path): unknown => {
  if (Array.isArray(json))
    return rest.length === 0
      ? json.filter((_, index) => index !== first)
      : json.map((child: unknown, index) => (index === first ? without(child, rest) : child));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, child]) =>
      key !== first ? [[key, child]] : rest.length === 0 ? [] : [[key, without(child, rest)]],
    ),
  );
};
