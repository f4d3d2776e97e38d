import type { Random } from "../random.ts";
import type { ConditionSpec } from "./conditions.ts";
import type { PolicySpec, StatementSpec } from "./statements.ts";

type Json = string | number | boolean | readonly Json[] | Members;
interface Members {
  readonly [member: string]: Json;
}

const shuffled = (r: Random, members: Members): Members =>
  Object.fromEntries(
    Object.entries(members)
      .map((entry) => ({ entry, at: r.below(1000) }))
      .sort((a, b) => a.at - b.at)
      .map(({ entry }) => entry),
  );

const scalarOrList = (r: Random, values: readonly string[]): Json =>
  values.length === 1 && values[0] !== undefined && r.chance(0.6) ? values[0] : values;

/** Some write numbers and booleans bare. */
const bare = (r: Random, condition: ConditionSpec): Json => {
  const [only] = condition.values;
  if (condition.values.length === 1 && r.chance(0.3)) {
    if (only === "true" || only === "false") return only === "true";
    if (/^(0|[1-9]\d{0,11})$/.test(only ?? "")) return Number(only);
  }
  return scalarOrList(r, condition.values);
};

/** Condition keys are compared without regard to case. */
const spellKey = (r: Random, key: string): string =>
  r.chance(0.9) ? key : r.chance(0.5) ? key.toLowerCase() : key.toUpperCase();

const conditions = (r: Random, list: readonly ConditionSpec[]): Json => {
  const operators = new Map<string, Record<string, Json>>();
  for (const one of list) {
    const keys = operators.get(one.operator) ?? {};
    keys[spellKey(r, one.key)] = bare(r, one);
    operators.set(one.operator, keys);
  }
  return shuffled(r, Object.fromEntries(operators));
};

const statement = (r: Random, spec: StatementSpec, index: number): Json =>
  shuffled(r, {
    Effect: spec.effect,
    [spec.notPrincipal ? "NotPrincipal" : "Principal"]:
      spec.principal === "*"
        ? "*"
        : Object.fromEntries(
            Object.entries(spec.principal).map(([type, list]) => [type, scalarOrList(r, list)]),
          ),
    [spec.notAction ? "NotAction" : "Action"]: scalarOrList(r, spec.action),
    [spec.notResource ? "NotResource" : "Resource"]: scalarOrList(r, spec.resource),
    ...(spec.conditions.length > 0 || r.chance(0.05) ? { Condition: conditions(r, spec.conditions) } : {}),
    ...(r.chance(0.2) ? { Sid: `S${index}` } : {}),
  });

/** JSON escapes that say the same. */
const escaped = (r: Random, text: string): string =>
  text.replace(/"[^"\\]*"/g, (string) =>
    string.replace(/[A-Za-z*:]/g, (character) =>
      r.chance(0.02) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : character,
    ),
  );

/** The policy's text, in one of the ways in which people and programs write it. */
export const spell = (r: Random, spec: PolicySpec): string => {
  const statements = spec.statements.map((one, index) => statement(r, one, index));
  const [only] = statements;
  const json = shuffled(r, {
    ...(spec.version === null ? {} : { Version: spec.version }),
    Statement: only !== undefined && statements.length === 1 && r.chance(0.5) ? only : statements,
    ...(r.chance(0.1) ? { Id: "policy" } : {}),
  });
  const text = JSON.stringify(json, null, r.pick([0, 0, 2]));
  return r.chance(0.1) ? escaped(r, text) : text;
};
