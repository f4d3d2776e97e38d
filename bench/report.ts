import { performance } from "node:perf_hooks";
import type { Finding } from "../src/model/finding.ts";
import type { ResultsRecord, RunRule } from "../src/model/results.ts";
import { awsScopeId } from "../src/model/scope.ts";
import { html } from "../src/exporters/html/html.ts";
import { rollUp } from "../src/standards/roll-up.ts";
import { aCoverage, aFinding, aRule, aRun, aSummary } from "../test/support/findings.ts";

const RULES: readonly RunRule[] = ["SES-001", "SES-002", "SES-003", "SES-004"].map((id) => aRule({ id }));

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];

/** Every fiftieth identity fails every rule. */
const FAILING = 50;

function* findingsIn(region: string, first: number, count: number): Iterable<Finding> {
  for (let index = first; index < first + count; index += 1)
    for (const { id: ruleId } of RULES)
      yield aFinding({
        ruleId,
        resource: { name: `mail-${index}.example.com`, region },
        status: index % FAILING === 0 ? "FAILURE" : "SUCCESS",
        evidence: [
          {
            document: "Policy-1",
            at: "/Statement/0/Principal",
            role: "grants",
            says: "The principal is everyone.",
          },
        ],
      });
}

/** The exporter is fed as a scan feeds it: nothing but what it keeps itself is held. */
const measured = (identities: number): void => {
  const take = html.open({});
  const perRegion = identities / REGIONS.length;
  let size = 0;
  let spent = 0;
  let peak = 0;
  const feed = (record: ResultsRecord): void => {
    const start = performance.now();
    for (const { text } of take(record)) size += Buffer.byteLength(text);
    spent += performance.now() - start;
  };
  feed(aRun({}, RULES));
  const success = identities - identities / FAILING;
  const failure = identities / FAILING;
  for (const [index, region] of REGIONS.entries()) {
    for (const finding of findingsIn(region, index * perRegion, perRegion)) feed(finding);
    feed({ ...aCoverage(awsScopeId("111122223333", region, "ses")), listed: perRegion, read: perRegion });
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  const counts = { success, failure, needsReview: 0, notEvaluated: 0, excepted: 0 };
  const rules = Object.fromEntries(RULES.map(({ id }) => [id, counts]));
  feed(
    aSummary([], {
      counts: { ...counts, success: success * RULES.length, failure: failure * RULES.length },
      rules,
      resources: identities,
      standards: rollUp(RULES, rules),
    }),
  );
  peak = Math.max(peak, process.memoryUsage().rss);
  process.stdout.write(
    `${identities} identities under ${RULES.length} rules: ${(spent / 1000).toFixed(2)} s, ` +
      `${(size / 1e6).toFixed(1)} MB, ${Math.round(peak / 1e6)} MB of memory\n`,
  );
};

/** Time, size and memory of the report: 10,000 identities have to take less than 2 s and 12 MB. */
export const bench = (): void => {
  for (const identities of [10_000, 100_000]) measured(identities);
};
