import type { Question, Reach } from "../../src/policy/question.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import type { Request } from "../../src/policy/evaluate/request.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { incoherences } from "./coherent.ts";
import { readPolicy } from "../read-policy.ts";
import { standing } from "../world/classes.ts";
import { inconsistencies } from "../world/consistency.ts";
import { explore, isWide, type Class } from "../world/explore.ts";
import { names } from "../world/names.ts";

/** Where the decision and the enumeration part: why, and the request that shows it. */
export interface Disagreement {
  readonly says: string;
  readonly decided: string;
  readonly enumerated: Class | null;
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
  if (!isClass(reach.exposure)) return { ...base, says: `a well-formed set is ${reach.exposure}` };
  const odd = incoherences(question, policies, reach);
  if (odd.length > 0) return { ...base, says: `the answer breaks: ${odd.join("; ")}` };
  return (
    wrongWitness(question, policies, reach) ??
    (reach.exposure === "exposed" ? null : classes(question, policies, reach.exposure))
  );
};

/** What is wrong with the witness of an answer: it cannot be sent, is not allowed, or shows no stranger where one can. */
export const wrongWitness = (
  question: Question,
  policies: readonly Policy[],
  reach: Reach,
): Disagreement | null => {
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
  const broken = inconsistencies(witness, policies, question);
  if (broken.length > 0) return `breaks: ${broken.join("; ")}`;
  const { decision } = evaluate(policies, witness);
  return decision === "allowed" ? null : `is ${decision}`;
};

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
