import { isAboutScope, type Finding } from "../model/finding.ts";
import { problem } from "../model/problem.ts";
import type { Coverage, Results, StatusCounts } from "../model/results.ts";
import { NO_COUNTS } from "../model/status-counts.ts";
import { groupBy } from "../text/order.ts";

const COUNTED = { SUCCESS: "success", FAILURE: "failure", NEEDS_REVIEW: "needsReview" } as const;

/**
 * Holds the findings against what the coverage counted. Whoever takes what is missing for gone must not be given results of
 * which lines were left out, as by `grep` or `jq`.
 *
 * @throws a usage problem that names the first scope and rule whose findings are fewer, or more.
 */
export const refuseCut = ({ findings, coverage }: Results, file: string): void => {
  const byScope = groupBy(
    findings.filter(({ resource }) => !isAboutScope(resource)),
    ({ scope }) => scope,
  );
  const covered = new Set(coverage.map(({ scope }) => scope));
  const wrong =
    [...byScope.keys()]
      .filter((scope) => !covered.has(scope))
      .map((scope) => `the coverage of ${scope} is missing`)[0] ??
    coverage.map((row) => wrongIn(row, byScope.get(row.scope) ?? [])).find((says) => says !== null);
  if (typeof wrong === "string")
    throw problem({
      what: `${wrong}: the results were cut or edited`,
      where: file,
      todo: "Give the file as the run wrote it.",
      kind: "usage",
    });
};

const wrongIn = ({ scope, rules }: Coverage, findings: readonly Finding[]): string | null => {
  const found = new Map<string, StatusCounts>();
  for (const { ruleId, status } of findings) {
    if (status === "NOT_EVALUATED") continue;
    const counts = found.get(ruleId) ?? NO_COUNTS;
    found.set(ruleId, { ...counts, [COUNTED[status]]: counts[COUNTED[status]] + 1 });
  }
  for (const rule of new Set([...Object.keys(rules), ...found.keys()])) {
    const told = rules[rule] ?? NO_COUNTS;
    const came = found.get(rule) ?? NO_COUNTS;
    const name = Object.values(COUNTED).find((status) => told[status] !== came[status]);
    if (name !== undefined)
      return `${rule} has ${came[name]} findings of ${name} in ${scope}, and its coverage counts ${told[name]}`;
  }
  return null;
};
