import type { Question, Reach } from "../../src/policy/question.ts";
import { disagreement, wrongWitness, type Disagreement } from "./agree.ts";
import { generate, type PolicySet } from "../generate/generate.ts";
import { ask } from "../question.ts";
import { readPolicy } from "../read-policy.ts";
import { combined } from "../readings/combine.ts";

export type Decide = (question: Question) => Reach;

/** One random set of policies, decided and checked. */
export interface Trial {
  readonly set: PolicySet;
  readonly reach: Reach;
  readonly disagreement: Disagreement | null;
}

/** Decides the set of a seed and holds the answer against the enumeration. */
export const trial = (seed: number, decide: Decide): Trial => {
  const set = generate(seed);
  const question = ask(set.texts, set.trust);
  const reach = decide(question);
  return {
    set,
    reach,
    disagreement:
      set.broken === null ? disagreement(question, reach) : aboutBroken(question, set.broken, reach),
  };
};

/** A text that is no policy is never passed over; what the others open stays open, or is undecided. */
const aboutBroken = (question: Question, broken: number, reach: Reach): Disagreement | null => {
  const policies = question.documents
    .filter((_, index) => index !== broken)
    .map((document) => readPolicy(document.text));
  // As it proves itself, whatever a world that is too large leaves out.
  if (reach.exposure === "exposed") return wrongWitness(question, policies, reach);
  const { exposure, request } = combined(policies, question);
  // Where an open question alone opens it, invalid is as much a review as undecided is.
  const fitting = exposure === "exposed" ? ["undecided"] : ["invalid", "undecided"];
  return fitting.includes(reach.exposure)
    ? null
    : {
        says: `a broken text is passed over: ${fitting.join(" or ")} was due`,
        decided: reach.exposure,
        enumerated: exposure,
        request,
      };
};
