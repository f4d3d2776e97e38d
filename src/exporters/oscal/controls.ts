import type { ClauseResult, Run, RunRecord, Summary } from "../../model/results.ts";
import { problem } from "../../model/problem.ts";
import type { Status } from "../../model/verdict.ts";
import { observationUuid, riskUuid } from "./observation.ts";
import { oneLine, property, prose, some, uuid } from "./strings.ts";

/** A finding that is not a pass, as the controls point to it. */
export interface OpenFinding {
  readonly id: string;
  readonly ruleId: string;
  readonly status: Status;
}

/** OSCAL's id of a control: `AC-3(7)` is `ac-3.7`. */
const controlId = (clause: string): string =>
  clause.toLowerCase().replace(/\((\d+)\)/, (_, enhancement: string) => `.${enhancement}`);

const NIST = "NIST4";

/**
 * The controls that the run's rules speak to.
 *
 * @throws a problem where there is none: OSCAL would need "all controls" then, which is the opposite of the truth.
 */
export const reviewedControls = ({ rules }: RunRecord): readonly string[] => {
  const clauses = rules.flatMap(({ compliance }) =>
    compliance.filter(({ standard }) => standard === NIST).map(({ clause }) => controlId(clause)),
  );
  if (clauses.length === 0)
    throw problem({
      what: "OSCAL has nothing to say: no rule of this run is mapped to a control of NIST SP 800-53",
      todo: "Run a rule that is, or leave the format out.",
      kind: "output",
    });
  return [...new Set(clauses)].sort();
};

export const nistClauses = ({ standards }: Summary): readonly ClauseResult[] =>
  standards.find(({ standard }) => standard === NIST)?.clauses ?? [];

/** What the roll-up says of standards that have no OSCAL catalog. */
export const otherClauses = ({ standards }: Summary): readonly object[] =>
  standards
    .filter(({ standard }) => standard !== NIST)
    .flatMap(({ standard, clauses }) =>
      clauses.map(({ clause, title, status }) =>
        property("clause-status", status, `${standard} ${clause} ${title}`),
      ),
    );

const STATE = {
  fail: { state: "not-satisfied", reason: "fail" },
  "not-determined": { state: "not-satisfied", reason: "other" },
  pass: { state: "satisfied", reason: "pass" },
} as const;

const SAYS = {
  fail: "At least one finding of a mapped rule fails.",
  "not-determined": "No finding of a mapped rule fails, but not all could be read and decided.",
  pass: "Every finding of the mapped rules passes.",
} as const;

/** A control's finding supports an assessment of it and no more; where nothing was there to decide by there is none. */
export const controlFinding = (
  clause: ClauseResult,
  open: readonly OpenFinding[],
  run: Run,
): object | null => {
  const { status } = clause;
  if (status === "not-applicable") return null;
  const rules = new Set(
    clause.rules.filter(({ strength }) => strength !== "context").map(({ ruleId }) => ruleId),
  );
  const own = open.filter(({ ruleId }) => rules.has(ruleId));
  return {
    uuid: uuid("control", run.now, clause.clause),
    title: oneLine(`${clause.clause} ${clause.title}`),
    description: prose(
      `${SAYS[status]} The findings support an assessment of this control and do not establish it; the mapping is this tool's own reading.`,
    ),
    props: clause.rules.map(({ ruleId, strength, why }) => property(`mapping-${strength}`, ruleId, why)),
    target: { type: "objective-id", "target-id": `${controlId(clause.clause)}_obj`, status: STATE[status] },
    ...some(
      "related-observations",
      own.map(({ id }) => ({ "observation-uuid": observationUuid(run, id) })),
    ),
    ...some(
      "related-risks",
      own
        .filter((finding) => finding.status === "FAILURE")
        .map(({ id }) => ({ "risk-uuid": riskUuid(run, id) })),
    ),
  };
};
