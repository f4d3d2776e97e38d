import type { RuleCase } from "../../model/rule-case.ts";

/** Worked examples of __RULE_ID__: at least one for each status that it can answer. */
export const cases: readonly RuleCase[] = [];
