import { holds } from "../../src/policy/evaluate/condition.ts";
import { plain } from "../../src/policy/evaluate/pattern.ts";
import { aboutCaller } from "../../src/policy/evaluate/principal.ts";
import type { Request } from "../../src/policy/evaluate/request.ts";
import { expand } from "../../src/policy/evaluate/variables.ts";
import type { Condition, Policy, Statement } from "../../src/policy/shapes.ts";

/** Addresses in a row, from the first up to, not including, `end`. */
export interface Run {
  readonly first: bigint;
  readonly end: bigint;
}

/** Some of a request's keys, chosen together; a caller's part also says who calls. */
export interface Part {
  readonly context: Request["context"];
  readonly principal?: string;
  /** How the classes tell it from others: parts that differ here are never alike. */
  readonly mark: string;
  /** The public addresses that it stands for. */
  readonly addresses?: readonly Run[];
  /** A bit for each statement, in order, that cannot match a request with this part. */
  readonly fails?: number;
  /** A value waits for those of other parts. */
  readonly open?: true;
}

/** The policies without the statements that are out. */
export const without = (policies: readonly Policy[], fails: number): readonly Policy[] => {
  let index = 0;
  return policies.map((policy) => ({
    ...policy,
    statements: policy.statements.filter(() => (fails & (1 << index++)) === 0),
  }));
};

/** Bits for the statements that a predicate picks, numbered through all policies; 31 at most. */
export const bits = (
  policies: readonly Policy[],
  picks: (statement: Statement, policy: Policy) => boolean,
): number =>
  policies
    .flatMap((policy) => policy.statements.map((statement) => picks(statement, policy)))
    .reduce((mask, picked, index) => (picked ? mask | (1 << index) : mask), 0);

/** Stands before a text whose variables get their values when the request is put together. */
export const TO_EXPAND = "\u0001";

/** Stands for the value of a key without what it begins and ends with. */
export const cut = (before: string, after: string, key: string): string =>
  [TO_EXPAND, before, TO_EXPAND, after, TO_EXPAND, `\${${key}}`].join("");

/** The value that such a text has in a request; null where it has none. */
export const expanded = (text: string, request: Request): string | null => {
  const [first = "", after, variable] = text.slice(1).split(TO_EXPAND);
  const said = expand(variable ?? first, "2012-10-17", request);
  if (said === null) return null;
  const value = plain(said);
  if (after === undefined) return value;
  const fits =
    value.length >= first.length + after.length && value.startsWith(first) && value.endsWith(after);
  return fits ? value.slice(first.length, value.length - after.length) : null;
};

/** Asked for each key of the same policies. */
const known = new WeakMap<readonly Policy[], ReadonlySet<string>>();

const variablesOf = (policies: readonly Policy[]): ReadonlySet<string> => {
  const variables = known.get(policies) ?? variablesIn(policies);
  known.set(policies, variables);
  return variables;
};

/** The keys that occur as variables, in lower case. */
const variablesIn = (policies: readonly Policy[]): ReadonlySet<string> =>
  new Set(
    policies.flatMap(({ statements }) =>
      statements
        .flatMap(({ resource, conditions }) => [
          ...resource.values,
          ...conditions.flatMap((condition) => condition.values),
        ])
        .flatMap((value) => [...value.text.matchAll(/\$\{([^},]+)/g)])
        .map((match) => (match[1] ?? "").trim().toLowerCase()),
    ),
  );

/**
 * Keeps one of each kind of part: two are alike where they make the same conditions true, are the same to every
 * principal element, bring the same values into variables and bear the same mark. Addresses of alike parts add up.
 */
export const distinct = (
  parts: readonly Part[],
  keys: readonly string[],
  policies: readonly Policy[],
): readonly Part[] => {
  const kinds = new Map<string, Part>();
  const look = sight(keys, policies);
  for (const part of parts) {
    const { kind, fails } = look(part);
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, { ...part, fails });
    else if (part.addresses !== undefined)
      kinds.set(kind, { ...alike, addresses: [...(alike.addresses ?? []), ...part.addresses] });
  }
  return [...kinds.values()];
};

interface Sight {
  readonly kind: string;
  readonly fails: number;
}

/** How policies see a part with these keys: its kind, and which statements it rules out by its caller or a condition. */
const sight = (keys: readonly string[], policies: readonly Policy[]): ((part: Part) => Sight) => {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  const variables = variablesOf(policies);
  const statements = policies.flatMap(({ version, statements }) =>
    statements.map((statement) => ({ version, statement })),
  );
  const tests = statements.flatMap(({ version, statement }, index) =>
    statement.conditions
      .filter((condition) => wanted.has(condition.key.toLowerCase()))
      .map((condition) => ({ condition, version, bit: 1 << index, settled: !hasVariable(condition) })),
  );
  const raw = [
    ...new Set([
      ...keys.filter((key) => variables.has(key.toLowerCase())),
      ...tests.filter((test) => !test.settled).map((test) => test.condition.key),
    ]),
  ];
  return (part) => {
    const request = requestOf(part);
    const seen: (string | number)[] = [part.mark];
    let fails = 0;
    for (const [index, { statement }] of part.principal === undefined ? [] : statements.entries()) {
      const about = aboutCaller(statement.principal, request);
      seen.push(Number(about));
      if (!about) fails |= 1 << index;
    }
    for (const { condition, version, bit, settled } of tests) {
      const held = holds(condition, version, request);
      seen.push(Number(held));
      if (settled && part.open !== true && !held) fails |= bit;
    }
    for (const key of raw) seen.push(JSON.stringify(lookUp(part.context, key) ?? null));
    return { kind: seen.join(), fails };
  };
};

const hasVariable = (condition: Condition): boolean =>
  condition.values.some((value) => value.text.includes("${"));

const requestOf = (part: Part): Request => ({
  principal: part.principal ?? "",
  action: "",
  resource: "",
  context: part.context,
});

const lookUp = (context: Part["context"], key: string): unknown =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
