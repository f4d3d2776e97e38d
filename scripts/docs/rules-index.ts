import { prose, table } from "../../src/cli/rule-page.ts";
import type { AnyRule } from "../../src/model/rule.ts";

/** docs/rules/README.md. */
export const rulesIndex = (rules: readonly AnyRule[]): string =>
  [
    "# Rules",
    table(
      ["Id", "Title", "Risk level", "Standards"],
      rules.map(({ meta }) => [
        `[${meta.id}](${meta.id}.md)`,
        prose(meta.title),
        meta.riskLevel,
        [...new Set(meta.compliance.map(({ standard }) => standard))].join(", "),
      ]),
    ),
    "Which clauses they serve: [compliance.md](compliance.md). A rule of your own: [writing-a-rule.md](../writing-a-rule.md).",
    "",
  ].join("\n\n");
