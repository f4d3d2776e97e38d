import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { loadHcl } from "../src/sources/terraform/parser.ts";
import { processCost } from "./process-cost.ts";
import { otherFiles, terraformFiles, type GeneratedFile } from "./trees.ts";

/** A tree, and what `analyze .` may cost on it in processor time. */
interface Case {
  readonly name: string;
  readonly files: () => Iterable<GeneratedFile>;
  /** Times that of the revision that `--against` names. */
  readonly againstRevision: number;
  /** Times that of reading and, for Terraform, parsing the same files, in a process of its own too. */
  readonly againstReading: number;
}

const CASES: readonly Case[] = [
  { name: "10,000 files of other things", files: otherFiles, againstRevision: 1.3, againstReading: 3.2 },
  { name: "2,000 files of Terraform", files: terraformFiles, againstRevision: 1.1, againstReading: 5 },
];

/** Each side's quickest run counts: a run can only be slowed down by what else the machine does. */
const ROUNDS = 3;

const ROOT = resolve(import.meta.dirname, "../../..");

const secondsOf = (argv: readonly string[], cwd: string): number => processCost(argv, cwd).seconds;

const run = (command: string, argv: readonly string[], cwd: string): void => {
  const { status, stderr } = spawnSync(command, argv, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${argv.join(" ")}: ${stderr.slice(0, 500)}`);
};

/** The compiled command line of a revision of the repository, in a temporary work tree that `use` may look at. */
const withRevision = (revision: string, use: (cli: string) => void): void => {
  const folder = mkdtempSync(join(tmpdir(), "postern-revision-"));
  try {
    run("git", ["worktree", "add", "--detach", "--force", folder, revision], ROOT);
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    run("npm", ["run", "build"], folder);
    use(join(folder, "dist/cli.js"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    run("git", ["worktree", "prune"], ROOT);
  }
};

const generate = (files: Iterable<GeneratedFile>): string => {
  const folder = mkdtempSync(join(tmpdir(), "postern-tree-"));
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
};

/** What `analyze .` takes, and what the other side takes, by turns in one run; prints both with their ratio. */
const compare = (one: Case, other: string, othersArgv: readonly string[], limit: number): void => {
  const folder = generate(one.files());
  const results = join(mkdtempSync(join(tmpdir(), "postern-tree-")), "results.json");
  const analyze = (cli: string): readonly string[] => [
    cli,
    "analyze",
    ".",
    "--rule",
    "SES-003",
    "-f",
    `json=${results}`,
  ];
  const own = analyze(join(import.meta.dirname, "../src/cli.js"));
  const argv = othersArgv.length === 1 ? analyze(othersArgv[0] ?? "") : [...othersArgv, folder];
  try {
    const rounds = Array.from({ length: ROUNDS }, (_, round) => {
      const [first, second] = round % 2 === 0 ? [own, argv] : [argv, own];
      const times = [secondsOf(first, folder), secondsOf(second, folder)] as const;
      return round % 2 === 0 ? times : ([times[1], times[0]] as const);
    });
    const mine = Math.min(...rounds.map(([time]) => time));
    const theirs = Math.min(...rounds.map(([, time]) => time));
    const ratio = mine / theirs;
    process.stdout.write(
      `${one.name}: ${mine.toFixed(2)} s of processor time = ${ratio.toFixed(2)} times ${other} (${theirs.toFixed(2)} s), wanted at most ${limit}\n`,
    );
    if (ratio > limit) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(dirname(results), { recursive: true });
  }
};

/**
 * Measures `analyze .` on two generated trees: over reading the same files, or with `--against REV` over a revision, which
 * is built in a temporary work tree (a minute, and the same node_modules).
 */
export const bench = (): void => {
  const at = process.argv.indexOf("--against");
  const revision = at < 0 ? undefined : process.argv[at + 1];
  if (revision === undefined)
    for (const one of CASES) compare(one, "reading them", [import.meta.filename, READ], one.againstReading);
  else
    withRevision(revision, (cli) => {
      for (const one of CASES) compare(one, `what ${revision} takes`, [cli], one.againstRevision);
    });
};

/** The other side without a revision: reads every file of a folder, and parses Terraform. */
const readAll = async (folder: string): Promise<void> => {
  const parse = await loadHcl();
  let length = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    length += bytes.length;
    if (entry.name.endsWith(".tf")) parse(bytes.toString("utf8")).delete();
  }
  if (length === 0) throw new Error("there is nothing to read");
};

const READ = "read";

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url && process.argv[2] === READ)
  await readAll(process.argv[3] ?? ".");
