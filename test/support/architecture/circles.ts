import type { Module } from "./modules.ts";

/** Sets of modules that import each other, each sorted: the strongly connected components with more than one member. */
export const circlesOf = (modules: readonly Module[]): readonly (readonly string[])[] => {
  const imports = new Map(modules.map((module) => [module.path, module.imports]));
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [...(imports.get(from) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(imports.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map(modules.map(({ path }) => [path, reach(path)]));
  const isTogether = (a: string, b: string): boolean =>
    reached.get(a)?.has(b) === true && reached.get(b)?.has(a) === true;
  const circles = new Map<string, readonly string[]>();
  for (const { path } of modules) {
    if (reached.get(path)?.has(path) !== true) continue;
    const circle = [...(reached.get(path) ?? [])].filter((other) => isTogether(path, other)).sort();
    circles.set(circle.join(" "), circle);
  }
  return [...circles.values()];
};
