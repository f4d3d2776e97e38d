import { isUnread, type Refusal } from "../model/fact.ts";
import type { Kind } from "../model/kind.ts";
import type { Resource } from "../model/resource.ts";
import type { RiskLevel, AnyRule } from "../model/rule.ts";
import type { Settings } from "../model/rule-context.ts";
import type { Trust } from "../model/trust.ts";
import type { Verdict } from "../model/verdict.ts";
import { checkVerdict } from "./check-verdict.ts";
import { frozen } from "./frozen.ts";

/** A rule as this run uses it. */
export interface ActiveRule {
  readonly rule: AnyRule;
  readonly riskLevel: RiskLevel;
  readonly settings: Settings;
  /** From a plugin, so anyone's code: it gets a frozen copy and its answers are checked. Our own are held by their tests. */
  readonly foreign: boolean;
}

/** What one rule says of one resource: a verdict, or why there is none. */
export type Judgement = { readonly verdict: Verdict } | { readonly unread: Refusal };

/**
 * Judges one resource by one rule.
 *
 * A needed fact that is refused or absent keeps the rule from being called. A rule that throws, changes its input or
 * answers nonsense becomes NEEDS_REVIEW of that rule, and breaks nothing else.
 */
export const judge = (
  { rule, settings, foreign }: ActiveRule,
  resource: Resource,
  kind: Kind,
  context: { readonly now: string; readonly trust: Trust },
): Judgement => {
  const refusal = missingFact(rule, resource);
  if (refusal !== null) return { unread: refusal };
  if (!foreign) return { verdict: asked(rule, () => rule.judge(resource, { ...context, settings })) };
  const documents = kind.documents(resource);
  // Its own copies, so that nothing it does reaches another rule; and of its answer one that does not change any more.
  const given = frozen(structuredClone({ resource, context: { ...context, settings } }));
  const answer = (): Verdict => settled(rule.judge(given.resource, given.context));
  return { verdict: asked(rule, answer, (verdict) => checkVerdict(verdict, documents, given.resource)) };
};

/** A promise is nonsense; one that is rejected later must not end the process for that. */
const settled = (verdict: Verdict): Verdict => {
  if (verdict instanceof Promise) {
    verdict.catch(() => undefined);
    throw new TypeError("it answered a promise; a rule is synchronous");
  }
  return structuredClone(verdict);
};

const asked = (
  rule: AnyRule,
  answer: () => Verdict,
  check: (verdict: Verdict) => string | null = () => null,
): Verdict => {
  try {
    const verdict = answer();
    const nonsense = check(verdict);
    return nonsense === null ? verdict : unusable(rule, `it answered nonsense: ${nonsense}`);
  } catch (error) {
    return unusable(rule, `it failed: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Of a rule that was stopped. @param limit in milliseconds */
export const lateVerdict = (rule: AnyRule, limit: number): Verdict =>
  unusable(rule, `it was stopped after ${limit / 1000} seconds`);

const unusable = (rule: AnyRule, why: string): Verdict => ({
  status: "NEEDS_REVIEW",
  message: `Rule ${rule.meta.id} could not judge this resource; ${why}`,
  evidence: [],
});

const missingFact = (rule: AnyRule, resource: Resource): Refusal | null => {
  for (const name of rule.needs) {
    const fact: unknown = Object.hasOwn(resource, name) ? resource[name as keyof Resource] : undefined;
    if (isUnread(fact)) return fact.unread;
    if (fact === undefined) return notAsked(name);
  }
  return null;
};

const notAsked = (name: string): Refusal => ({
  operation: name,
  code: "NotAsked",
  message: `The snapshot does not hold the resource's ${name}.`,
  attempts: 0,
});
