import { isNone } from "./glob.ts";
import { flag, many, single, slot, when, type Chosen } from "./key.ts";
import { and, not, type Term } from "./term.ts";
import { literal, text, type Text, type Variable } from "./text.ts";

/** An id has ten characters or more, up to 32: these are enough for every pattern that is met. */
const SIZE = { least: 10, most: 12 } as const;

/** Units below the root, one in the other: enough for a unit that a policy names and one below it. */
const DEPTH = 2;

/** The id of an organisation and its one path, at the root or below: both there or neither. */
export const organisation = (
  idKey: string,
  pathsKey: string,
  possible: Term,
  excluded: readonly string[],
): readonly Chosen[] => {
  const name = idKey.slice("aws:".length).toLowerCase();
  const member = flag(`${name}/member`);
  const id = text(name, "lower", SIZE.most, SIZE.least);
  const root = text(`${name}/root`, "lower", 4, 4);
  const units = Array.from({ length: DEPTH }, (_, depth) => unitBelow(`${name}/unit/${depth}`));
  const whole = [literal("o-"), id.text];
  const present = and(possible, member.is);
  const paths = Array.from({ length: DEPTH + 1 }, (_, depth) =>
    when(
      and(
        ...units.slice(0, depth).map(({ is }) => is),
        ...units.slice(depth, depth + 1).map(({ is }) => not(is)),
      ),
      ...whole,
      literal("/r-"),
      root.text,
      literal("/"),
      ...units.slice(0, depth).flatMap(({ texts }) => texts),
    ),
  );
  const variables = [
    ...[member, root].map(({ variable }) => variable),
    ...units.flatMap((unit) => unit.variables),
    { ...id.variable, domain: and(id.variable.domain, isNone(whole, excluded)) },
  ];
  return [
    { key: single(idKey, present, when(present, ...whole)), variables },
    { key: many(pathsKey, present, slot(present, ...paths)), variables },
  ];
};

/** A unit of the path, and whether the path goes down to it: `ou-ab12-11111111/`. */
const unitBelow = (
  name: string,
): { readonly is: Term; readonly texts: readonly Text[]; readonly variables: readonly Variable[] } => {
  const below = flag(`${name}/there`);
  const [root, unit] = [text(`${name}/root`, "lower", 4, 4), text(`${name}/id`, "lower", 8, 8)];
  return {
    is: below.is,
    texts: [literal("ou-"), root.text, literal("-"), unit.text, literal("/")],
    variables: [below, root, unit].map(({ variable }) => variable),
  };
};
