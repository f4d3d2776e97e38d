import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeEstate } from "./estate.ts";
import { againstRevision, pairedSeconds, report, withRevision } from "./pairs.ts";

const CLI = join(import.meta.dirname, "../src/cli.js");

const IDENTITIES = 10_000;

/** Times the cost of a process that reads the same lines and parses them and the policies in them, and does nothing else. */
const OVER_PARSING = 30;
/** Parsed once, the start of Node would be half of what is measured, and that differs from machine to machine. */
const TIMES_PARSED = 10;

/** Times what a revision takes for the same rules. */
const OVER_REVISION = 1.05;

const ruleIds = (cli: string): readonly string[] =>
  spawnSync(process.execPath, [cli, "rules"], { encoding: "utf8" }).stdout.match(/^[A-Z]{3}-\d{3}/gm) ?? [];

/** Judges in one thread, as revisions do that know no other. */
const analyze = (cli: string, rules: readonly string[]): readonly string[] => [
  cli,
  "analyze",
  "estate.jsonl",
  ...(cli === CLI ? ["--threads", "0"] : []),
  ...rules.flatMap((id) => ["--rule", id]),
  "-f",
  "jsonl=results.jsonl",
];

/**
 * Measures `analyze -f jsonl` of a snapshot of 10,000 identities: over parsing its JSON, or with `--against REV` over a
 * revision, by the rules that both have.
 */
export const bench = (): void => {
  const cwd = mkdtempSync(join(tmpdir(), "postern-analyze-"));
  const compare = (rules: readonly string[], argv: readonly string[], other: string, limit: number): void => {
    const pair = pairedSeconds({ argv: analyze(CLI, rules), cwd }, { argv, cwd });
    report(`${IDENTITIES} identities, ${rules.length} rules`, pair, other, limit);
  };
  try {
    writeEstate(join(cwd, "estate.jsonl"), IDENTITIES);
    const revision = againstRevision();
    const own = ruleIds(CLI);
    if (revision === undefined)
      compare(
        own,
        [import.meta.filename, PARSE, "estate.jsonl"],
        `parsing them ${TIMES_PARSED} times`,
        OVER_PARSING,
      );
    else
      withRevision(revision, (cli) => {
        const theirs = new Set(ruleIds(cli));
        const rules = own.filter((id) => theirs.has(id));
        compare(rules, analyze(cli, rules), `what ${revision} takes`, OVER_REVISION);
      });
  } finally {
    rmSync(cwd, { recursive: true });
  }
};

/** Parses every line of a snapshot, and every policy in it, so many times. */
const parseAll = (path: string): void => {
  let statements = 0;
  const lines = readFileSync(path, "utf8").split("\n");
  for (const line of Array.from({ length: TIMES_PARSED }, () => lines).flat()) {
    if (line === "") continue;
    const { policies = [] } = JSON.parse(line) as { readonly policies?: readonly { document: string }[] };
    for (const { document } of policies)
      statements += (JSON.parse(document) as { readonly Statement: readonly unknown[] }).Statement.length;
  }
  if (statements === 0) throw new Error("there is nothing to parse");
};

const PARSE = "parse";

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url && process.argv[2] === PARSE)
  parseAll(process.argv[3] ?? "");
