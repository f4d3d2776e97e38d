import * as sdk from "@aws-sdk/client-securityhub";
import { Ajv, type ValidateFunction } from "ajv";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

type JsonSchema = Record<string, unknown>;

/** Enumerations that the SDK's compact schemas do not hold, by structure and member. */
const ENUMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AwsSecurityFinding.RecordState": sdk.RecordState,
  "AwsSecurityFinding.VerificationState": sdk.VerificationState,
  "Compliance.Status": sdk.ComplianceStatus,
  "FindingProviderSeverity.Label": sdk.SeverityLabel,
  "Severity.Label": sdk.SeverityLabel,
  "Resource.Partition": sdk.Partition,
  "Workflow.Status": sdk.WorkflowStatus,
};

/** The compact schemas' numbers: what is left below the modifiers is the simple type. */
const LIST = 64;
const MAP = 128;
const SIMPLE: Readonly<Record<number, JsonSchema>> = {
  0: { type: "string", pattern: String.raw`\S` },
  1: { type: "number" },
  2: { type: "boolean" },
  5: { type: "string" },
  15: {},
};

/** A validator of one finding by the SDK's own model: members, types, required ones; nothing else is allowed. */
export const sdkValidator = (): ValidateFunction => {
  const definitions: Record<string, JsonSchema> = {};
  const root = convert(sdk.AwsSecurityFinding$, definitions);
  return new Ajv({ allErrors: true }).compile({ ...root, $defs: definitions });
};

const convert = (schema: unknown, definitions: Record<string, JsonSchema>): JsonSchema => {
  if (typeof schema === "function") return convert((schema as () => unknown)(), definitions);
  if (typeof schema === "number") return ofNumber(schema);
  if (!Array.isArray(schema)) throw new Error(`Not a schema: ${JSON.stringify(schema)}`);
  const [type, , name] = schema as readonly unknown[];
  if (type === 0) return convert(schema[4], definitions);
  const reference = { $ref: `#/$defs/${String(name)}` };
  if (definitions[String(name)] !== undefined) return reference;
  definitions[String(name)] = {};
  definitions[String(name)] = compound(Number(type), schema, definitions);
  return reference;
};

const ofNumber = (number: number): JsonSchema => {
  if (number >= MAP)
    return { type: "object", minProperties: 1, additionalProperties: ofNumber(number - MAP) };
  if (number >= LIST) return { type: "array", items: ofNumber(number - LIST) };
  const simple = SIMPLE[number];
  if (simple === undefined) throw new Error(`Simple type ${number} is not known`);
  return simple;
};

const compound = (
  type: number,
  schema: readonly unknown[],
  definitions: Record<string, JsonSchema>,
): JsonSchema => {
  if (type === 1) return { type: "array", items: convert(schema[4], definitions) };
  if (type === 2)
    return { type: "object", minProperties: 1, additionalProperties: convert(schema[5], definitions) };
  const [, , structure, , names, members, required] = schema;
  if (type !== 3 || !Array.isArray(names) || !Array.isArray(members))
    throw new Error(`Structure ${String(structure)} is not understood`);
  return {
    type: "object",
    properties: Object.fromEntries(
      names.map((name: string, index) => {
        const allowed = ENUMS[`${String(structure)}.${name}`];
        return [name, allowed ? { enum: Object.values(allowed) } : convert(members[index], definitions)];
      }),
    ),
    required: names.slice(0, Number(required ?? 0)),
    additionalProperties: false,
  };
};

/** AWS's service model, which is not part of this project; null where it is not at hand. */
export const serviceModelValidator = (): ValidateFunction | null => {
  const file = resolve(import.meta.dirname, "../../../shared/schemas/securityhub-service-model.json");
  if (!existsSync(file)) return null;
  const { shapes } = JSON.parse(readFileSync(file, "utf8")) as { shapes: Record<string, Shape> };
  const definitions: Record<string, JsonSchema> = {};
  const root = ofShape("AwsSecurityFinding", shapes, definitions);
  return new Ajv({ allErrors: true }).compile({ ...root, $defs: definitions });
};

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

const NUMBERS: Readonly<Record<string, string>> = {
  integer: "integer",
  long: "integer",
  double: "number",
  float: "number",
};

const ofShape = (
  name: string,
  shapes: Readonly<Record<string, Shape>>,
  definitions: Record<string, JsonSchema>,
): JsonSchema => {
  const reference = { $ref: `#/$defs/${name}` };
  if (definitions[name] !== undefined) return reference;
  definitions[name] = {};
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`Shape ${name} is missing`);
  const inner = (other: string) => ofShape(other, shapes, definitions);
  definitions[name] = shapeSchema(shape, inner);
  return reference;
};

const shapeSchema = (shape: Shape, inner: (name: string) => JsonSchema): JsonSchema => {
  switch (shape.type) {
    case "structure":
      return {
        type: "object",
        properties: Object.fromEntries(
          Object.entries(shape.members ?? {}).map(([member, { shape: other }]) => [member, inner(other)]),
        ),
        required: shape.required ?? [],
        additionalProperties: false,
      };
    case "list":
      return {
        type: "array",
        items: inner(shape.member?.shape ?? ""),
        ...bounds(shape, "minItems", "maxItems"),
      };
    case "map":
      return { type: "object", additionalProperties: inner(shape.value?.shape ?? "") };
    case "string":
      return {
        type: "string",
        ...(shape.enum ? { enum: shape.enum } : {}),
        ...(shape.pattern ? { pattern: `^(?:${shape.pattern})$`.replaceAll(".*", String.raw`[\s\S]*`) } : {}),
        ...bounds(shape, "minLength", "maxLength"),
      };
    case "timestamp":
      return { type: "string" };
    case "boolean":
      return { type: "boolean" };
    default:
      return {
        type: NUMBERS[shape.type] ?? `unknown: ${shape.type}`,
        ...bounds(shape, "minimum", "maximum"),
      };
  }
};

const bounds = ({ min, max }: Shape, lower: string, upper: string): JsonSchema => ({
  ...(min === undefined ? {} : { [lower]: min }),
  ...(max === undefined ? {} : { [upper]: max }),
});
