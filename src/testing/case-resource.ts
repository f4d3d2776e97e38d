import type { Kind } from "../model/kind.ts";
import type { Resource } from "../model/resource.ts";
import type { AnyRule } from "../model/rule.ts";
import type { RuleContext } from "../model/rule-context.ts";
import { defaultSettings } from "../model/rule.ts";
import type { CaseRecord, RuleCase } from "../model/rule-case.ts";
import { awsScopeId } from "../model/scope.ts";
import { OWNER_ONLY } from "../model/trust.ts";

/** What a case's record is read as; throws where the kind cannot read it, because then the case shows nothing. */
export const resourceOf = (kind: Kind, record: CaseRecord): Resource => {
  const read = readRecord(kind, record);
  if ("problem" in read) throw new TypeError(`the kind cannot read the record: ${read.problem}`);
  return read;
};

/** As a snapshot's reader would: kind and, where none is given, a scope are added. */
export const readRecord = (kind: Kind, record: CaseRecord): Resource | { readonly problem: string } =>
  kind.read({ scope: awsScopeId("111122223333", "us-east-1", kind.service), ...record, kind: kind.kind });

/** The rule's own settings, nobody trusted and a fixed time, unless the case says otherwise. */
export const contextOf = (rule: AnyRule, context: RuleCase["context"]): RuleContext => ({
  now: "2026-01-01T00:00:00.000Z",
  trust: OWNER_ONLY,
  ...context,
  settings: { ...defaultSettings(rule.meta), ...context?.settings },
});
