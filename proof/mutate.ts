/**
 * Mutation testing of src/policy and src/rules: every small change that Stryker would make is made, one at a time, and
 * the tests that reach it are run, the quickest first, until one fails.
 *
 *     npm run mutate                               every change
 *     npm run mutate -- --sample 400 --seed 1      so many of them, chosen at random
 *     npm run mutate -- --files src/policy/sets/ranges.ts --files src/policy/keys.ts:470-490
 *
 * Prints the score of each folder and the changes that no test noticed; .tools/mutation/report.json has all of them.
 * Texts for people are not changed. Stryker's instrumenter makes the changes and says which test reaches which; it is
 * installed below .tools/ on demand. Its own test runners switch changes on in code that is loaded already, which for
 * what is worked out at load costs a process each; here every change gets modules loaded anew, with it in them.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { random } from "./random.ts";
import { compileAll } from "./mutate/modules.ts";
import { mutantsOf, type Mutant } from "./mutate/mutants.ts";
import type { Order, State } from "./mutate/orders.ts";
import { scores, survivors, type Fate, type Tried } from "./mutate/score.ts";
import { ROOT, TOOL, tools, type Tools } from "./mutate/tools.ts";
import { shared, worker, type Worker } from "./mutate/workers.ts";

const SOURCES = ["src/policy", "src/rules"];

/** The tests that are asked about a file: those of the first folder that it is in. */
const ASKED: readonly (readonly [folder: string, tests: readonly string[]])[] = [
  // Plans and their laws are what narrowing is for.
  ["src/policy/narrow/", ["test/policy/narrow", "test/remedy"]],
  ["src/policy/", ["test/policy", "test/conformance"]],
  ["src/rules/", ["test/rules"]],
];
const TESTS = ["test/policy", "test/conformance", "test/remedy", "test/rules"];
const NOT_RUN: readonly string[] = [
  // Reads the sources as text, and so would notice nothing but itself.
  "test/policy/planted.test.ts",
  // Asks the worked cases again and again for what explained.test.ts compares word by word.
  "test/conformance/conformance.test.ts",
];

/** Sends coverage to the worker, in the place of Stryker's own bookkeeping. */
const HEARD = "stryCov_9fa48 = hearMutants; stryMutAct_9fa48 = () => false;\n";

const filesIn = (folders: readonly string[], ending: string): readonly string[] =>
  folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(ending))
        .map((name) => `${folder}/${name}`),
    )
    .sort();

interface Prepared {
  readonly mutants: readonly Mutant[];
  readonly state: State;
}

const prepare = async (tests: readonly string[], made: Tools): Promise<Prepared> => {
  const sources = filesIn(SOURCES, ".ts").map((name) => ({
    name,
    content: readFileSync(join(ROOT, name), "utf8"),
    mutate: true,
  }));
  const { files, mutants } = await made.instrument(sources);
  const instrumented = files.map(({ name, content }): [string, string] => {
    const path = join(ROOT, name);
    return [path, HEARD + made.compile(path, content)];
  });
  const code = compileAll(
    tests.map((name) => join(ROOT, name)),
    made,
  );
  return {
    mutants: sources.flatMap(({ name, content }) =>
      mutantsOf(
        name,
        content,
        // The instrumenter lists them, although it was told not to make them.
        mutants.filter(({ fileName, mutatorName }) => fileName === name && mutatorName !== "StringLiteral"),
      ),
    ),
    state: { code: Object.fromEntries(code), instrumented: Object.fromEntries(instrumented) },
  };
};

/** What the tests of a file reach, mutants by id. */
interface Covered {
  readonly file: string;
  readonly atLoad: ReadonlySet<string>;
  readonly tests: readonly {
    readonly name: string;
    readonly milliseconds: number;
    readonly reaches: ReadonlySet<string>;
  }[];
}

const cover = async (workers: readonly Worker[], tests: readonly string[]): Promise<readonly Covered[]> => {
  const broken: string[] = [];
  const all = await shared(workers, tests, async (one, name) => {
    const outcome = await one.ask({ kind: "cover", file: join(ROOT, name) }, (answer) => {
      if (answer.kind === "broken") broken.push(answer.says);
    });
    if (outcome.kind !== "covered") throw new Error(`${name} cannot be run: ${JSON.stringify(outcome)}`);
    const { file, atLoad, tests: run } = outcome;
    return {
      file,
      atLoad: new Set(atLoad),
      tests: run.map((test) => ({ ...test, reaches: new Set(test.reaches) })),
    };
  });
  if (broken.length > 0) throw new Error(`tests fail without any change:\n${broken.join("\n")}`);
  return all;
};

/** How often a test has noticed a change of a file: what noticed one notices more. Decides the order and nothing else. */
const noticed = new Map<string, number>();

/** The tests that reach the change; where loading a file reaches it, all of that file. */
const order = (
  mutant: Mutant,
  covered: readonly Covered[],
  { compile }: Tools,
): (Order & { kind: "try" }) | null => {
  const path = join(ROOT, mutant.file);
  const folders = ASKED.find(([folder]) => mutant.file.startsWith(folder))?.[1] ?? [];
  const asked = covered.filter(({ file }) => folders.some((one) => file.startsWith(join(ROOT, one, "/"))));
  const loading = asked.filter(({ atLoad }) => atLoad.has(mutant.id)).map(({ file }) => file);
  const tests = asked
    .flatMap(({ file, tests: inFile }) =>
      inFile.map((test) => ({ ...test, file, isReached: test.reaches.has(mutant.id) })),
    )
    .filter(({ file, isReached }) => isReached || loading.includes(file))
    .map((test) => ({ ...test, before: noticed.get(`${mutant.file} ${test.name}`) ?? 0 }))
    .toSorted(
      (a, b) =>
        b.before - a.before || Number(b.isReached) - Number(a.isReached) || a.milliseconds - b.milliseconds,
    )
    .map(({ file, name, milliseconds }) => [file, name, milliseconds] as const);
  return tests.length === 0
    ? null
    : { kind: "try", path, code: compile(path, mutant.text), tests, files: loading };
};

const fateOf = async (
  one: Worker,
  mutant: Mutant,
  covered: readonly Covered[],
  made: Tools,
): Promise<readonly [Fate, string | null]> => {
  if (mutant.excluded !== null) return ["excluded", null];
  const asked = order(mutant, covered, made);
  if (asked === null) return ["untested", null];
  const outcome = await one.ask(asked);
  if (outcome.kind === "stuck" || outcome.kind === "fell") return [outcome.kind, null];
  if (outcome.kind !== "tried") throw new Error(`unexpected: ${JSON.stringify(outcome)}`);
  const { by } = outcome;
  if (by === null) return ["survived", null];
  const key = `${mutant.file} ${by}`;
  noticed.set(key, (noticed.get(key) ?? 0) + 1);
  return ["killed", by];
};

const { values } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    files: { type: "string", multiple: true },
    processes: { type: "string", default: String(Math.max(1, cpus().length)) },
  },
});

/** `FILE`, `FOLDER` or `FILE:FROM-TO` */
const isIn = ({ file, line }: Mutant, range: string): boolean => {
  const [name = "", lines = "1-"] = range.split(":");
  const [from, to] = lines.split("-");
  const named = file === name || file.startsWith(`${name.replace(/\/$/, "")}/`);
  return named && line >= Number(from) && (to === "" || line <= Number(to ?? from));
};

const chosen = (all: readonly Mutant[]): readonly Mutant[] => {
  const { files, sample, seed } = values;
  const named = files === undefined ? all : all.filter((one) => files.some((range) => isIn(one, range)));
  if (sample === undefined) return named;
  const r = random(Number(seed));
  const picked = new Set<Mutant>();
  while (picked.size < Math.min(Number(sample), named.length)) picked.add(r.pick(named));
  // In the order in which they were picked, so that what an interrupted run has tried is a fair sample too.
  return [...picked];
};

const report = (tried: readonly Tried[]): void =>
  writeFileSync(join(TOOL, "report.json"), JSON.stringify(tried, null, 1));

const made = await tools();
const tests = filesIn(TESTS, ".test.ts").filter((name) => !NOT_RUN.includes(name));
const { mutants, state } = await prepare(tests, made);
const stateFile = join(TOOL, "state.json");
writeFileSync(stateFile, JSON.stringify(state));
const workers = Array.from({ length: Number(values.processes) }, () => worker(stateFile));
const begun = performance.now();
try {
  const covered = await cover(workers, tests);
  const count = covered.reduce((sum, one) => sum + one.tests.length, 0);
  const asked = chosen(mutants);
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.error(`${asked.length} changes, ${count} tests (read in ${seconds} s)`);
  const tried: Tried[] = [];
  await shared(workers, asked, async (one, mutant) => {
    const [fate, by] = await fateOf(one, mutant, covered, made);
    const { text: _, ...shown } = mutant;
    tried.push({ mutant: shown, fate, by });
    if (tried.length % 200 === 0) console.error(`${tried.length} of ${asked.length}`);
    // Written as it goes: a whole run is long, and an interrupted one has told much.
    if (tried.length % 50 === 0) report(tried);
  });
  tried.sort((a, b) => Number(a.mutant.id) - Number(b.mutant.id));
  report(tried);
  console.log(`${survivors(tried)}\n\n${scores(tried)}`);
  console.error(`${Math.round((performance.now() - begun) / 1000)} s`);
} finally {
  for (const one of workers) one.end();
}
