import { KINDS } from "../../src/services/index.ts";
import { RULES } from "../../src/rules/index.ts";
import { testRule } from "../../src/testing/index.ts";

for (const rule of RULES) {
  describe(`${rule.meta.id} ${rule.meta.title}`, () => {
    const kind = KINDS.find((one) => one.kind === rule.kind);
    if (kind === undefined) throw new Error(`no kind ${rule.kind}`);
    for (const { name, run } of testRule(rule, kind)) it(name, run);
  });
}
