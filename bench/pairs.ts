import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { processCost } from "./process-cost.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

const ROUNDS = 3;

/** The arguments of a process of Node, and where it runs. */
export interface Side {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/**
 * Seconds of processor time that two processes take, run by turns. Of each side the quickest run counts: whatever else
 * the machine does can only slow a run down.
 */
export const pairedSeconds = (own: Side, other: Side): readonly [own: number, other: number] => {
  const quickest: [number, number] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const side of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { argv, cwd } = side === 0 ? own : other;
      quickest[side] = Math.min(quickest[side], processCost(argv, cwd).seconds);
    }
  return quickest;
};

/** Prints one pair with its ratio, and fails the run where the ratio is above the limit. */
export const report = (
  what: string,
  [own, theirs]: readonly [number, number],
  other: string,
  limit: number,
): void => {
  const ratio = own / theirs;
  process.stdout.write(
    `${what}: ${own.toFixed(3)} s of processor time = ${ratio.toFixed(2)} times ${other} (${theirs.toFixed(3)} s), wanted at most ${limit}\n`,
  );
  if (ratio > limit) process.exitCode = 1;
};

/** The revision that `--against` names. */
export const againstRevision = (): string | undefined => {
  const at = process.argv.indexOf("--against");
  return at < 0 ? undefined : process.argv[at + 1];
};

const run = (command: string, argv: readonly string[], cwd: string): void => {
  const { status, stderr } = spawnSync(command, argv, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${argv.join(" ")}: ${stderr.slice(0, 500)}`);
};

/** The compiled command line of a revision of the repository, in a temporary work tree that `use` may look at. */
export const withRevision = (revision: string, use: (cli: string) => void): void => {
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
