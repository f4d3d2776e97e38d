import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type Hub, productArn } from "../../exporters/asff/hub-of.ts";
import { firstOfScope } from "../../exporters/first-of-scope.ts";
import { toAsff } from "../../exporters/asff/finding.ts";
import { problem } from "../../model/problem.ts";
import type { Coverage, ResultsRecord, RunRecord, RunRule } from "../../model/results.ts";
import { parseScope, partitionOf } from "../../model/scope.ts";

/** A run as far as Security Hub is concerned. */
export interface Gathered {
  readonly run: RunRecord;
  readonly findings: readonly AwsSecurityFinding[];
  readonly coverage: readonly Coverage[];
  readonly inSourceCode: number;
}

/** @throws an input problem where the stream has no summary, and is no part of another. */
export const gathered = async (
  records: Iterable<ResultsRecord> | AsyncIterable<ResultsRecord>,
  homeRegion: string | null,
  isPart = false,
): Promise<Gathered> => {
  const isFirst = firstOfScope();
  let run: RunRecord | null = null;
  let rules: ReadonlyMap<string, RunRule> = new Map();
  let complete = false;
  let inSourceCode = 0;
  const findings: AwsSecurityFinding[] = [];
  const coverage: Coverage[] = [];
  for await (const record of records) {
    if (record.kind === "run") {
      run = record;
      rules = new Map(record.rules.map((rule) => [rule.id, rule]));
    }
    if (record.kind === "coverage") coverage.push(record);
    if (record.kind === "summary") complete = true;
    if (record.kind !== "finding" || run === null || !isFirst(record)) continue;
    const finding = toAsff(record, rules.get(record.ruleId), run.run, homeRegion);
    if (finding === null) inSourceCode += 1;
    else findings.push(finding);
  }
  if (run === null || (!complete && !isPart))
    throw problem({
      what: "the results are incomplete: they have no summary, so it is not known what else there is",
      todo: "Scan again, and push the results of a scan that has ended.",
      kind: "input",
    });
  return { run, findings, coverage, inSourceCode };
};

/** Every Security Hub that has a finding or a scope that was judged: one without findings may have some to archive. */
export const hubsOf = (
  findings: readonly AwsSecurityFinding[],
  coverage: readonly Coverage[],
  homeRegion: string | null,
): readonly Hub[] => {
  const hubs = new Map<string, Hub>();
  for (const { ProductArn = "" } of findings) hubs.set(ProductArn, hubOfArn(ProductArn));
  for (const { scope, status, rules } of coverage) {
    const parsed = parseScope(scope);
    if (Object.keys(rules).length === 0) continue;
    if (parsed?.provider !== "aws" || status === "excluded" || status === "unavailable") continue;
    const region = homeRegion ?? parsed.region;
    const hub = { partition: partitionOf(region), account: parsed.account, region };
    hubs.set(productArn(hub), hub);
  }
  return [...hubs.values()];
};

/** The hub of an account's default product. */
export const hubOfArn = (arn: string): Hub => {
  const [, partition = "", , region = "", account = ""] = arn.split(":");
  return { partition, region, account };
};
