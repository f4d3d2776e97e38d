import type { Requirement } from "../../sets/requirement.ts";
import { literal, MANY, type Tokens } from "../../sets/pattern.ts";
import {
  ORGANISATION_PATHS,
  SERVICE_NAMES,
  CHINESE_SERVICE_NAMES,
  VPCS,
  ENDPOINTS,
  USER_IDS,
  SESSION_IDS,
  arnsOf,
  sourcesOf,
  familiesIn,
  type Family,
} from "./value-formats.ts";
import { familiarAccounts, namesOf } from "./named-in-policies.ts";
import type { Party } from "./caller-class.ts";
import { KINDS } from "../keys/dimensions.ts";
import { AWS_ACCOUNT, usualArn } from "./default-values.ts";
import { arnField, project } from "../keys/projection.ts";
import type { World } from "./environment.ts";

/**
 * What the values of a variable of texts can be for a party: texts of a family, within some limits. A text is tried by
 * what is quick, an automaton is made of the patterns.
 */
export interface Domain {
  /** Null where anything goes. */
  readonly family: Family | null;
  readonly limits: readonly Limit[];
}

/** Of a family, the texts that a limit has, or (where they are not wanted) the others. */
interface Limit {
  readonly wanted: boolean;
  readonly has: (text: string) => boolean;
  readonly patterns: () => readonly Tokens[];
  /** Its own patterns have no text that is not of the family. */
  readonly narrower?: true;
}

export const isIn = ({ family, limits }: Domain, text: string): boolean =>
  (family === null || family.test.test(text)) && limits.every((limit) => limit.has(text) === limit.wanted);

export const requirementsOf = ({ family, limits }: Domain): readonly Requirement[] => [
  ...(family === null || limits.some((limit) => limit.narrower === true)
    ? []
    : [{ patterns: family.patterns, wanted: true }]),
  ...limits
    .map(({ patterns, wanted }) => ({ patterns: patterns(), wanted }))
    .filter(({ patterns, wanted }) => wanted || patterns.length > 0),
];

/** What the values of a variable of texts can be for a party, by the kind of caller. */
export const domainOf = (world: World, party: Party, variable: string, kind: number): Domain => {
  switch (variable) {
    case "principal":
      return principals(world, party, kind);
    case "source":
      return sources(world, party);
    case "organisation":
    case "source organisation":
      return { family: ORGANISATION_PATHS, limits: [notUnder(foreignOrganisations(world, party))] };
    case "endpoint organisation":
      // Whose the endpoint is does not make a caller trusted.
      return {
        family: ORGANISATION_PATHS,
        limits: party.stranger ? [notUnder(foreignOrganisations(world, party))] : [],
      };
    case "resource organisation":
      // Not known; one that the policies or trust name, or one that nobody else is in.
      return {
        family: ORGANISATION_PATHS,
        limits: [{ ...notUnder(namesOf(world).organizations), wanted: true }],
      };
    case "service":
    case "aws:calledvia":
    case "aws:calledviafirst":
    case "aws:calledvialast":
      return { family: world.partition === "aws-cn" ? CHINESE_SERVICE_NAMES : SERVICE_NAMES, limits: [] };
    case "aws:userid":
      return {
        family: kind === KINDS.role ? SESSION_IDS : USER_IDS,
        limits: party.stranger ? [notNamed(namesOf(world).ids, ":")] : [],
      };
    case "aws:sourcevpc":
    case "aws:ec2instancesourcevpc":
      return { family: VPCS, limits: party.stranger ? [notNamed(namesOf(world).others, "\n")] : [] };
    case "aws:sourcevpce":
      return { family: ENDPOINTS, limits: party.stranger ? [notNamed(namesOf(world).others, "\n")] : [] };
    default:
      return { family: null, limits: [] };
  }
};

const principals = (world: World, { account }: Party, kind: number): Domain => {
  const known = familiesIn(world.partition).principals.get(kind);
  // An AWS service signs as something of AWS' own, which nobody can name.
  if (known === undefined) return { family: null, limits: [only(usualArn(world, kind, account ?? ""))] };
  return {
    family: known,
    limits: [
      account === null
        ? {
            wanted: false,
            has: (text) => familiarAccounts(world).has(accountIn(text)),
            patterns: () => Array.from(familiarAccounts(world), (id) => under(kind, world.partition, id)),
          }
        : {
            wanted: true,
            has: (text) => accountIn(text) === account,
            patterns: () => arnsOf(kind, world.partition, literal(account)),
            narrower: true,
          },
      notAmong(world.trust.principals),
    ],
  };
};

/** All that begins as the principals of the account do. */
const under = (kind: number, partition: string, account: string): Tokens => [
  ...literal(`arn:${partition}:${kind === KINDS.federated ? "sts" : "iam"}::${account}:`),
  MANY,
];

const accountIn = (arn: string): string => arnField(arn, 4);

const only = (text: string): Limit => ({
  wanted: true,
  has: (other) => other === text,
  patterns: () => [literal(text)],
});

const notAmong = (texts: readonly string[]): Limit => ({
  wanted: false,
  has: (text) => texts.includes(text),
  patterns: () => texts.map(literal),
});

/** None of the organisations' paths. */
const notUnder = (ids: ReadonlySet<string>): Limit => ({
  wanted: false,
  has: (text) => ids.has(text.slice(0, text.indexOf("/"))),
  patterns: () => Array.from(ids, (id) => [...literal(`${id}/`), MANY]),
});

/** Neither one of the names nor what begins with one and goes on after the separator. */
const notNamed = (names: ReadonlySet<string>, separator: string): Limit => ({
  wanted: false,
  has: (text) => {
    const end = text.indexOf(separator);
    return names.has(text) || (end !== -1 && names.has(text.slice(0, end)));
  },
  patterns: () => Array.from(names).flatMap((name) => [literal(name), [...literal(name + separator), MANY]]),
});

/** Organisations that the party is not in: those that are named if he is a stranger, else those that are trusted. */
const foreignOrganisations = (world: World, party: Party): ReadonlySet<string> =>
  party.stranger ? namesOf(world).organizations : new Set(world.trust.organizations);

const sources = (world: World, { source }: Party): Domain => {
  const of = (account: string): readonly Tokens[] => sourcesOf(world.partition, literal(account));
  const foreign = foreignAccounts(world, source);
  return {
    family: familiesIn(world.partition).sources,
    limits: [
      ...(typeof source === "string"
        ? []
        : [
            {
              wanted: true,
              has: (text: string): boolean => sourceAccount(text) === source.account,
              patterns: () => of(source.account),
              narrower: true as const,
            },
          ]),
      {
        wanted: false,
        has: (text) => foreign.has(sourceAccount(text)),
        patterns: () => Array.from(foreign).flatMap(of),
      },
      ...(source === "unnamed" ? [notNamed(namesOf(world).others, "\n")] : []),
    ],
  };
};

/** Accounts for whose resource the party does not act. */
const foreignAccounts = (world: World, source: Party["source"]): ReadonlySet<string> =>
  new Set([
    AWS_ACCOUNT,
    ...(source === "unnamed"
      ? familiarAccounts(world)
      : source === "outside"
        ? [world.owner, ...world.trust.accounts]
        : []),
  ]);

/** In the ARN, or behind the line break. */
const sourceAccount = (text: string): string => project("source account", text);
