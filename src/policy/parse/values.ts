import type { Pointer } from "../../model/fact.ts";
import type { Hole } from "../../model/resource.ts";
import type { Json } from "../../text/json.ts";
import type { Value } from "../shapes.ts";
import type { Wrong } from "./wrong.ts";

/** Unresolved expressions by pointer; the text has null there. */
export type Holes = ReadonlyMap<string, Hole>;

export const isObject = (value: Json | undefined): value is { readonly [member: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a scalar is read as, or null where it may not stand. */
export type ReadScalar = (value: Json) => string | null;

export const text: ReadScalar = (value) => (typeof value === "string" ? value : null);

/** Condition values may be numbers and booleans too (IAM grammar, `condition_value`). */
export const scalarText: ReadScalar = (value) =>
  typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : null;

/** A scalar or a list of scalars; `expected` says in words what may stand there. */
export const readValues = (
  value: Json | undefined,
  at: Pointer,
  holes: Holes,
  read: ReadScalar,
  expected: string,
): readonly Value[] | Wrong => {
  if (!Array.isArray(value)) {
    const one = readValue(value ?? null, at, holes, read);
    return one === null ? { at, wrong: `${expected} is expected here` } : [one];
  }
  const values: Value[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const where: Pointer = `${at}/${index}`;
    const one = readValue((value as readonly Json[])[index] ?? null, where, holes, read);
    if (one === null) return { at: where, wrong: `${expected} is expected here` };
    values.push(one);
  }
  return values;
};

const readValue = (value: Json, at: Pointer, holes: Holes, read: ReadScalar): Value | null => {
  const found = read(value);
  if (found !== null) return { text: found, at };
  const hole = value === null ? holes.get(at) : undefined;
  return hole === undefined ? null : { text: "", at, hole };
};
