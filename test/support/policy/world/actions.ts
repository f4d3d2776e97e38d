import { applies } from "../../../../src/policy/evaluate/evaluate.ts";
import type { Policy } from "../../../../src/policy/shapes.ts";
import type { AskedAction, Question } from "../../../../src/policy/question.ts";
import { mentions } from "./values.ts";

/** One of each kind of action: alike are those that the same statements name and that carry the same keys of those asked for. */
export const actions = (policies: readonly Policy[], question: Question): readonly AskedAction[] => {
  const kinds = new Map<string, AskedAction>();
  for (const action of question.actions) {
    const request = { principal: "", action: action.name, resource: question.resource, context: {} };
    const named = policies.flatMap((policy) =>
      policy.statements.map((statement) =>
        Number(
          applies(
            {
              ...statement,
              principal: { not: false, at: "", entries: [{ type: "AWS", text: "*", at: "" }] },
              resource: { not: false, at: "", values: [{ text: "*", at: "" }] },
              conditions: [],
            },
            policy.version,
            request,
          ),
        ),
      ),
    );
    const kind = [...named, ...action.keys.filter((key) => mentions(policies, key))].join();
    if (!kinds.has(kind)) kinds.set(kind, action);
  }
  return [...kinds.values()];
};
