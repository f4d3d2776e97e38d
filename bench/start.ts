import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { report } from "./pairs.ts";
import { processCost } from "./process-cost.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const SOURCES = resolve(import.meta.dirname, "../src");

const ROUNDS = 9;

/** Ends a process when it opens its first connection. */
const ENDS_AT_A_CONNECTION = `
require("node:net").Socket.prototype.connect = () => process.exit(0);
`;

interface Start {
  readonly argv: readonly string[];
  /** Modules that the process loads first. */
  readonly first?: readonly string[];
  /** Times what Node takes with nothing to do. */
  readonly limit: number;
}

/** What was measured is a good third below the limits: how dear Node's own start is differs from machine to machine. */
const STARTS: Readonly<Record<string, Start>> = {
  "--version": { argv: ["--version"], limit: 1.4 },
  "--help": { argv: ["--help"], limit: 2.2 },
  "analyze of one policy": { argv: ["analyze", "policy.json"], limit: 4.5 },
  "scan up to its first request": {
    argv: ["scan", "--region", "us-east-1", "--endpoint-url", "http://127.0.0.1:8009"],
    first: ["--require", "./ends.cjs"],
    limit: 5,
  },
};

/** Nothing that makes Node itself slow at its start, as NODE_EXTRA_CA_CERTS does. */
const ENV: NodeJS.ProcessEnv = {
  PATH: process.env["PATH"],
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
};

/** Processor time of the joined command's starts over Node alone, by turns; of each the quickest counts. Exits 1 above a limit. */
export const bench = (): void => {
  execFileSync(process.execPath, [join(ROOT, "scripts/bundle-command.mjs"), SOURCES], { cwd: ROOT });
  const cwd = mkdtempSync(join(tmpdir(), "postern-start-"));
  try {
    writeFileSync(join(cwd, "ends.cjs"), ENDS_AT_A_CONNECTION);
    writeFileSync(
      join(cwd, "policy.json"),
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}]}',
    );
    const command = join(SOURCES, "cli.cjs");
    const least = new Map<string, number>();
    const take = (name: string, argv: readonly string[]): void => {
      least.set(name, Math.min(least.get(name) ?? Infinity, processCost(argv, cwd, ENV).seconds));
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      take("bare", ["-e", "0"]);
      for (const [name, { argv, first = [] }] of Object.entries(STARTS))
        take(name, [...first, command, ...argv]);
    }
    const bare = least.get("bare") ?? NaN;
    for (const [name, { limit }] of Object.entries(STARTS))
      report(name, [least.get(name) ?? NaN, bare], "node -e 0", limit);
  } finally {
    rmSync(cwd, { recursive: true });
  }
};
