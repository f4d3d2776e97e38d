import type { Step } from "../model/rule.ts";

/** The first step of a remediation that `postern fix` can do; `options` say who is to keep sending. */
export const fixStep = (options = ""): Step => ({
  text: "Let Postern work out the narrower policy, prove it and keep the way back (docs/remediation.md); nothing is written before apply. Given a folder of code, it writes a patch for git apply.",
  code: `postern fix plan${options}\npostern fix apply postern.plan.json`,
  language: "sh",
});
