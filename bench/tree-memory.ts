import { readdirSync, readFileSync } from "node:fs";

/** In milliseconds between two looks. */
const EVERY = 100;

/** The parent of each process. */
const parents = (): ReadonlyMap<number, number> =>
  new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        // The name of a command stands in brackets and may hold spaces.
        const parent = /\) \S (\d+) /.exec(textOf(`/proc/${name}/stat`))?.[1];
        return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
      }),
  );

/** Empty where the process has ended. */
const textOf = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Memory of a process and of all that it started, in MB; what several share is counted once. */
const treeMemory = (root: number): number => {
  const all = parents();
  const isOf = (process: number): boolean => {
    for (let at: number | undefined = process; at !== undefined; at = all.get(at))
      if (at === root) return true;
    return false;
  };
  return [...all.keys()]
    .filter(isOf)
    .map(
      (process) => Number(/^Pss: +(\d+) kB/m.exec(textOf(`/proc/${process}/smaps_rollup`))?.[1] ?? 0) / 1024,
    )
    .reduce((sum, each) => sum + each, 0);
};

/** Watches a process and all that it starts (Linux alone); `end` answers the most that they held at a time, in MB. */
export const watchTree = (root: number): { readonly end: () => number } => {
  let most = 0;
  const look = (): void => {
    most = Math.max(most, treeMemory(root));
  };
  const timer = setInterval(look, EVERY);
  return {
    end: () => {
      clearInterval(timer);
      return most;
    },
  };
};
