import type { Pointer } from "../../model/fact.ts";
import type { Hole } from "../../model/resource.ts";
import type { Value } from "../shapes.ts";
import { eachElement, isList, isObject, isText, peek, readScalar, readText, type Cursor } from "./cursor.ts";
import { refuse } from "./wrong.ts";

/** Unresolved expressions by pointer; the text has null there. */
export type Holes = ReadonlyMap<string, Hole>;

const NULL = 110;

/** The expression for which null stands here, read; undefined where anything else comes. */
export const readHole = (cursor: Cursor, at: Pointer, holes: Holes): Hole | undefined => {
  if (peek(cursor) !== NULL) return undefined;
  const hole = holes.get(at);
  if (hole !== undefined) readScalar(cursor);
  return hole;
};

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
  if (!isList(cursor)) return [readValue(cursor, at, holes, read, expected)];
  const values: Value[] = [];
  eachElement(cursor, (index) => {
    values.push(readValue(cursor, `${at}/${index}`, holes, read, expected));
  });
  return values;
};

const readValue = (cursor: Cursor, at: Pointer, holes: Holes, read: ReadScalar, expected: string): Value => {
  if (isText(cursor)) return { text: readText(cursor), at };
  const hole = readHole(cursor, at, holes);
  if (hole !== undefined) return { text: "", at, hole };
  const text = isContainer(cursor) ? null : read(readScalar(cursor));
  return text === null ? refuse(at, `${expected} is expected here`) : { text, at };
};

const isContainer = (cursor: Cursor): boolean => isList(cursor) || isObject(cursor);
