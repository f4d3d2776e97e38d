import { matches, type Mark } from "../pattern.ts";

/** An ARN has six fields; only the last may hold a colon. */
const FIELDS = 6;

/** ArnEquals and ArnLike alike: field by field, so that a wildcard stays inside its field. */
export const arnLike = (pattern: readonly Mark[], value: string): boolean => {
  const wanted = fields(pattern);
  const given = fields(Array.from(value));
  return (
    wanted.length === FIELDS &&
    given.length === FIELDS &&
    wanted.every((field, index) => matches(field, given[index] ?? []))
  );
};

const fields = <T extends Mark>(characters: readonly T[], count = FIELDS): readonly (readonly T[])[] => {
  const colon = count === 1 ? -1 : characters.findIndex((character) => character === ":");
  return colon === -1
    ? [characters]
    : [characters.slice(0, colon), ...fields(characters.slice(colon + 1), count - 1)];
};
