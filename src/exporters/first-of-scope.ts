import { isAboutScope, type Finding } from "../model/finding.ts";

/**
 * Keeps every finding about a resource, and the first of those about one scope: each rule has one of its own, and in a list of
 * alerts they would be one fault many times.
 */
export const firstOfScope = (): ((finding: Finding) => boolean) => {
  const told = new Set<string>();
  return ({ resource, scope }) => {
    if (!isAboutScope(resource)) return true;
    const isFirst = !told.has(scope);
    told.add(scope);
    return isFirst;
  };
};

/** Stands for the rules in a finding about a scope that was not read: all of them say the same of it. */
export const COVERAGE = "coverage";

/** A scope's finding as it is for every rule, with an id of its own. An exception would accept one rule's. */
export const forEveryRule = (finding: Finding): Finding => ({
  ...finding,
  id: finding.id.replace(`:${finding.ruleId}:`, `:${COVERAGE}:`),
  ruleId: COVERAGE,
  riskLevel: "LOW",
  exception: null,
});
