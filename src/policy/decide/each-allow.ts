import type { Pointer } from "../../model/fact.ts";
import { isPolicy, parsePolicy } from "../parse/parse-policy.ts";
import type { Question, Reach } from "../question.ts";
import { read } from "./compile/unresolved.ts";
import { STEPS } from "./request/environment.ts";
import { caseOf, type Case } from "./search/query.ts";
import { judge } from "./who/classify.ts";
import { deputiesOf } from "./who/confused-deputy.ts";
import { partiesOf } from "./who/list-parties.ts";

/** Whom one statement lets in by itself, against every Deny of all documents. */
export interface AllowReach extends Pick<Reach, "allowedTo" | "deputies"> {
  /** Index of the document, from 0. */
  readonly document: number;
  readonly at: Pointer;
}

/** Each Allow that bears on the question, in order; an expression that could not be resolved grants as little as it may. */
export const decideEachAllow = (question: Question): readonly AllowReach[] => {
  const the = caseOf(
    question,
    question.documents.map(({ text, unresolved }) => {
      const policy = parsePolicy(text, unresolved);
      return isPolicy(policy) ? read(policy, "narrow") : null;
    }),
  );
  return the.allows.map((allow) => {
    // Steps of its own: what is long to decide about one statement must not hide another.
    const alone = (): Case => ({
      ...the,
      world: { ...the.world, budget: { left: STEPS } },
      allows: [allow],
      anybody: new Map(),
    });
    const judged = judge(alone());
    const allowedTo = judged.exposure === "undecided" ? [] : partiesOf(alone(), judged);
    return {
      document: allow.document,
      at: allow.statement.at,
      allowedTo,
      deputies: deputiesOf(alone(), judged),
    };
  });
};
