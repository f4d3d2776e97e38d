import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { processCost, type ProcessCost } from "../process-cost.ts";
import { accountsOf, ROLE, type AwsProcess, type Estate } from "./aws-process.ts";

const CLI = join(import.meta.dirname, "../../src/cli.js");

/** What a scan by the command line took; throws where it left something unread, for then it did less than it was to do. */
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
export const allAccounts = (estate: Estate, folder: string): readonly string[] => {
  const file = join(folder, "accounts.txt");
  writeFileSync(file, `${accountsOf(estate).join("\n")}\n`);
  return ["--accounts-file", file, "--role-arn", `arn:aws:iam::{account}:role/${ROLE}`];
};
