/** A JSON Schema (draft 2020-12), written by hand; `postern schema NAME` prints it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** An object with exactly these members; those of `optional` may be missing. */
export const closed = (
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

/** An object with at least these members; a reader ignores the others. */
export const open = (
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema => ({ ...closed(properties, optional), additionalProperties: true });

export const listOf = (items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: "array",
  items,
  ...more,
});

export const mapOf = (additionalProperties: JsonSchema): JsonSchema => ({
  type: "object",
  additionalProperties,
});

export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: "null" }] });

export const oneOf = (values: readonly string[]): JsonSchema => ({ type: "string", enum: values });

export const TEXT: JsonSchema = { type: "string" };
/** With something to read in it. */
export const PROSE: JsonSchema = {
  description: "a text with something in it",
  type: "string",
  pattern: "\\S",
};
export const COUNT: JsonSchema = { type: "integer", minimum: 0 };
export const FLAG: JsonSchema = { type: "boolean" };
export const HTTPS: JsonSchema = {
  description: "an https URL",
  type: "string",
  pattern: "^https://[^\\s]+$",
};
export const ACCOUNT: JsonSchema = {
  description: "an account id of 12 digits",
  type: "string",
  pattern: "^\\d{12}$",
};
export const ORGANIZATION: JsonSchema = {
  description: "an organisation id (o-…)",
  type: "string",
  pattern: "^o-[a-z0-9]{10,32}$",
};
export const KIND_NAME: JsonSchema = {
  description: "a kind such as aws.ses.identity",
  type: "string",
  pattern: "^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+$",
};
export const RULE_ID: JsonSchema = {
  description: "a rule id such as ABC-001",
  type: "string",
  pattern: "^[A-Z][A-Z0-9]{1,15}-\\d{3}$",
};
export const SETTING_VALUE: JsonSchema = {
  anyOf: [TEXT, { type: "number" }, FLAG, listOf(TEXT)],
};
