import type { AnyRule } from "../../src/model/rule.ts";
import type { RuleCase } from "../../src/model/rule-case.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { RULES } from "../../src/rules/index.ts";
import { contextOf, resourceOf } from "../../src/testing/case-resource.ts";

/** What a rule says of a record of an SES identity. */
export const judged = (id: string, record: RuleCase["record"], context?: RuleCase["context"]): Verdict => {
  const rule: AnyRule | undefined = RULES.find(({ meta }) => meta.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule.judge(resourceOf(SES_KIND, record), contextOf(rule, context));
};
