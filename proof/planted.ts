/**
 * Plants mistakes in copies of the decision, one at a time, and shows that the enumeration notices each of them.
 *
 *     npm run test:planted
 *
 * Prints after how many random sets of policies each was found, and on which; exits 1 where one is not, or where a
 * patch no longer applies.
 */
import { decideExposure } from "../src/policy/decide/decide.ts";
import { MISTAKES, type Mistake } from "./planted/mistakes.ts";
import { plant } from "./planted/plant.ts";
import { report } from "./agreement/report.ts";
import { trial, type Decide, type Trial } from "./agreement/trial.ts";

/** As many as the normal suite checks. */
const COUNT = 20_000;

/** The first set on which the decision as it stands is right and the one with the mistake is not. */
const firstFailure = (decide: Decide): Trial | null => {
  for (let seed = 1; seed <= COUNT; seed += 1) {
    const one = trial(seed, decide);
    if (one.disagreement !== null && trial(seed, decideExposure).disagreement === null) return one;
  }
  return null;
};

/** How a mistake was noticed; null where it was not. A decision that throws is noticed too. */
const noticed = (decide: Decide): string | null => {
  const guarded: Decide = (question) => {
    try {
      return decide(question);
    } catch (error) {
      return { ...NOTHING, reason: { document: "", code: "thrown", says: String(error) } };
    }
  };
  const failure = firstFailure(guarded);
  return failure === null ? null : report(failure, guarded);
};

const NOTHING: ReturnType<Decide> = {
  exposure: "undecided",
  allowedTo: [],
  evidence: [],
  witness: null,
  accepting: null,
  faults: [],
  deputies: [],
  certain: null,
  reason: null,
  doubts: [],
  otherwise: [],
};

const check = async (mistake: Mistake): Promise<boolean> => {
  const planted = await plant(mistake);
  try {
    const text = noticed(planted.decide);
    console.log(`${text === null ? "NOT NOTICED" : "noticed"}: ${mistake.name}`);
    if (text !== null) console.log(text.replace(/^/gm, "    "));
    return text !== null;
  } finally {
    planted.remove();
  }
};

const main = async (): Promise<void> => {
  let found = 0;
  for (const mistake of MISTAKES) if (await check(mistake)) found += 1;
  console.log(`${found} of ${MISTAKES.length} planted mistakes noticed`);
  process.exitCode = found === MISTAKES.length ? 0 : 1;
};

await main();
