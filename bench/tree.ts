import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadHcl } from "../src/sources/terraform/parser.ts";
import { againstRevision, pairedSeconds, report, withRevision } from "./pairs.ts";
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

const generate = (files: Iterable<GeneratedFile>): string => {
  const folder = mkdtempSync(join(tmpdir(), "postern-tree-"));
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
};

/** Compares `analyze .` with the other side, whose arguments are made for the folder of the tree and one for results. */
const compare = (
  one: Case,
  other: string,
  argvOf: (folder: string, results: string) => readonly string[],
  limit: number,
): void => {
  const folder = generate(one.files());
  const results = mkdtempSync(join(tmpdir(), "postern-tree-"));
  try {
    const own = { argv: analyze(join(import.meta.dirname, "../src/cli.js"), results), cwd: folder };
    report(one.name, pairedSeconds(own, { argv: argvOf(folder, results), cwd: folder }), other, limit);
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(results, { recursive: true });
  }
};

const analyze = (cli: string, results: string): readonly string[] => [
  cli,
  "analyze",
  ".",
  "--rule",
  "SES-003",
  "-f",
  `json=${join(results, "results.json")}`,
];

/**
 * Measures `analyze .` on two generated trees: over reading the same files, or with `--against REV` over a revision, which
 * is built in a temporary work tree (a minute, and the same node_modules).
 */
export const bench = (): void => {
  const revision = againstRevision();
  if (revision === undefined)
    for (const one of CASES)
      compare(one, "reading them", (folder) => [import.meta.filename, READ, folder], one.againstReading);
  else
    withRevision(revision, (cli) => {
      for (const one of CASES)
        compare(one, `what ${revision} takes`, (_, results) => analyze(cli, results), one.againstRevision);
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
