import { prose, table } from "../../src/cli/rule-page.ts";
import type { AnyRule, Mapping } from "../../src/model/rule.ts";
import { STANDARDS } from "../../src/standards/catalogue.ts";
import type { Standard } from "../../src/standards/standard.ts";

/** docs/rules/compliance.md: standard × rule, then each standard clause by clause. */
export const complianceMatrix = (rules: readonly AnyRule[]): string =>
  [
    "# Compliance",
    "Which rule serves which clause. The mapping is this project's reading; where somebody else makes the same one, the " +
      "source names it. `primary`: the rule tests what the clause asks. `supporting`: it tests a part. `context`: it is of " +
      "use beside it. No standard's owner has endorsed it, and meeting the rules does not by itself meet a clause.",
    table(
      ["Rule", ...STANDARDS.map(({ id }) => id)],
      rules.map((rule) => [
        `[${rule.meta.id}](${rule.meta.id}.md)`,
        ...STANDARDS.map(({ id }) =>
          mappingsTo(rule, id)
            .map(({ clause }) => prose(clause))
            .join(", "),
        ),
      ]),
    ),
    ...STANDARDS.flatMap((standard) => section(standard, rules)),
    "",
  ].join("\n\n");

const mappingsTo = ({ meta }: AnyRule, standard: string): readonly Mapping[] =>
  meta.compliance.filter((mapping) => mapping.standard === standard);

const section = (standard: Standard, rules: readonly AnyRule[]): readonly string[] => {
  const rows = standard.clauses.flatMap(({ id, title }) =>
    rules.flatMap((rule) =>
      mappingsTo(rule, standard.id)
        .filter(({ clause }) => clause === id)
        .map(({ strength, why, source }) => [
          prose(id),
          prose(title),
          `[${rule.meta.id}](${rule.meta.id}.md)`,
          strength,
          prose(why),
          source.startsWith("https://") ? `<${source}>` : prose(source),
        ]),
    ),
  );
  return [
    `## ${standard.id}: ${prose(standard.title)}`,
    `${prose(standard.edition)}. <${standard.url}>`,
    ...(standard.note === null ? [] : [prose(standard.note)]),
    rows.length === 0
      ? "No rule maps to it."
      : table(["Clause", "Title", "Rule", "Strength", "Why", "Source"], rows),
  ];
};
