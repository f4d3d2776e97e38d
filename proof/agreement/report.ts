import { disagreement, type Disagreement } from "./agree.ts";
import type { PolicySet } from "../generate/generate.ts";
import { ask } from "../question.ts";
import { shrink } from "./shrink.ts";
import type { Decide, Trial } from "./trial.ts";

const disagrees = (set: PolicySet, decide: Decide): Disagreement | null => {
  try {
    const question = ask(set.texts, set.trust);
    const reach = decide(question);
    return reach.exposure === "invalid" ? null : disagreement(question, reach);
  } catch {
    return null;
  }
};

/** A disagreement for people: the seed, the smallest set that still shows it, the request and both answers. */
export const report = (trial: Trial, decide: Decide): string => {
  const small = shrink(trial.set, (set) => disagrees(set, decide) !== null);
  const shown = disagrees(small, decide) ?? trial.disagreement;
  return [
    `seed ${trial.set.seed}: ${shown?.says ?? "agrees"}`,
    `  decided ${shown?.decided ?? ""}, enumerated ${shown?.enumerated ?? "not needed"}`,
    `  trust ${JSON.stringify(small.trust)}`,
    ...small.texts.map((text) => `  policy ${text}`),
    `  request ${JSON.stringify(shown?.request ?? null)}`,
  ].join("\n");
};
