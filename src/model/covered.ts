import type { Refusal } from "./fact.ts";
import type { Finding } from "./finding.ts";
import type { StatusCounts } from "./results.ts";

const COVERED = "CoveredByAnotherRule";

/** Why a rule gives no review of its own: another rule's review of the same resource asks for the same. */
export const coveredBy = (ruleId: string): Refusal => ({
  operation: "judge",
  code: COVERED,
  message: `The review of ${ruleId} covers it: both depend on the same policies.`,
  attempts: 0,
});

/** How many findings nobody has evaluated, and no other rule's review stands for. */
export const unevaluated = ({ notEvaluated, covered = 0 }: StatusCounts): number => notEvaluated - covered;

/** Whether another rule's failure stands for this finding, which is a success for that alone. */
export const isCoveredFailure = ({ status, data }: Pick<Finding, "status" | "data">): boolean =>
  status === "SUCCESS" && data["coveredBy"] !== undefined;

/** Whether another rule's review stands for this finding, which then asks nothing of anybody. */
export const isCovered = ({ unread }: Pick<Finding, "unread">): boolean => unread?.code === COVERED;
