import { readFileSync } from "node:fs";
import { configureGlobal } from "fast-check";
import { loader, type Code } from "./modules.ts";
import type { Answer, Order, State } from "./orders.ts";
import { testsOf, type Test } from "./suite.ts";

/**
 * Runs tests over changed modules, on order of the process that started it. Before each test it names it, so that one
 * that never ends is noticed.
 */

const state = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as State;
const fresh = loader(new Map(Object.entries(state.code)));
const marked = loader(new Map(Object.entries({ ...state.code, ...state.instrumented })));
const NONE: Code = new Map();

/** For a test that was not there before. */
const UNKNOWN = 1_000;

const tell = (answer: Answer): void => void process.send?.(answer);

// The same random values in each run, and no search for a smaller failure: that there is one is enough.
configureGlobal({ seed: 1, endOnFailure: true });

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Hears of every mutant whose code is reached. */
let reached = new Set<string>();
Object.assign(globalThis, {
  hearMutants: (...ids: readonly string[]): void => {
    for (const id of ids) reached.add(id);
  },
});

const reachedBy = async (work: () => unknown): Promise<ReadonlySet<string>> => {
  reached = new Set();
  await work();
  return reached;
};

/**
 * Tests that share one load of the modules. What one of them has left remembered hides what the next needs, so that a
 * change is asked of fewer tests and the score can only be lower; a load for each test takes several times as long.
 */
const IN_ONE_LOAD = 40;

const cover = async (file: string): Promise<void> => {
  let names: readonly string[] = [];
  const atLoad = await reachedBy(() => {
    names = testsOf(() => marked(NONE)(file)).map(({ name }) => name);
  });
  const tests: { name: string; milliseconds: number; reaches: readonly string[] }[] = [];
  let loaded: readonly Test[] = [];
  for (const [index, name] of names.entries()) {
    if (index % IN_ONE_LOAD === 0) loaded = testsOf(() => marked(NONE)(file));
    const test = loaded.find((one) => one.name === name);
    const start = performance.now();
    const reaches = await reachedBy(async () => {
      try {
        await test?.run();
      } catch (thrown) {
        tell({ kind: "broken", says: `${file}: ${name}: ${messageOf(thrown)}` });
      }
    });
    tests.push({ name, milliseconds: performance.now() - start, reaches: [...reaches] });
  }
  tell({ kind: "covered", file, atLoad: [...atLoad], tests });
};

const tryMutant = async ({ path, code, tests, files }: Order & { kind: "try" }): Promise<string | null> => {
  const load = fresh(new Map([[path, code]]));
  const known = new Map<string, readonly Test[]>();
  const inFile = (file: string): readonly Test[] => {
    const found = known.get(file) ?? testsOf(() => load(file));
    known.set(file, found);
    return found;
  };
  const done = new Set<Test>();
  const fails = async (test: Test): Promise<boolean> => {
    if (done.has(test)) return false;
    done.add(test);
    try {
      await test.run();
      return false;
    } catch {
      return true;
    }
  };
  for (const [file, name, milliseconds] of tests) {
    tell({ kind: "starts", milliseconds });
    const test = inFile(file).find((one) => one.name === name);
    if (test !== undefined && (await fails(test))) return name;
  }
  // Tests that are there only because of the change.
  for (const file of files) {
    tell({ kind: "starts", milliseconds: UNKNOWN });
    for (const test of inFile(file)) {
      tell({ kind: "starts", milliseconds: UNKNOWN });
      if (await fails(test)) return test.name;
    }
  }
  return null;
};

process.on("message", (order: Order) => {
  if (order.kind === "cover") void cover(order.file);
  else
    tryMutant(order).then(
      (by) => tell({ kind: "tried", by }),
      (thrown: unknown) => tell({ kind: "tried", by: `loading: ${messageOf(thrown)}` }),
    );
});
tell({ kind: "ready" });
