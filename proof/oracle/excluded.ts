import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";

/**
 * Whom z3 is asked about: a `stranger`, whom nobody knows, or an `outsider`, who is but neither the owner nor trusted.
 * Where a stranger can, it is exposed; where no outsider can, private.
 */
export type Asker = "stranger" | "outsider";

/** What the one who is asked about is not and has not. */
export interface Excluded {
  readonly accounts: readonly string[];
  /** Accounts for whose resources a service that is asked about does not act. */
  readonly sources: readonly string[];
  readonly principals: readonly string[];
  readonly organisations: readonly string[];
  /** Organisations that own the endpoint of the call: who calls through a trusted one's is not trusted for that. */
  readonly endpointOwners: readonly string[];
  readonly endpoints: readonly string[];
  readonly services: readonly string[];
  readonly uniqueIds: readonly string[];
}

/** The organisation of the owner, where no policy names it: nobody knows its id, and no stranger is in it. */
const OWNERS_ORGANISATION = "o-theowners00";

const found = (pattern: RegExp, texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => text.match(pattern) ?? [])),
];

const outsider = ({ owner, trust }: Question): Excluded => ({
  accounts: [owner, ...trust.accounts],
  // A service is an outsider whoever it acts for.
  sources: [],
  principals: trust.principals,
  organisations: trust.organizations,
  endpointOwners: [],
  endpoints: [],
  services: [],
  uniqueIds: [],
});

/** Nobody of those whom the policies and the settings name. */
const stranger = (policies: readonly Policy[], question: Question): Excluded => {
  const statements = policies.flatMap((policy) => policy.statements);
  const entries = statements.flatMap(({ principal }) => principal.entries);
  const conditions = statements.flatMap((statement) => statement.conditions);
  const texts = [...entries, ...conditions.flatMap(({ values }) => values)].map(({ text }) => text);
  const small = texts.map((text) => text.toLowerCase());
  const { accounts, principals, organisations: trusted } = outsider(question);
  const organisations = [
    ...trusted,
    ...found(/(?<![a-z0-9-])o-[a-z0-9]{10,32}(?![a-z0-9])/g, small),
    OWNERS_ORGANISATION,
  ];
  const named = [...accounts, ...found(/(?<!\d)\d{12}(?!\d)/g, [...texts, ...principals])];
  return {
    accounts: named,
    sources: named,
    principals,
    organisations,
    endpointOwners: organisations,
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

export const excluded = (asker: Asker, policies: readonly Policy[], question: Question): Excluded =>
  asker === "stranger" ? stranger(policies, question) : outsider(question);

/** Which organisation the owner may be in: those that policies name, or one of which nobody has heard. */
export const ownersOrganisations = (policies: readonly Policy[], question: Question): readonly string[] =>
  stranger(policies, question).organisations;
