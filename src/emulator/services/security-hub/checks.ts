import { isObject, type Json, type JsonObject } from "../../protocol/json.ts";

/** What is wrong with a value, in the words of the service's own validator (ajv, by its messages); empty where nothing is. */
export type Check = (value: Json, path: string) => readonly string[];

/** Members that are null count as absent, as everywhere in AWS. */
const isAbsent = (value: Json | undefined): value is null | undefined =>
  value === undefined || value === null;

/** Lengths are counted in code points. */
export const text =
  ({ min = 1, max = Infinity, pattern }: { min?: number; max?: number; pattern?: RegExp } = {}): Check =>
  (value, path) => {
    if (typeof value !== "string") return [`${path} should be string`];
    const length = Array.from(value).length;
    if (length < min) return [`${path} should NOT be shorter than ${min} characters`];
    if (length > max) return [`${path} should NOT be longer than ${max} characters`];
    return pattern === undefined || pattern.test(value)
      ? []
      : [`${path} should match pattern "${pattern.source}"`];
  };

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, path) =>
    typeof value === "string" && allowed.includes(value)
      ? []
      : [`${path} should be equal to one of the allowed values`];

export const integer =
  (min: number, max: number): Check =>
  (value, path) => {
    if (typeof value !== "number" || !Number.isInteger(value)) return [`${path} should be integer`];
    return value < min ? [`${path} should be >= ${min}`] : value > max ? [`${path} should be <= ${max}`] : [];
  };

export const listOf =
  (item: Check, { min = 0, max = Infinity }: { min?: number; max?: number } = {}): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return [`${path} should be array`];
    const items = value as readonly Json[];
    if (items.length < min) return [`${path} should NOT have fewer than ${min} items`];
    if (items.length > max) return [`${path} should NOT have more than ${max} items`];
    return items.flatMap((element, index) => item(element, `${path}[${index}]`));
  };

/** Members that are not named are let through unless `closed`. */
export const object =
  (
    members: Readonly<Record<string, Check>>,
    { required = [], closed = false }: { required?: readonly string[]; closed?: boolean } = {},
  ): Check =>
  (value, path) => {
    if (!isObject(value)) return [`${path} should be object`];
    return [
      ...required
        .filter((name) => isAbsent(value[name]))
        .map((name) => `${path} should have required property '${name}'`),
      ...(closed && Object.keys(value).some((name) => !Object.hasOwn(members, name))
        ? [`${path} should NOT have additional properties`]
        : []),
      ...membersOf(value).flatMap(([name, member]) =>
        Object.hasOwn(members, name) ? (members[name]?.(member, `${path}.${name}`) ?? []) : [],
      ),
    ];
  };

export const mapOf =
  (key: Check, item: Check, { min = 0, max = 50 }: { min?: number; max?: number } = {}): Check =>
  (value, path) => {
    if (!isObject(value)) return [`${path} should be object`];
    const pairs = membersOf(value);
    if (pairs.length < min) return [`${path} should NOT have fewer than ${min} properties`];
    if (pairs.length > max) return [`${path} should NOT have more than ${max} properties`];
    return pairs.flatMap(([name, member]) => [
      ...key(name, `${path} property name '${name}'`),
      ...item(member, `${path}['${name}']`),
    ]);
  };

const membersOf = (value: JsonObject): readonly (readonly [name: string, value: Json])[] =>
  Object.entries(value).filter(([, member]) => !isAbsent(member));

export const anything: Check = () => [];

/** RFC 3339 as the service takes it: up to nine digits of a second, an offset up to ±18:00 whose minutes may be missing. */
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-](?:0\d|1[0-8])(?::?[0-5]\d)?)$/;

/** Milliseconds since 1970; NaN where it is no time. */
export const timeOf = (stamp: string): number => {
  const [, time, zone = ""] = TIME.exec(stamp) ?? [];
  if (time === undefined) return Number.NaN;
  return Date.parse(
    time + (zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`),
  );
};

export const time: Check = (value, path) =>
  typeof value === "string" && !Number.isNaN(timeOf(value))
    ? []
    : [`${path} should match format "date-time"`];
