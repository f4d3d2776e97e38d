import type { Pointer } from "../../model/fact.ts";
import type { Question, Reach } from "../question.ts";
import { decidedQuery } from "./decide.ts";
import { withFreshBudget } from "./request/environment.ts";
import type { Query } from "./search/query.ts";
import { classify } from "./who/classify.ts";
import { confusedDeputies } from "./who/confused-deputy.ts";
import { listParties } from "./who/list-parties.ts";

/** Whom one statement lets in by itself, against every Deny of all documents. */
export interface AllowReach extends Pick<Reach, "allowedTo" | "deputies"> {
  /** Index of the document, from 0. */
  readonly document: number;
  readonly at: Pointer;
}

/** Each Allow that bears on the question, in order; under the reading that the answer rests on. */
export const decideEachAllow = (question: Question): readonly AllowReach[] => {
  const query = decidedQuery(question);
  return query.allows.map((allow) => {
    // Steps of its own: what is long to decide about one statement must not hide another.
    const alone = (): Query => ({
      ...query,
      environment: withFreshBudget(query.environment),
      allows: [allow],
      anybody: new Map(),
    });
    const classification = classify(alone());
    const allowedTo = classification.exposure === "undecided" ? [] : listParties(alone(), classification);
    return {
      document: allow.document,
      at: allow.statement.at,
      allowedTo,
      deputies: confusedDeputies(alone(), classification),
    };
  });
};
