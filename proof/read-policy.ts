import type { Pointer } from "../src/model/fact.ts";
import type {
  BaseOperator,
  Condition,
  PatternElement,
  Policy,
  PrincipalElement,
  PrincipalType,
  Statement,
  Value,
} from "../src/policy/shapes.ts";

export const OPERATORS: readonly BaseOperator[] = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnNotEquals",
  "ArnLike",
  "ArnNotLike",
  "Null",
];

type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

const list = (json: Json | undefined): readonly Json[] =>
  json === undefined ? [] : isList(json) ? json : [json];

const isList = (json: Json): json is readonly Json[] => Array.isArray(json);

const object = (json: Json | undefined): { readonly [member: string]: Json } => {
  if (typeof json !== "object" || json === null || isList(json)) throw new Error("not an object");
  return json;
};

const values = (json: Json | undefined, at: Pointer): readonly Value[] =>
  list(json).map((entry, index) => ({
    text: typeof entry === "string" ? entry : JSON.stringify(entry),
    at: `${at}/${index}`,
  }));

const pattern = (statement: { readonly [member: string]: Json }, name: string): PatternElement => {
  const not = statement[`Not${name}`] !== undefined;
  const at: Pointer = `/${not ? "Not" : ""}${name}`;
  return { not, at, values: values(statement[not ? `Not${name}` : name], at) };
};

const principal = (statement: { readonly [member: string]: Json }): PrincipalElement => {
  const not = statement["NotPrincipal"] !== undefined;
  const json = statement[not ? "NotPrincipal" : "Principal"];
  const map = json === "*" ? { AWS: "*" } : object(json);
  const entries = Object.entries(map).flatMap(([type, texts]) =>
    values(texts, `/Principal/${type}`).map((value) => ({ ...value, type: type as PrincipalType })),
  );
  return { not, at: "/Principal", entries };
};

const QUALIFIERS = ["ForAllValues", "ForAnyValue"] as const;

const inAnyCase = <T extends string>(names: readonly T[], text: string | undefined): T | null =>
  names.find((name) => name.toLowerCase() === text?.toLowerCase()) ?? null;

const condition = (spelling: string, key: string, json: Json): Condition => {
  const match = /^(?:(\w+):)?(.+?)(IfExists)?$/i.exec(spelling);
  const operator = inAnyCase(OPERATORS, match?.[2]);
  if (match === null || operator === null) throw new Error(`no operator: ${spelling}`);
  const qualifier = inAnyCase(QUALIFIERS, match[1]);
  const ifExists = match[3] !== undefined;
  const own = `${qualifier === null ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""}`;
  return {
    at: `/Condition/${spelling}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    qualifier,
    operator,
    ifExists,
    ...(own === spelling ? {} : { written: spelling }),
    key,
    values: values(json, ""),
  };
};

const statement = (json: Json, index: number): Statement => {
  const members = object(json);
  return {
    at: `/Statement/${index}`,
    sid: null,
    effect: members["Effect"] as Statement["effect"],
    principal: principal(members),
    action: pattern(members, "Action"),
    resource: pattern(members, "Resource"),
    conditions: Object.entries(object(members["Condition"] ?? {})).flatMap(([operator, keys]) =>
      Object.entries(object(keys)).map(([key, texts]) => condition(operator, key, texts)),
    ),
  };
};

/** Reads a policy that is known to be well formed, on JSON.parse alone: a second opinion on what src/policy/parse reads. */
export const readPolicy = (text: string): Policy => {
  const json = object(JSON.parse(text) as Json);
  return {
    version: json["Version"] === "2012-10-17" ? "2012-10-17" : "2008-10-17",
    statements: list(json["Statement"]).map(statement),
  };
};
