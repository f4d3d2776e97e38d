import { Option } from "commander";
import { suggest } from "../config/suggest.ts";
import { problem } from "../model/problem.ts";
import type { AnyRule } from "../model/rule.ts";
import type { CommandModule } from "./command-module.ts";
import { explainRule } from "./explain-rule.ts";
import { rulePage } from "./rule-page.ts";
import { addRuleOptions, availableFor, type RuleFlags } from "./rule-options.ts";
import { EXIT } from "./exit-codes.ts";

export const build: CommandModule["build"] = (command, io, done) => {
  addRuleOptions(command.argument("<id>", "a rule's id, such as SES-003"))
    .addOption(
      new Option("-f, --format <format>", "how to print it")
        .choices(["text", "json", "markdown"])
        .default("text"),
    )
    .action(async (id: string, flags: RuleFlags & { readonly format: keyof typeof FORMATS }) => {
      const { rules } = await availableFor(flags, io);
      const ids = rules.map(({ rule }) => rule.meta.id);
      const rule = rules.find((one) => one.rule.meta.id === id.toUpperCase())?.rule;
      if (rule === undefined) {
        const meant = suggest(id, ids);
        throw problem({
          what: `there is no rule "${id}"`,
          todo: meant === null ? `There is ${ids.join(", ")}.` : `Did you mean ${meant}?`,
          kind: "usage",
        });
      }
      io.stdout.write(FORMATS[flags.format](rule, Math.min(io.stdout.columns ?? 80, 100)));
      done(EXIT.done);
    });
};

const FORMATS = {
  text: explainRule,
  json: ({ meta, needs, cases = [] }: AnyRule): string =>
    `${JSON.stringify({ ...meta, needs, cases }, null, 2)}\n`,
  markdown: rulePage,
} as const;
