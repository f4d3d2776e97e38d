import type { Kind } from "../model/kind.ts";
import { parseScope, type ScopeId } from "../model/scope.ts";
import type { ActiveRule } from "./judge.ts";

/** The rules that a scope is judged by, and those of its service that are passed over there. */
export interface ScopeRules {
  readonly rules: readonly ActiveRule[];
  readonly passedOver: readonly ActiveRule[];
}

interface Known {
  readonly rules: readonly ActiveRule[];
  readonly kinds: ReadonlyMap<string, Kind>;
}

/** The rules of a scope's service; of source code only those that need nothing but what it can state. */
export const rulesOf = (id: ScopeId, { rules, kinds }: Known): ScopeRules => {
  const scope = parseScope(id);
  const ofService = rules.filter(({ rule }) => rule.meta.service === scope?.service);
  const isJudged = (active: ActiveRule): boolean => scope?.provider !== "files" || isInCode(active, kinds);
  return {
    rules: ofService.filter(isJudged),
    passedOver: ofService.filter((active) => !isJudged(active)),
  };
};

/** Whether source code can state every fact that a rule needs. */
const isInCode = ({ rule }: ActiveRule, kinds: ReadonlyMap<string, Kind>): boolean => {
  const stated = kinds.get(rule.kind)?.inCode;
  return stated === undefined || rule.needs.every((fact) => stated.includes(fact));
};
