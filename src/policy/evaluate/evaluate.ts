import type { Pointer } from "../../model/fact.ts";
import type { PatternElement, Policy, Statement, Value } from "../shapes.ts";
import { holds } from "./condition.ts";
import { marks, marksOf, matches, type Mark } from "./pattern.ts";
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

const matchesAction = (element: PatternElement, action: string): boolean => {
  const text = Array.from(action.toLowerCase());
  return matchesElement(element, (value) => matches(marks(value.text.toLowerCase()), text));
};

const matchesResource = (element: PatternElement, version: Policy["version"], request: Request): boolean => {
  const text = Array.from(request.resource);
  return matchesElement(element, (value) => {
    const pattern = value.text.includes("${")
      ? resourcePattern(value.text, version, request)
      : wholePattern(value);
    return pattern !== null && matches(pattern, text);
  });
};

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
const wholePattern = (value: Value): readonly Mark[] => {
  const missing = 6 - value.text.split(":").length;
  return missing > 0 && value.text.startsWith("arn:")
    ? marks(value.text + ":*".repeat(missing))
    : marksOf(value);
};

const matchesElement = ({ values, not }: PatternElement, isMet: (value: Value) => boolean): boolean =>
  values.length > 0 && values.some(isMet) !== not;
