import { type JsonObject, textAt } from "../../protocol/json.ts";
import { invalid } from "./invalid.ts";

type Comparison = (actual: string, wanted: string) => boolean;

const POSITIVE: ReadonlyMap<string, Comparison> = new Map(
  Object.entries<Comparison>({
    EQUALS: (actual, wanted) => actual === wanted,
    PREFIX: (actual, wanted) => actual.startsWith(wanted),
    CONTAINS: (actual, wanted) => actual.includes(wanted),
  }),
);
const NEGATIVE: ReadonlyMap<string, Comparison> = new Map(
  Object.entries<Comparison>({
    NOT_EQUALS: (actual, wanted) => actual !== wanted,
    PREFIX_NOT_EQUALS: (actual, wanted) => !actual.startsWith(wanted),
    NOT_CONTAINS: (actual, wanted) => !actual.includes(wanted),
  }),
);

export interface Test {
  readonly positive: boolean;
  readonly test: (actual: string) => boolean;
}

/** `{Value, Comparison}` as a test. */
export const testOf = (condition: JsonObject): Test => {
  const name = textAt(condition, "Comparison");
  const positive = POSITIVE.get(name);
  const compare = positive ?? NEGATIVE.get(name);
  if (compare === undefined) throw invalid(`Unknown comparison ${name}`);
  const wanted = textAt(condition, "Value");
  return { positive: positive !== undefined, test: (actual) => compare(actual, wanted) };
};

/** Combinations that the API reference of StringFilter forbids. */
export const refuseMixed = (name: string, conditions: readonly JsonObject[]): void => {
  const used = new Set(conditions.map(({ Comparison }) => Comparison));
  const clashes = [
    ["CONTAINS", "NOT_CONTAINS"],
    ["EQUALS", "NOT_EQUALS"],
    ["EQUALS", "PREFIX_NOT_EQUALS"],
  ] as const;
  const clash = clashes.find(([one, other]) => used.has(one) && used.has(other));
  if (clash !== undefined) throw invalid(`${name} cannot combine ${clash.join(" and ")}`);
};
