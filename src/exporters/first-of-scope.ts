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
