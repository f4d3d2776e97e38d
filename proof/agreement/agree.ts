import type { Question, Reach } from "../../src/policy/question.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import type { Request } from "../../src/policy/evaluate/request.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { incoherences } from "./coherent.ts";
import { readPolicy } from "../read-policy.ts";
import { choices, combined, readAs, type Combined } from "../readings/combine.ts";
import { isKnownKey } from "../readings/known-keys.ts";
import { openQuestions, type OpenQuestion } from "../readings/open-questions.ts";
import { standing } from "../world/classes.ts";
import { inconsistencies } from "../world/consistency.ts";
import { explore, isWide, type Class } from "../world/explore.ts";
import { names } from "../world/names.ts";

/** Where the decision and the enumeration part: why, and the request that shows it. */
export interface Disagreement {
  readonly says: string;
  readonly decided: string;
  readonly enumerated: string | null;
  readonly request: Request | null;
}

const ORDER: readonly Class[] = ["private", "restricted", "cross-account", "exposed"];

const isClass = (exposure: string): exposure is Class => ORDER.some((one) => one === exposure);

/**
 * Holds a decision against the second evaluator: a stranger's request that it shows must be consistent, a stranger's and
 * allowed; where it shows none, no enumerated request may be of a wider class than it says, and none of a narrower one only.
 */
export const disagreement = (question: Question, reach: Reach): Disagreement | null => {
  const policies = question.documents.map((document) => readPolicy(document.text));
  const base = { decided: reach.exposure, enumerated: null, request: reach.witness };
  const questions = openQuestions(policies, question);
  if (!isClass(reach.exposure) && !(reach.exposure === "undecided" && questions.length > 0))
    return { ...base, says: `a well-formed set is ${reach.exposure}` };
  const odd = incoherences(question, policies, reach);
  if (odd.length > 0) return { ...base, says: `the answer breaks: ${odd.join("; ")}` };
  const wrong = wrongWitness(question, policies, reach);
  if (wrong !== null) return wrong;
  if (questions.length > 0) return readings(question, policies, reach);
  return !isClass(reach.exposure) || reach.exposure === "exposed"
    ? null
    : classes(question, policies, reach.exposure);
};

/** Where a question is open: exposure and doubts must be what all readings come to. */
const readings = (question: Question, policies: readonly Policy[], reach: Reach): Disagreement | null => {
  const all = combined(policies, question);
  const found = against(all, reach);
  const isGuess = found !== null && isNewGlobal(openQuestions(policies, question));
  if (isGuess && against(combined(policies, question, true), reach) === null) return null;
  return all.exposure !== "exposed" && provesItself(question, policies, reach) ? null : found;
};

/**
 * A stranger's request that is allowed whatever the questions for people come to, under one reading of those for a failure,
 * shows that it is exposed, whether or not the world lists one.
 */
const provesItself = (question: Question, policies: readonly Policy[], reach: Reach): boolean => {
  if (reach.exposure !== "exposed") return false;
  const questions = openQuestions(policies, question);
  const usual = choices(questions).filter((chosen) =>
    questions.every(({ weight }, index) => weight !== "standard" || chosen[index] === 0),
  );
  const failure = (chosen: readonly number[]): string =>
    chosen.filter((_, index) => questions[index]?.weight === "failure").join();
  return [...new Set(usual.map(failure))].some((way) =>
    usual
      .filter((chosen) => failure(chosen) === way)
      .every((chosen) => wrongReading(question, readAs(policies, questions, chosen), reach) === null),
  );
};

const against = (all: Combined, reach: Reach): Disagreement | null => {
  const base = {
    decided: shown(reach.exposure, reach.doubts),
    enumerated: shown(all.exposure, all.doubts),
    request: all.request,
  };
  if (reach.exposure !== all.exposure) {
    const isCareful =
      all.loose &&
      (reach.exposure === "undecided" || (isPass(reach.exposure) && isWider(reach.exposure, all.exposure)));
    const isPassedOver =
      isPass(reach.exposure) && (all.exposure === "undecided" || isWider(all.exposure, reach.exposure));
    return isCareful || (!all.whole && !isPassedOver)
      ? null
      : { ...base, says: `the readings of ${all.questions.join(", ")} come to something else` };
  }
  return !all.whole || all.loose || fit(reach.doubts, all)
    ? null
    : { ...base, says: `other questions of ${all.questions.join(", ")} matter` };
};

const isPass = (exposure: string): boolean => isClass(exposure) && exposure !== "exposed";

const isWider = (one: string, other: string): boolean =>
  isClass(one) && isClass(other) && ORDER.indexOf(one) > ORDER.indexOf(other);

/** The doubts that the exposure rests on are named and no others. Key names are compared without regard to case. */
const fit = (doubts: readonly string[], all: Combined): boolean => {
  const named = doubts.map((name) => name.toLowerCase());
  const due = all.doubts.map((name) => name.toLowerCase());
  return named.length === due.length && named.every((name) => due.includes(name));
};

const shown = (exposure: string, doubts: readonly string[]): string =>
  [exposure, ...[...doubts].sort()].join(" ");

/** What is wrong with the witness of an answer: it cannot be sent, is not allowed, or shows no stranger where one can. */
export const wrongWitness = (
  question: Question,
  policies: readonly Policy[],
  reach: Reach,
): Disagreement | null => {
  let first: Disagreement | null = null;
  const raised = openQuestions(policies, question);
  // A bound on what an unknown key may do is allowed by no reading; it is a request that can be sent all the same.
  if (reach.exposure !== "exposed" && raised.some(({ loose }) => loose))
    return reach.witness === null ? null : unsendable(reach.witness, policies, question, reach);
  for (const questions of [
    raised,
    ...(isNewGlobal(raised) ? [openQuestions(policies, question, true)] : []),
  ]) {
    for (const chosen of choices(questions)) {
      const wrong = wrongReading(question, readAs(policies, questions, chosen), reach);
      if (wrong === null) return null;
      first ??= wrong;
    }
  }
  return first;
};

/** Whether a new global key would be there by the anatomy page, which cannot name it, is anybody's guess. */
const isNewGlobal = (questions: readonly OpenQuestion[]): boolean =>
  questions.some(({ name }) => /^key:aws:/i.test(name));

const unsendable = (
  witness: Request,
  policies: readonly Policy[],
  question: Question,
  reach: Reach,
): Disagreement | null => {
  const broken = inconsistencies(withoutUnknown(witness, question), policies, question);
  return broken.length === 0
    ? null
    : {
        decided: reach.exposure,
        enumerated: null,
        request: witness,
        says: `the witness breaks: ${broken.join("; ")}`,
      };
};

/** What is wrong with it under one reading. */
const wrongReading = (question: Question, policies: readonly Policy[], reach: Reach): Disagreement | null => {
  const wrong = reach.witness === null ? null : faultOf(reach.witness, policies, question);
  if (wrong !== null)
    return {
      decided: reach.exposure,
      enumerated: null,
      request: reach.witness,
      says: `the witness ${wrong}`,
    };
  return reach.exposure === "exposed" ? strangers(question, policies, reach) : null;
};

/** Where no stranger is shown, the enumeration must come to the same class. */
const classes = (question: Question, policies: readonly Policy[], decided: Class): Disagreement | null => {
  const found = explore(policies, question);
  const wider = ORDER.indexOf(found.exposure) > ORDER.indexOf(decided);
  if (found.exposure === decided || (!wider && !found.whole)) return null;
  return {
    says: wider ? "a wider request is allowed" : "no enumerated request bears the decision out",
    decided,
    enumerated: found.exposure,
    request: found.request,
  };
};

const faultOf = (witness: Request, policies: readonly Policy[], question: Question): string | null => {
  const broken = inconsistencies(withoutUnknown(witness, question), policies, question);
  if (broken.length > 0) return `breaks: ${broken.join("; ")}`;
  const { decision } = evaluate(policies, witness);
  return decision === "allowed" ? null : `is ${decision}`;
};

/** What a key that nobody knows may hold, nobody can say. */
const withoutUnknown = (witness: Request, question: Question): Request => ({
  ...witness,
  context: Object.fromEntries(
    Object.entries(witness.context).filter(([key]) =>
      isKnownKey(
        key,
        question.keys.map(({ name }) => name),
      ),
    ),
  ),
});

const strangers = (question: Question, policies: readonly Policy[], reach: Reach): Disagreement | null => {
  const { witness } = reach;
  const base = { decided: reach.exposure, enumerated: null, request: witness };
  if (witness === null) return { ...base, says: "exposed without a witness" };
  const { who, limits } = standing(witness, names(policies), question, policies);
  if (who !== "fresh") return { ...base, says: `the witness is no stranger: ${who}` };
  if (limits.length > 0) return { ...base, says: `no stranger has ${limits.join(", ")}` };
  return isWide(policies, witness, names(policies), question)
    ? null
    : { ...base, says: "the witness sits in a narrow network" };
};
