import type { Verdict } from "../model/verdict.ts";
import type { Reach } from "../policy/question.ts";
import { allowedTo, because, doubtsIn, isFilled, anyoneCan } from "./words.ts";

/**
 * The verdict of a rule that objects to strangers alone, whoever else is let in.
 *
 * `what` is what strangers should not be able to do, in the words that follow "can": "read data of example.com".
 */
export const strangerVerdict = (reach: Reach, what: string): Verdict => {
  const { exposure, evidence, witness, faults } = reach;
  const unknown = exposure === "undecided" || exposure === "invalid";
  const data = {
    exposure,
    allowedTo: allowedTo(reach.allowedTo, unknown ? "undecided" : "owner"),
    ...doubtsIn(reach.doubts),
  };
  if (isFilled(evidence) && isFilled(faults)) {
    const message = anyoneCan(
      what,
      faults.map(({ document }) => document),
    );
    return { status: "FAILURE", message, evidence, data, faults, ...(witness && { witness }) };
  }
  if (unknown || exposure === "exposed") {
    const message = `Whether a stranger can ${what} cannot be decided. ${because(reach)}`;
    return { status: "NEEDS_REVIEW", message, evidence, data };
  }
  return { status: "SUCCESS", message: `No stranger can ${what}.`, evidence, data };
};
