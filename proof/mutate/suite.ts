/** One test of a file, named by its suites and itself. */
export interface Test {
  readonly name: string;
  run(): Promise<void>;
}

interface Suite {
  readonly titles: readonly string[];
  readonly outer: Suite | null;
  readonly befores: (() => unknown)[];
}

/** As mocha's `this`, as far as the tests use it. */
const CONTEXT = { timeout: (): void => undefined };

/** Describes the tests that a file defines when it is loaded, by mocha's words for them; nothing runs yet. */
export const testsOf = (load: () => unknown): readonly Test[] => {
  const tests: Test[] = [];
  const names = new Map<string, number>();
  let suite: Suite = { titles: [], outer: null, befores: [] };

  const unique = (name: string): string => {
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
  const describe = (title: string, define: (this: typeof CONTEXT) => void): void => {
    const outer = suite;
    suite = { titles: [...outer.titles, title], outer, befores: [] };
    define.call(CONTEXT);
    suite = outer;
  };
  const it = (title: string, body?: (this: typeof CONTEXT) => unknown): typeof CONTEXT => {
    const inside = suite;
    const name = unique([...inside.titles, title].join(" › "));
    if (body !== undefined)
      tests.push({
        name,
        run: async () => {
          for (const prepare of pending(inside)) await prepare.call(CONTEXT);
          await body.call(CONTEXT);
        },
      });
    return CONTEXT;
  };
  const before = (prepare: () => unknown): void => {
    suite.befores.push(prepare);
  };
  Object.assign(globalThis, { describe, it, before });
  load();
  return tests;
};

/** What has to be prepared before the first test of the suites, the outer first; handed out once. */
const pending = (suite: Suite): readonly (() => unknown)[] => [
  ...(suite.outer === null ? [] : pending(suite.outer)),
  ...suite.befores.splice(0),
];
