import { isAboutScope, type Finding } from "../model/finding.ts";
import type { RuleMeta } from "../model/rule.ts";
import { parseScope } from "../model/scope.ts";

type Titled = Pick<Finding, "ruleId" | "status" | "title" | "resource" | "scope"> &
  Partial<Pick<Finding, "data">>;

/**
 * A title for lists of findings of many tools: what is wrong, and with which resource.
 *
 * The rule's own title names the fault or the check, which would be wrong over anything but a failure.
 */
export const findingTitle = (finding: Titled, rule?: Pick<RuleMeta, "failureTitle">): string => {
  const { ruleId, status, title, resource } = finding;
  if (isAboutScope(resource)) return scopeTitle(finding);
  if (status === "FAILURE") return `${rule?.failureTitle ?? title}: ${resource.name}`;
  return `${ruleId} ${OUTCOME[status]}: ${resource.name}`;
};

const OUTCOME = {
  SUCCESS: "passes",
  NEEDS_REVIEW: "could not be decided",
  NOT_EVALUATED: "was not evaluated",
} as const;

/** Of a scope that was not read, or not to its end. */
const scopeTitle = ({ scope, data }: Titled): string => {
  const parsed = parseScope(scope);
  const read = data?.["coverage"] === "partial" ? "could not read all of" : "could not read";
  return parsed?.provider === "aws"
    ? `Postern ${read} ${parsed.service.toUpperCase()} in ${parsed.region} of ${parsed.account}`
    : `Postern ${read} ${parsed?.tree ?? scope}`;
};
