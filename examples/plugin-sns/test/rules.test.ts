import { testRule } from "postern/testing";
import plugin from "../src/index.ts";
import { SNS_TOPIC_KIND } from "../src/topic-kind.ts";

for (const rule of plugin.rules) {
  describe(`${rule.meta.id} ${rule.meta.title}`, () => {
    for (const { name, run } of testRule(rule, SNS_TOPIC_KIND)) it(name, run);
  });
}
