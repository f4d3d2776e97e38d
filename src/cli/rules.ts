import { Option } from "commander";
import { activeRules } from "../config/active-rules.ts";
import { columns } from "../exporters/columns.ts";
import type { CommandModule } from "./command-module.ts";
import { addRuleOptions, availableFor, type RuleFlags } from "./rule-options.ts";
import { EXIT } from "./exit-codes.ts";

/** A rule as it would run here, and whether it would. */
interface Row {
  readonly id: string;
  readonly riskLevel: string;
  readonly title: string;
  readonly enabled: boolean;
}

export const build: CommandModule["build"] = (command, io, done) => {
  addRuleOptions(command)
    .addOption(
      new Option("-f, --format <format>", "how to print them").choices(["text", "json"]).default("text"),
    )
    .action(async (flags: RuleFlags & { readonly format: "text" | "json" }) => {
      const { rules, config } = await availableFor(flags, io);
      const { active, disabled } = activeRules(rules, config);
      const all = rules
        .map(({ rule }) => {
          const choice = active.find((one) => one.rule === rule);
          const riskLevel = choice?.riskLevel ?? config?.config.rules[rule.meta.id]?.riskLevel;
          const effectiveSettings = choice?.settings;
          return {
            ...rule.meta,
            ...(riskLevel !== undefined && { riskLevel }),
            ...(effectiveSettings !== undefined && { effectiveSettings }),
            enabled: !disabled.includes(rule.meta.id),
          };
        })
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      io.stdout.write(flags.format === "json" ? `${JSON.stringify(all, null, 2)}\n` : table(all));
      done(EXIT.done);
    });
};

const table = (rows: readonly Row[]): string =>
  columns([
    ["ID", "RISK", "STATE", "TITLE"],
    ...rows.map(({ id, riskLevel, enabled, title }) => [id, riskLevel, enabled ? "on" : "off", title]),
  ]);
