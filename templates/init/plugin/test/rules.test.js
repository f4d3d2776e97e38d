import { describe, it } from "node:test";
import { SES_KIND } from "postern";
import { testRule } from "postern/testing";
import plugin from "../index.js";

for (const rule of plugin.rules) {
  describe(rule.meta.id, () => {
    // A count is never undecided.
    for (const { name, run } of testRule(rule, SES_KIND, { never: ["NEEDS_REVIEW"] })) it(name, run);
  });
}
