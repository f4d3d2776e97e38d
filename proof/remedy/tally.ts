import type { Plan } from "../../src/remedy/plan-file.ts";

/** How many identities were planned, and what became of the others. */
export interface Tally {
  readonly planned: number;
  /** Those where a statement or a policy had to go, by the rule that wanted it. */
  readonly removed: Readonly<Record<string, number>>;
  /** By the reason, without its names and numbers. */
  readonly refused: Readonly<Record<string, number>>;
}

export const NOTHING: Tally = { planned: 0, removed: {}, refused: {} };

export const tallyOf = ({ resources, refused }: Plan): Tally => ({
  planned: resources.length,
  removed: counted(
    resources.flatMap(
      ({ choices }) => choices.find(({ means }) => means === "statement" || means === "policy")?.ruleId ?? [],
    ),
  ),
  refused: counted(
    refused.map(({ why }) => why.replaceAll(/"[^"]*"|arn:\S+|[A-Z]{3}-\d{3}|\d+/g, "…").slice(0, 80)),
  ),
});

const counted = (names: readonly string[]): Readonly<Record<string, number>> =>
  names.reduce<Record<string, number>>((all, name) => ({ ...all, [name]: (all[name] ?? 0) + 1 }), {});

export const added = (a: Tally, b: Tally): Tally => ({
  planned: a.planned + b.planned,
  removed: sums(a.removed, b.removed),
  refused: sums(a.refused, b.refused),
});

const sums = (a: Tally["removed"], b: Tally["removed"]): Tally["removed"] =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [
      name,
      (a[name] ?? 0) + (b[name] ?? 0),
    ]),
  );

export const refusals = ({ refused }: Tally): number =>
  Object.values(refused).reduce((sum, count) => sum + count, 0);

const share = (count: number, of: number): string => `${((100 * count) / Math.max(1, of)).toFixed(1)} %`;

/** For a person, a line each. */
export const shown = (tally: Tally): readonly string[] => {
  const { planned, removed, refused } = tally;
  const all = planned + refusals(tally);
  return [
    `${planned} planned; removed in place of narrowed: ${
      Object.entries(removed)
        .map(([id, count]) => `${id} ${share(count, planned)}`)
        .join(", ") || "none"
    }`,
    `${refusals(tally)} refused (${share(refusals(tally), all)})`,
    ...Object.entries(refused).map(([why, count]) => `  ${count}: ${why}`),
  ];
};
