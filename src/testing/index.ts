export type { CaseExpectation, CaseRecord, RuleCase } from "../model/rule-case.ts";
export { testRule, type Check, type RuleTestOptions } from "./test-rule.ts";
