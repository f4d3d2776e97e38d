import { isDeepStrictEqual } from "node:util";
import { checkVerdict } from "../assess/check-verdict.ts";
import { frozen } from "../assess/frozen.ts";
import { judge } from "../assess/judge.ts";
import type { Kind } from "../model/kind.ts";
import type { Resource } from "../model/resource.ts";
import type { AnyRule } from "../model/rule.ts";
import type { RuleContext } from "../model/rule-context.ts";
import { inSealedWorld } from "./sealed-world.ts";

/** How a rule broke its contract over one resource, a line each: input changed, answers that differ, nonsense, a throw. */
export const breaches = (
  rule: AnyRule,
  kind: Kind,
  resource: Resource,
  context: RuleContext,
): readonly string[] => {
  const asked = judge(
    { rule, riskLevel: rule.meta.riskLevel, settings: context.settings, foreign: true },
    resource,
    kind,
    context,
  );
  return "unread" in asked ? [] : breachesOfAnswer(rule, kind, resource, context);
};

const breachesOfAnswer = (
  rule: AnyRule,
  kind: Kind,
  resource: Resource,
  context: RuleContext,
): readonly string[] => {
  const first = answer(rule, resource, context);
  if ("threw" in first) return [`it threw: ${first.threw}`];
  const nonsense = checkVerdict(first.verdict, kind.documents(resource), resource);
  if (nonsense !== null) return [`its answer is no verdict: ${nonsense}`];
  const second = answer(rule, resource, context);
  const lines: string[] = [];
  if (!isDeepStrictEqual(first, second)) lines.push("it answered the same question in two ways");
  if (first.changed) lines.push("it changed its input");
  if (isExposed(first.verdict) && !hasWitness(first.verdict))
    lines.push("it says exposed and shows no witness");
  return lines;
};

type Answer = { readonly verdict: unknown; readonly changed: boolean } | { readonly threw: string };

/** Frozen input makes a change throw in strict code; the comparison finds what sloppy code would do in silence to a map or a date. */
const answer = (rule: AnyRule, resource: Resource, context: RuleContext): Answer => {
  const given = frozen(structuredClone({ resource, context }));
  try {
    const verdict: unknown = inSealedWorld(() => rule.judge(given.resource, given.context));
    return { verdict, changed: !isDeepStrictEqual(given, { resource, context }) };
  } catch (error) {
    return { threw: error instanceof Error ? error.message : String(error) };
  }
};

const isExposed = (verdict: unknown): boolean => member(member(verdict, "data"), "exposure") === "exposed";

const hasWitness = (verdict: unknown): boolean =>
  member(verdict, "status") !== "FAILURE" || member(verdict, "witness") !== undefined;

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
