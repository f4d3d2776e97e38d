import type { Resource } from "../model/resource.ts";
import type { Trust } from "../model/trust.ts";
import type { Fault } from "../model/verdict.ts";
import type { PlanningRule } from "./planning.ts";

/** A rule that offers a remedy and fails. */
export interface Failing {
  readonly rule: PlanningRule;
  readonly message: string;
  readonly faults: readonly Fault[];
}

export const failureOf = (rule: PlanningRule, resource: Resource, trust: Trust): Failing | null => {
  const verdict = rule.remedy === null ? null : rule.judge(resource, trust);
  return verdict?.status === "FAILURE" ? { rule, message: verdict.message, faults: verdict.faults } : null;
};

/** The first that fails; the others are not judged. */
export const firstFailure = (
  rules: readonly PlanningRule[],
  resource: Resource,
  trust: Trust,
): Failing | null => {
  for (const rule of rules) {
    const failing = failureOf(rule, resource, trust);
    if (failing !== null) return failing;
  }
  return null;
};
