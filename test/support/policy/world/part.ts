import { holds } from "../../../../src/policy/evaluate/condition.ts";
import { aboutCaller } from "../../../../src/policy/evaluate/principal.ts";
import type { Request } from "../../../../src/policy/evaluate/request.ts";
import type { Condition, Policy, Statement } from "../../../../src/policy/shapes.ts";

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
}

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

const isOpen = (part: Part): boolean =>
  Object.values(part.context)
    .flat()
    .some((value) => value.startsWith(TO_EXPAND));

/** The keys that occur as variables, in lower case. */
export const variablesOf = (policies: readonly Policy[]): ReadonlySet<string> =>
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
  const look = signature(keys, policies);
  const fails = failing(keys, policies);
  for (const part of parts) {
    const kind = look(part);
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, { ...part, fails: fails(part) });
    else if (part.addresses !== undefined)
      kinds.set(kind, { ...known, addresses: [...(known.addresses ?? []), ...part.addresses] });
  }
  return [...kinds.values()];
};

/** Which statements a part rules out: another caller is meant, or a condition on its keys alone does not hold. */
const failing = (keys: readonly string[], policies: readonly Policy[]): ((part: Part) => number) => {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  const settled = (condition: Condition): boolean =>
    wanted.has(condition.key.toLowerCase()) && condition.values.every((value) => !value.text.includes("${"));
  return (part) => {
    if (isOpen(part)) return 0;
    const request = requestOf(part);
    return bits(
      policies,
      (statement, policy) =>
        (part.principal !== undefined && !aboutCaller(statement.principal, request)) ||
        statement.conditions.some(
          (condition) => settled(condition) && !holds(condition, policy.version, request),
        ),
    );
  };
};

const requestOf = (part: Part): Request => ({
  principal: part.principal ?? "",
  action: "",
  resource: "",
  context: part.context,
});

const signature = (keys: readonly string[], policies: readonly Policy[]): ((part: Part) => string) => {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  const variables = variablesOf(policies);
  const isWanted = (key: string): boolean => wanted.has(key.toLowerCase());
  const conditions = policies.flatMap((policy) =>
    policy.statements.flatMap((statement) =>
      statement.conditions
        .filter((condition) => isWanted(condition.key))
        .map((condition) => ({ condition, version: policy.version })),
    ),
  );
  const read = keys.filter((key) => variables.has(key.toLowerCase()));
  const open = conditions.filter(({ condition }) =>
    condition.values.some((value) => value.text.includes("${")),
  );
  const raw = [...new Set([...read, ...open.map(({ condition }) => condition.key)])];
  return (part) => {
    const request: Request = {
      principal: part.principal ?? "",
      action: "",
      resource: "",
      context: part.context,
    };
    return [
      part.mark,
      ...(part.principal === undefined
        ? []
        : policies.flatMap((policy) =>
            policy.statements.map((one) => Number(aboutCaller(one.principal, request))),
          )),
      ...conditions.map(({ condition, version }) => Number(holds(condition, version, request))),
      ...raw.map((key) => JSON.stringify(lookUp(part.context, key) ?? null)),
    ].join();
  };
};

const lookUp = (context: Part["context"], key: string): unknown =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
