import type { Pointer } from "../../model/fact.ts";
import type { PatternElement, Policy, Statement } from "../shapes.ts";
import { holds } from "./condition.ts";
import { marks, matches, type Mark } from "./pattern.ts";
import { aboutCaller } from "./principal.ts";
import { asSeen, STANDARD, type Reading } from "./reading.ts";
import type { Request } from "./request.ts";
import { expand } from "./variables.ts";

export type { Request } from "./request.ts";

/** What becomes of a request, and the statement that settles it: a Deny that matches, else an Allow. */
export interface Evaluation {
  readonly decision: "allowed" | "denied" | "not-allowed";
  readonly by: { readonly policy: number; readonly statement: Pointer } | null;
}

/**
 * Evaluates one concrete request against all policies of a resource, straight from the documentation: an explicit Deny
 * wins, else any Allow, else nothing. Slow and simple; it is the second opinion on what decide/ finds.
 *
 * Source: IAM user guide, reference_policies_evaluation-logic.
 */
export const evaluate = (
  policies: readonly Policy[],
  request: Request,
  reading: Reading = STANDARD,
): Evaluation => {
  const deny = firstMatch(policies, "Deny", request, reading);
  if (deny !== null) return { decision: "denied", by: deny };
  const allow = firstMatch(policies, "Allow", request, reading);
  return allow === null ? { decision: "not-allowed", by: null } : { decision: "allowed", by: allow };
};

const firstMatch = (
  policies: readonly Policy[],
  effect: Statement["effect"],
  request: Request,
  reading: Reading,
): Evaluation["by"] => {
  for (const [index, policy] of policies.entries())
    for (const statement of policy.statements)
      if (statement.effect === effect && applies(statement, policy.version, request, reading))
        return { policy: index, statement: statement.at };
  return null;
};

/** Whether every element of a statement matches the request. */
export const applies = (
  statement: Statement,
  version: Policy["version"],
  request: Request,
  reading: Reading = STANDARD,
): boolean => {
  if (!aboutCaller(statement.principal, request) || !matchesAction(statement.action, request.action))
    return false;
  const seen = asSeen(request, reading);
  return (
    matchesResource(statement.resource, version, seen) &&
    statement.conditions.every((condition) => holds(condition, version, seen, reading))
  );
};

const matchesAction = (element: PatternElement, action: string): boolean =>
  matchesElement(
    element,
    element.values.map((value) => marks(value.text.toLowerCase())),
    action.toLowerCase(),
  );

const matchesResource = (element: PatternElement, version: Policy["version"], request: Request): boolean =>
  matchesElement(
    element,
    element.values.map((value) => resourcePattern(completed(value.text), version, request)),
    request.resource,
  );

/** Variables stand for values in the last field only; before the fifth colon the text is what it is (IAM user guide, Resource). */
const resourcePattern = (
  text: string,
  version: Policy["version"],
  request: Request,
): readonly Mark[] | null => {
  const [head = text] = /^(?:(?:\$\{[^}]*\}|[^:])*:){5}/.exec(text) ?? [];
  const rest = expand(text.slice(head.length), version, request);
  return rest === null ? null : [...marks(head), ...rest];
};

/** "AWS automatically completes the ARN by adding wildcard characters (*) to all missing fields" (IAM user guide, Resource). */
const completed = (text: string): string => {
  const missing = 6 - text.split(":").length;
  return missing > 0 && text.startsWith("arn:") && !text.includes("${") ? text + ":*".repeat(missing) : text;
};

/** A value whose variable is unresolved (null) matches nothing. */
const matchesElement = (
  element: PatternElement,
  patterns: readonly (readonly Mark[] | null)[],
  text: string,
): boolean =>
  patterns.length > 0 &&
  patterns.some((pattern) => pattern !== null && matches(pattern, Array.from(text))) !== element.not;
