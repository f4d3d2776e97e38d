import { applies } from "../../src/policy/evaluate/evaluate.ts";
import type { Request } from "../../src/policy/evaluate/request.ts";
import type { Policy, Statement } from "../../src/policy/shapes.ts";
import type { Part } from "./part.ts";

/** A statement, and the keys in lower case that it depends on beside caller, action and resource. */
interface Weighed {
  readonly statement: Statement;
  readonly version: Policy["version"];
  readonly bit: number;
  readonly keys: ReadonlySet<string>;
}

export const weigh = (policies: readonly Policy[]): readonly Weighed[] =>
  policies
    .flatMap(({ version, statements }) => statements.map((statement) => ({ version, statement })))
    .map(({ version, statement }, index) => ({
      statement,
      version,
      bit: 1 << index,
      keys: new Set([
        ...statement.conditions.map((condition) => condition.key.toLowerCase()),
        ...[...statement.resource.values, ...statement.conditions.flatMap((condition) => condition.values)]
          .flatMap((value) => [...value.text.matchAll(/\$\{([^},]+)/g)])
          .map((match) => (match[1] ?? "").trim().toLowerCase()),
      ]),
    }));

/** One part of each dimension so far, as a request without them, and bits of the statements that are out. */
export interface Chosen {
  readonly parts: readonly Part[];
  readonly fails: number;
}

export const contextOf = (parts: readonly Part[]): Request["context"] =>
  Object.assign({}, ...parts.map((part) => part.context)) as Request["context"];

type Dimension = readonly Part[];

const seen = new WeakMap<Dimension, ReadonlySet<string>>();

const keysOf = (dimension: Dimension): ReadonlySet<string> => {
  const known =
    seen.get(dimension) ??
    new Set(dimension.flatMap((part) => Object.keys(part.context)).map((key) => key.toLowerCase()));
  seen.set(dimension, known);
  return known;
};

const touches = (dimension: Dimension, { keys }: Weighed): boolean => {
  const brought = keysOf(dimension);
  return [...keys].some((key) => brought.has(key));
};

/** How to go through some dimensions: those with one part, those with many, and when a statement is settled. */
export interface Plan {
  readonly only: Chosen;
  readonly many: readonly Dimension[];
  /** Settled with the part of each of `many`; those settled by what comes before them are in `atOnce`. */
  readonly settledAt: readonly (readonly Weighed[])[];
  readonly atOnce: readonly Weighed[];
  readonly allows: number;
}

/** A statement that a place or a value to be filled in bears on is settled by none of the dimensions. */
export const plan = (
  dimensions: readonly Dimension[],
  places: Dimension,
  weighed: readonly Weighed[],
): Plan => {
  const single = dimensions
    .flatMap((dimension) => (dimension.length === 1 ? dimension : []))
    .filter(({ context, fails }) => (fails ?? 0) > 0 || Object.keys(context).length > 0);
  const many = dimensions.filter((dimension) => dimension.length > 1);
  const late = [
    places,
    ...[single, ...many].filter((dimension) => dimension.some((part) => part.open === true)),
  ];
  const settledAt = many.map((): Weighed[] => []);
  const atOnce: Weighed[] = [];
  for (const one of weighed) {
    if (late.some((dimension) => touches(dimension, one))) continue;
    const last = many.findLastIndex((dimension) => touches(dimension, one));
    (settledAt[last] ?? atOnce).push(one);
  }
  return {
    only: single.reduce(and, { parts: [], fails: 0 }),
    many,
    settledAt,
    atOnce,
    allows: weighed.reduce(
      (mask, { statement, bit }) => (statement.effect === "Allow" ? mask | bit : mask),
      0,
    ),
  };
};

/** With what is settled now; null where a Deny applies or no Allow is left, whatever the dimensions to come bring. */
const settle = (
  request: Request,
  { parts, fails }: Chosen,
  now: readonly Weighed[],
  allows: number,
): Chosen | null => {
  let out = fails;
  if ((allows & ~out) === 0) return null;
  const open = now.filter(({ bit }) => (out & bit) === 0);
  if (open.length === 0) return { parts, fails };
  const there = { ...request, context: contextOf(parts) };
  for (const { statement, version, bit } of open)
    if (!applies(statement, version, there)) out |= bit;
    else if (statement.effect === "Deny") return null;
  return (allows & ~out) === 0 ? null : { parts, fails: out };
};

/**
 * Every choice of one part from each dimension, but those under which nothing can be allowed.
 *
 * @param request without its parts
 * @param own parts that belong to every choice
 * @param fails bits of statements that are out already
 */
export const product = (
  request: Request,
  { only, many, settledAt, atOnce, allows }: Plan,
  own: readonly Part[],
  fails: number,
): Generator<Chosen> => {
  const first = own.reduce(and, { parts: only.parts, fails: only.fails | fails });
  return choose(settle(request, first, atOnce, allows), 0);

  function* choose(chosen: Chosen | null, depth: number): Generator<Chosen> {
    if (chosen === null) return;
    const dimension = many[depth];
    if (dimension === undefined) yield chosen;
    else
      for (const part of dimension)
        yield* choose(settle(request, and(chosen, part), settledAt[depth] ?? [], allows), depth + 1);
  }
};

const and = ({ parts, fails }: Chosen, part: Part): Chosen => ({
  parts: [...parts, part],
  fails: fails | (part.fails ?? 0),
});
