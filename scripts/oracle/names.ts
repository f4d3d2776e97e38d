import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";

/** Whom the policies and the settings call by name. A stranger is none of these and has none of these. */
export interface Named {
  readonly accounts: readonly string[];
  readonly organisations: readonly string[];
  readonly endpoints: readonly string[];
  readonly services: readonly string[];
  readonly uniqueIds: readonly string[];
}

/** The organisation of the owner, where no policy names it: nobody knows its id, and no stranger is in it. */
const OWNERS_ORGANISATION = "o-theowners00";

const found = (pattern: RegExp, texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => text.match(pattern) ?? [])),
];

export const named = (policies: readonly Policy[], { owner, trust }: Question): Named => {
  const statements = policies.flatMap((policy) => policy.statements);
  const entries = statements.flatMap(({ principal }) => principal.entries);
  const conditions = statements.flatMap((statement) => statement.conditions);
  const texts = [...entries, ...conditions.flatMap(({ values }) => values)].map(({ text }) => text);
  const small = texts.map((text) => text.toLowerCase());
  const accounts = /(?<!\d)\d{12}(?!\d)/g;
  return {
    accounts: [owner, ...trust.accounts, ...found(accounts, [...texts, ...trust.principals])],
    organisations: [
      ...found(/(?<![a-z0-9-])o-[a-z0-9]{10,32}(?![a-z0-9])/g, small),
      ...trust.organizations,
      OWNERS_ORGANISATION,
    ],
    endpoints: found(/vpce?-[0-9a-f]{8,17}/g, small),
    services: [
      ...entries.filter(({ type }) => type === "Service").map(({ text }) => text),
      ...conditions
        .filter(({ key }) => key.toLowerCase().startsWith("aws:principalservicename"))
        .flatMap(({ values }) => values.map(({ text }) => text)),
    ],
    uniqueIds: found(/A[A-Z]{3}[A-Z0-9]{12,}/g, texts),
  };
};
