import type { Policy } from "../../src/policy/shapes.ts";

/** What the policies call by name: nobody else's id can be had by a stranger. */
export interface Names {
  readonly accounts: ReadonlySet<string>;
  readonly organisations: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly uniqueIds: ReadonlySet<string>;
}

/** The organisation that the owner may belong to: its id is not known, but a stranger is not in it. */
const OWNERS_ORG = "o-theowners00";

/** Asked for each key of the same policies. */
const constantsOf = new WeakMap<readonly Policy[], readonly string[]>();
const namesOf = new WeakMap<readonly Policy[], Names>();

/** Every constant of the policies that may name somebody: principals and condition values. */
export const constants = (policies: readonly Policy[]): readonly string[] => {
  const known = constantsOf.get(policies) ?? constantsIn(policies);
  constantsOf.set(policies, known);
  return known;
};

const constantsIn = (policies: readonly Policy[]): readonly string[] =>
  policies.flatMap(({ statements }) =>
    statements.flatMap(({ principal, conditions }) => [
      ...principal.entries.map((entry) => entry.text),
      ...conditions.flatMap((condition) => condition.values.map((value) => value.text)),
    ]),
  );

const found = (texts: readonly string[], pattern: RegExp): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => text.match(pattern) ?? []));

export const names = (policies: readonly Policy[]): Names => {
  const known = namesOf.get(policies) ?? namesIn(policies);
  namesOf.set(policies, known);
  return known;
};

const namesIn = (policies: readonly Policy[]): Names => {
  const texts = constants(policies);
  const lower = texts.map((text) => text.toLowerCase());
  return {
    accounts: found(texts, /(?<!\d)\d{12}(?!\d)/g),
    organisations: new Set([...found(lower, /(?<![a-z0-9-])o-[a-z0-9]{10,32}(?![a-z0-9])/g), OWNERS_ORG]),
    networks: found(lower, /vpce?-[0-9a-f]{8,17}/g),
    services: new Set(namedServices(policies)),
    uniqueIds: found(texts, /A[A-Z]{3}[A-Z0-9]{12,}/g),
  };
};

const namedServices = (policies: readonly Policy[]): readonly string[] =>
  policies.flatMap(({ statements }) =>
    statements.flatMap(({ principal, conditions }) => [
      ...principal.entries.filter((entry) => entry.type === "Service").map((entry) => entry.text),
      ...conditions
        .filter((condition) => /^aws:principalservicename/i.test(condition.key))
        .flatMap((condition) => condition.values.map((value) => value.text))
        .filter((text) => /^[a-z0-9.-]+$/.test(text)),
    ]),
  );
