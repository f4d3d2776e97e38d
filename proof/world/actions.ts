import { applies } from "../../src/policy/evaluate/evaluate.ts";
import type { Policy, Statement } from "../../src/policy/shapes.ts";
import type { AskedAction, Question } from "../../src/policy/question.ts";
import { bits } from "./part.ts";
import { mentions } from "./values.ts";

/** An action, and bits for the statements that are not about it. */
export interface Asked {
  readonly action: AskedAction;
  readonly fails: number;
}

/** One of each kind of action: alike are those that the same statements name and that carry the same keys of those asked for. */
export const actions = (policies: readonly Policy[], question: Question): readonly Asked[] => {
  const kinds = new Map<string, Asked>();
  for (const action of question.actions) {
    const request = { principal: "", action: action.name, resource: question.resource, context: {} };
    const fails = bits(
      policies,
      (statement, policy) => !applies(forAnybody(statement), policy.version, request),
    );
    const kind = [fails, ...action.keys.filter((key) => mentions(policies, key))].join();
    if (!kinds.has(kind)) kinds.set(kind, { action, fails });
  }
  return [...kinds.values()];
};

const ANYTHING: Statement["resource"] = { not: false, at: "", values: [{ text: "*", at: "" }] };

/** The statement as far as the action and a resource without variables settle it. */
const forAnybody = (statement: Statement): Statement => ({
  ...statement,
  principal: { not: false, at: "", entries: [{ type: "AWS", text: "*", at: "" }] },
  resource: statement.resource.values.some((value) => value.text.includes("${"))
    ? ANYTHING
    : statement.resource,
  conditions: [],
});
