import type { Pointer } from "../../model/fact.ts";
import type { Hole } from "../../model/resource.ts";
import type { Value } from "../shapes.ts";
import {
  nextElement,
  OPENING_BRACE,
  OPENING_BRACKET,
  peek,
  QUOTE,
  readScalar,
  readText,
  type Cursor,
} from "./cursor.ts";
import { refuse } from "./wrong.ts";

/** Unresolved expressions by pointer; the text has null there. */
export type Holes = ReadonlyMap<string, Hole>;

const NULL = "n".charCodeAt(0);

/** The expression for which null stands here, read; undefined where anything else comes. */
export const readHole = (cursor: Cursor, at: Pointer, holes: Holes): Hole | undefined => {
  if (holes.size === 0 || peek(cursor) !== NULL) return undefined;
  const hole = holes.get(at);
  if (hole !== undefined) readScalar(cursor);
  return hole;
};

/** A Sid or an Id, which bears on nothing: empty where it is not known, null where it is no text. */
export const readName = (cursor: Cursor, at: Pointer, holes: Holes): string | null =>
  peek(cursor) === QUOTE ? readText(cursor) : readHole(cursor, at, holes) === undefined ? null : "";

/** What a scalar that is no string is read as, or null where it may not stand. */
export type ReadScalar = (value: unknown) => string | null;

export const textsOnly: ReadScalar = () => null;

/** Condition values may be numbers and booleans too (IAM grammar, `condition_value`). */
export const scalars: ReadScalar = (value) =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : null;

/** A scalar or a list of scalars; `expected` says in words what may stand there. */
export const readValues = (
  cursor: Cursor,
  at: Pointer,
  holes: Holes,
  read: ReadScalar,
  expected: string,
): readonly Value[] => {
  if (peek(cursor) !== OPENING_BRACKET) return [readValue(cursor, at, holes, read, expected)];
  const values: Value[] = [];
  for (let index = 0; nextElement(cursor, index); index += 1)
    values.push(readValue(cursor, `${at}/${index}`, holes, read, expected));
  return values;
};

const readValue = (cursor: Cursor, at: Pointer, holes: Holes, read: ReadScalar, expected: string): Value => {
  const unit = peek(cursor);
  if (unit === QUOTE) return { text: readText(cursor), at };
  const hole = readHole(cursor, at, holes);
  if (hole !== undefined) return { text: "", at, hole };
  const isContainer = unit === OPENING_BRACKET || unit === OPENING_BRACE;
  const text = isContainer ? null : read(readScalar(cursor));
  return text === null ? refuse(at, `${expected} is expected here`) : { text, at };
};
