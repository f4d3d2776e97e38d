import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import type { Pointer } from "../model/fact.ts";
import { below } from "../text/pointer.ts";
import type { JsonSchema } from "./schemas/schema.ts";
import { ajvLibrary } from "./ajv-library.ts";
import { suggest } from "./suggest.ts";

/** What is wrong with a value, and where in it. */
export interface Invalid {
  readonly at: Pointer;
  /** A short sentence without a full stop. */
  readonly says: string;
  /** An unknown key's likely spelling. */
  readonly meant?: string;
}

const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Everything that is wrong with a value; empty where it fits the schema. A schema's `description` says what a pattern asks for. */
export const validate = (schema: JsonSchema, value: unknown): readonly Invalid[] => {
  const check =
    compiled.get(schema) ??
    new (ajvLibrary().Ajv2020)({ allErrors: true, strict: true, verbose: true }).compile(schema);
  compiled.set(schema, check);
  return check(value) ? [] : (check.errors ?? []).filter(({ keyword }) => !OUTER.has(keyword)).map(invalid);
};

/** These only say that one of their parts failed, and the part says why. */
const OUTER: ReadonlySet<string> = new Set(["anyOf", "oneOf", "if", "propertyNames"]);

const invalid = (error: ErrorObject): Invalid => {
  const inside = error.instancePath as Pointer;
  const at = error.propertyName === undefined ? inside : below(inside, error.propertyName);
  const params = error.params as Readonly<Record<string, unknown>>;
  const { keyword, parentSchema } = error;
  if (keyword === "additionalProperties") {
    const key = String(params["additionalProperty"]);
    const meant = suggest(key, Object.keys((parentSchema?.["properties"] as object | undefined) ?? {}));
    return { at: below(at, key), says: `unknown key "${key}"`, ...(meant !== null && { meant }) };
  }
  if (keyword === "type" && params["type"] === "string" && typeof error.data === "number") {
    return { at, says: "is a number where a text is wanted; put it in quotes" };
  }
  const wanted: unknown = parentSchema?.["description"];
  if (keyword === "pattern" && typeof wanted === "string") return { at, says: `is not ${wanted}` };
  return { at, says: SAYS[keyword]?.(params) ?? error.message ?? "is not valid" };
};

const SAYS: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => string>> = {
  required: (params) => `"${String(params["missingProperty"])}" is missing`,
  enum: (params) => `is none of ${(params["allowedValues"] as readonly unknown[]).map(String).join(", ")}`,
  const: (params) => `is not ${String(params["allowedValue"])}`,
  type: (params) => `is not of type ${String(params["type"])}`,
  maxLength: (params) => `is longer than ${String(params["limit"])} characters`,
  minItems: () => "is empty",
  uniqueItems: () => "names something twice",
};
