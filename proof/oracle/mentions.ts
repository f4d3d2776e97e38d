import type { Condition, Policy, Statement } from "../../src/policy/shapes.ts";

const statementsOf = (policies: readonly Policy[]): readonly Statement[] =>
  policies.flatMap((policy) => policy.statements);

const conditionsOf = (policies: readonly Policy[]): readonly Condition[] =>
  statementsOf(policies).flatMap(({ conditions }) => conditions);

/** Conditions on a key. */
export const on = (policies: readonly Policy[], key: string): readonly Condition[] =>
  conditionsOf(policies).filter((condition) => condition.key.toLowerCase() === key.toLowerCase());

/** The names of the variables in a value. */
const variables = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([^},]*)/g)]
    .map((match) => (match[1] ?? "").trim().toLowerCase())
    .filter((name) => !["*", "?", "$", ""].includes(name));

/** The keys that policies ask for, in a condition or a variable, in lower case. */
export const mentioned = (policies: readonly Policy[]): readonly string[] => [
  ...new Set([
    ...conditionsOf(policies).map(({ key }) => key.toLowerCase()),
    ...conditionsOf(policies).flatMap(({ values }) => values.flatMap(({ text }) => variables(text))),
    ...statementsOf(policies).flatMap(({ resource }) =>
      resource.values.flatMap(({ text }) => variables(text)),
    ),
  ]),
];

/** Whether a key's values meet another key's. */
const isLinked = (policies: readonly Policy[], key: string): boolean =>
  on(policies, key).some(({ values }) => values.some(({ text }) => variables(text).length > 0)) ||
  [...conditionsOf(policies), ...statementsOf(policies).map(({ resource }) => resource)].some(({ values }) =>
    values.some(({ text }) => variables(text).includes(key.toLowerCase())),
  );

/** Most characters of a free text. */
const LONGEST = 40;

/**
 * Characters of a free text: room for all constants that it is compared with, one after the other, and some more; a
 * longest text where other keys' values come in.
 */
export const room = (policies: readonly Policy[], key: string): number => {
  const constants = new Set(on(policies, key).flatMap(({ values }) => values.map(({ text }) => text)));
  const lengths = [...constants].reduce((sum, text) => sum + text.length, 0);
  return isLinked(policies, key) ? LONGEST : Math.max(12, Math.min(LONGEST, lengths + 4));
};
