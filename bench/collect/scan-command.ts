import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processCost, type ProcessCost } from "../process-cost.ts";
import { accountsOf, ROLE, type AwsProcess, type Estate } from "./aws-process.ts";

const CLI = join(import.meta.dirname, "../../src/cli.js");

/** The embedded AWS allows any number of calls where it was given no rates. */
export const UNLIMITED: readonly string[] = ["--calls-per-second", "100000"];

/** What a scan by the command took; throws where it left something unread, for then it did less than it was to do. */
export const scanCost = (
  aws: AwsProcess,
  folder: string,
  flags: readonly string[],
  node: readonly string[] = [],
): ProcessCost => {
  const results = join(folder, "results.jsonl");
  const argv = [...node, CLI, "scan", "-q", "--endpoint-url", aws.url, "-f", `jsonl=${results}`, ...flags];
  const cost = processCost(argv, folder, aws.env);
  if (cost.status !== 0) throw new Error(`${argv.join(" ")} ended with ${cost.status}`);
  return cost;
};

/** The options that have every account of the estate read through its role. */
export const allAccounts = (estate: Pick<Estate, "accounts">, folder: string): readonly string[] => {
  const file = join(folder, "accounts.txt");
  writeFileSync(file, `${accountsOf(estate).join("\n")}\n`);
  return ["--accounts-file", file, "--role-arn", `arn:aws:iam::{account}:role/${ROLE}`];
};

/** Gives a folder that is there until the work is done. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "postern-collect-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
