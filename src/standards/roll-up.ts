import type { ClauseResult, ClauseStatus, RunRule, StandardResult, StatusCounts } from "../model/results.ts";
import { NO_COUNTS, plus } from "../model/status-counts.ts";
import { findStandard, STANDARDS } from "./catalogue.ts";
import type { Standard } from "./standard.ts";

/** The roll-up in words, printed wherever its outcome is. */
export const ROLL_UP_RULE: readonly { readonly status: ClauseStatus; readonly when: string }[] = [
  {
    status: "fail",
    when: "any finding of a mapped rule fails, or is covered by a failure of another rule; an accepted exception does not change that",
  },
  { status: "not-determined", when: "none fails, but one could not be read or needs review" },
  { status: "pass", when: "there is at least one finding and all of them pass" },
  {
    status: "not-applicable",
    when: "there is nothing to decide by: no resource was found, or only context mappings name the clause",
  },
];

type MappedRule = ClauseResult["rules"][number];

/**
 * The state of each clause that the run's rules map to, in the catalogue's order.
 *
 * `counts` are the run's findings by rule. A context mapping is listed and decides nothing. A standard or a clause that
 * the catalogue does not have is kept and says so.
 */
export const rollUp = (
  rules: readonly Pick<RunRule, "id" | "compliance">[],
  counts: Readonly<Record<string, StatusCounts>>,
): readonly StandardResult[] => {
  const named = new Set(rules.flatMap(({ compliance }) => compliance.map(({ standard }) => standard)));
  const known = STANDARDS.filter(({ id }) => named.has(id));
  const unknown = [...named].filter((id) => findStandard(id) === undefined).sort();
  return [...known, ...unknown.map(uncatalogued)].map((standard) => standardResult(standard, rules, counts));
};

const uncatalogued = (id: string): Standard => ({
  id,
  title: id,
  edition: "",
  url: "",
  confirmedIn: "",
  note: "This standard is not in the catalogue: its clauses have no titles here.",
  clauses: [],
});

const standardResult = (
  standard: Standard,
  rules: readonly Pick<RunRule, "id" | "compliance">[],
  counts: Readonly<Record<string, StatusCounts>>,
): StandardResult => {
  const mapped = mappedRules(standard.id, rules);
  const inCatalogue = standard.clauses.filter(({ id }) => mapped.has(id));
  const others = [...mapped.keys()].filter((id) => !inCatalogue.some((clause) => clause.id === id)).sort();
  return {
    standard: standard.id,
    title: standard.title,
    edition: standard.edition,
    url: standard.url,
    note: standard.note,
    clauses: [...inCatalogue, ...others.map((id) => ({ id, title: "Not in the catalogue" }))].map(
      ({ id, title }) => clauseResult(id, title, mapped.get(id) ?? [], counts),
    ),
  };
};

const mappedRules = (
  standard: string,
  rules: readonly Pick<RunRule, "id" | "compliance">[],
): ReadonlyMap<string, readonly MappedRule[]> => {
  const byClause = new Map<string, MappedRule[]>();
  for (const { id, compliance } of rules) {
    for (const mapping of compliance) {
      if (mapping.standard !== standard) continue;
      const { clause, strength, why, source } = mapping;
      byClause.set(clause, [...(byClause.get(clause) ?? []), { ruleId: id, strength, why, source }]);
    }
  }
  return byClause;
};

const clauseResult = (
  clause: string,
  title: string,
  rules: readonly MappedRule[],
  counts: Readonly<Record<string, StatusCounts>>,
): ClauseResult => {
  const deciding = new Set(
    rules.filter(({ strength }) => strength !== "context").map(({ ruleId }) => ruleId),
  );
  const total = [...deciding].reduce((sum, ruleId) => plus(sum, counts[ruleId] ?? NO_COUNTS), NO_COUNTS);
  return { clause, title, status: clauseStatus(total), rules, counts: total };
};

/** A success that another rule's failure stands for is no pass of the clause. */
const clauseStatus = ({
  success,
  failure,
  needsReview,
  notEvaluated,
  coveredFailure = 0,
}: StatusCounts): ClauseStatus => {
  if (failure + coveredFailure > 0) return "fail";
  if (needsReview + notEvaluated > 0) return "not-determined";
  return success > 0 ? "pass" : "not-applicable";
};
