import { isNone } from "./glob.ts";
import { flag, many, single, slot, when, type Chosen } from "./key.ts";
import type { Excluded } from "./excluded.ts";
import { and, not, type Term } from "./term.ts";
import { literal, text } from "./text.ts";

/** An id has ten characters or more, up to 32: these are enough for every pattern that is met. */
const SIZE = { least: 10, most: 12 } as const;

/** The id of a stranger's organisation and its one path, at the root or one unit below: both there or neither. */
export const organisation = (
  idKey: string,
  pathsKey: string,
  possible: Term,
  excluded: Excluded,
): readonly Chosen[] => {
  const name = idKey.slice("aws:".length).toLowerCase();
  const member = flag(`${name}/member`);
  const deep = flag(`${name}/deep`);
  const id = text(name, "lower", SIZE.most, SIZE.least);
  const [root, unitRoot, unit] = [
    text(`${name}/root`, "lower", 4, 4),
    text(`${name}/unit-root`, "lower", 4, 4),
    text(`${name}/unit`, "lower", 8, 8),
  ];
  const whole = [literal("o-"), id.text];
  const top = [...whole, literal("/r-"), root.text];
  const below = [...top, literal("/ou-"), unitRoot.text, literal("-"), unit.text, literal("/")];
  const present = and(possible, member.is);
  const variables = [
    ...[member, deep, root, unitRoot, unit].map(({ variable }) => variable),
    { ...id.variable, domain: and(id.variable.domain, isNone(whole, excluded.organisations)) },
  ];
  return [
    { key: single(idKey, present, when(present, ...whole)), variables },
    {
      key: many(
        pathsKey,
        present,
        slot(present, when(deep.is, ...below), when(not(deep.is), ...top, literal("/"))),
      ),
      variables,
    },
  ];
};
