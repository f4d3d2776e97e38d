/**
 * Mutation testing of src/policy and src/rules with Stryker, which is installed on demand below .tools/ (it is no
 * dependency).
 *
 *     npm run mutate                               every mutant: some hours
 *     npm run mutate -- --sample 40 --seed 1       the mutants of so many windows of ten lines, chosen at random
 *     npm run mutate -- --files src/policy/sets/ranges.ts
 *
 * Prints the score; the whole report is .tools/stryker/report.json. Texts for people are not mutated.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { random } from "../test/support/policy/random.ts";

const VERSION = "9.6.1";
const ROOT = join(import.meta.dirname, "..");
const TOOL = join(ROOT, ".tools/stryker");
const BINARY = join(TOOL, "node_modules/@stryker-mutator/core/bin/stryker.js");
const REPORT = join(TOOL, "report.json");
const FOLDERS = ["src/policy", "src/rules"];

/** Lines of one window of the sample. */
const WINDOW = 10;

/** The quickest to fail stand first; the agreement over its first sets of policies ends the list. */
const COMMAND = [
  "node --import=tsx node_modules/mocha/bin/mocha.js --no-config --bail --timeout 60000",
  "test/policy/evaluate/*.test.ts test/conformance/*.test.ts test/rules/rules.test.ts test/policy/**/*.test.ts",
].join(" ");

/** Sets of policies for each mutant. */
const AGREEMENT_COUNT = "300";

const install = (): void => {
  if (existsSync(BINARY)) return;
  mkdirSync(TOOL, { recursive: true });
  writeFileSync(join(TOOL, "package.json"), '{"private":true}');
  const { status } = spawnSync(
    "npm",
    ["install", "--no-audit", "--no-fund", `@stryker-mutator/core@${VERSION}`],
    {
      cwd: TOOL,
      stdio: "inherit",
    },
  );
  if (status !== 0) throw new Error("Stryker could not be installed");
};

const sources = (): readonly string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name}`),
  ).sort();

/** Windows of lines, each as likely as any other. */
const sample = (count: number, seed: number): readonly string[] => {
  const windows = sources().flatMap((file) => {
    const lines = readFileSync(join(ROOT, file), "utf8").split("\n").length;
    return Array.from(
      { length: Math.ceil(lines / WINDOW) },
      (_, index) => `${file}:${index * WINDOW + 1}-${Math.min(lines, (index + 1) * WINDOW)}`,
    );
  });
  const r = random(seed);
  const chosen = new Set<string>();
  while (chosen.size < Math.min(count, windows.length)) chosen.add(r.pick(windows));
  return [...chosen].sort();
};

const configure = (mutate: readonly string[]): string => {
  const file = join(TOOL, "stryker.config.json");
  const configuration = {
    mutate,
    testRunner: "command",
    commandRunner: { command: COMMAND },
    tsconfigFile: "none.json",
    mutator: { excludedMutations: ["StringLiteral"] },
    concurrency: 2,
    timeoutMS: 60_000,
    reporters: ["json", "clear-text"],
    jsonReporter: { fileName: REPORT },
    clearTextReporter: { allowColor: false, logTests: false },
    tempDirName: ".tools/stryker/tmp",
    ignorePatterns: ["/reports", "/dist", "/coverage", "/.tools"],
    disableTypeChecks: false,
  };
  writeFileSync(file, JSON.stringify(configuration, null, 2));
  return file;
};

interface Mutant {
  readonly status: string;
}

/** Of the mutants that could be tried: those that a test or a time limit stopped. */
const score = (): string => {
  const report = JSON.parse(readFileSync(REPORT, "utf8")) as {
    readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
  };
  const mutants = Object.values(report.files).flatMap((file) => file.mutants);
  const count = (...statuses: readonly string[]): number =>
    mutants.filter((mutant) => statuses.includes(mutant.status)).length;
  const [killed, survived] = [count("Killed", "Timeout"), count("Survived", "NoCoverage")];
  return `${killed} of ${killed + survived} mutants killed: ${((100 * killed) / (killed + survived)).toFixed(1)} %`;
};

const { values } = parseArgs({
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    files: { type: "string", multiple: true },
  },
});
install();
const mutate =
  values.files ??
  (values.sample === undefined ? sources() : sample(Number(values.sample), Number(values.seed)));
const { status } = spawnSync(process.execPath, [BINARY, "run", configure(mutate)], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, AGREEMENT_COUNT },
});
if (status === 0) console.log(score());
process.exitCode = status ?? 1;
