import type { Requirement } from "../../sets/requirement.ts";
import { foldCase, literal, MANY, type Tokens } from "../../sets/pattern.ts";
import {
  ACCOUNTS,
  arnFormat,
  arnsLike,
  listed,
  MAIL_ADDRESSES,
  ORGANIZATION_PATHS,
  SERVICE_NAMES,
  CHINESE_SERVICE_NAMES,
  VPCS,
  ENDPOINTS,
  USER_IDS,
  SESSION_IDS,
  arnsOf,
  sourcesOf,
  valueFormatsIn,
  type ValueFormat,
} from "./value-formats.ts";
import { impossibleArns, isImpossibleArn } from "./source-arns.ts";
import type { ConditionKey } from "../keys/condition-key.ts";
import {
  comparedWith,
  familiarAccounts,
  foreignOrganizations,
  namesOf,
  servicesByWildcard,
} from "./named-or-trusted.ts";
import type { CallerClass } from "./caller-class.ts";
import { KINDS } from "../keys/dimensions.ts";
import { AWS_ACCOUNT, defaultArn } from "./default-values.ts";
import { arnField, project } from "../keys/projection.ts";
import type { Environment } from "./environment.ts";

/**
 * What the values of a variable of texts can be for a class of callers: texts of a family, within some limits. A text is tried by
 * what is quick, an automaton is made of the patterns.
 */
export interface Domain {
  /** Null where anything goes. */
  readonly format: ValueFormat | null;
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

export const isIn = ({ format, limits }: Domain, text: string): boolean =>
  (format === null || format.test.test(text)) && limits.every((limit) => limit.has(text) === limit.wanted);

export const requirementsOf = ({ format, limits }: Domain): readonly Requirement[] => [
  ...(format === null || limits.some((limit) => limit.narrower === true)
    ? []
    : [{ patterns: format.patterns, wanted: true }]),
  ...limits
    .map(({ patterns, wanted }) => ({ patterns: patterns(), wanted }))
    .filter(({ patterns, wanted }) => wanted || patterns.length > 0),
];

/** What a key asks of its variable's texts. */
export type DomainKey = Pick<ConditionKey, "id" | "variable" | "format" | "restricts" | "meaning">;

/** What the values of a variable of texts can be for a class of callers, by the kind of caller. */
export const domainOf = (
  environment: Environment,
  caller: CallerClass,
  key: DomainKey,
  kind: number,
): Domain => {
  switch (key.format) {
    case "principal":
      return principals(environment, caller, kind);
    case "source":
      return sources(environment, caller);
    case "organization path":
      return { format: ORGANIZATION_PATHS, limits: organizations(environment, caller, key) };
    case "service name":
      return {
        format: environment.partition === "aws-cn" ? CHINESE_SERVICE_NAMES : SERVICE_NAMES,
        limits: [],
      };
    case "unique id":
      return {
        format: kind === KINDS.role ? SESSION_IDS : USER_IDS,
        limits: caller.stranger ? [notNamed(namesOf(environment).ids, ":")] : [],
      };
    case "ARN":
      return {
        format: arnFormat(key.meaning?.arn, environment.partition),
        limits: ownArns(environment, caller, key),
      };
    case "account":
      return {
        format: ACCOUNTS,
        limits: caller.stranger && key.restricts ? [notAmong([...familiarAccounts(environment)])] : [],
      };
    case "VPC":
      return { format: VPCS, limits: unnamed(environment, caller, key) };
    case "VPC endpoint":
      return { format: ENDPOINTS, limits: unnamed(environment, caller, key) };
    case "mail address":
      return { format: MAIL_ADDRESSES, limits: [] };
    case null: {
      const values = key.meaning?.values;
      return values === undefined
        ? { format: null, limits: unnamed(environment, caller, key) }
        : { format: listed(values), limits: [] };
    }
  }
};

/** None of the values that the policies compare the key with, for a stranger and a key that restricts. */
const unnamed = (environment: Environment, caller: CallerClass, key: DomainKey): readonly Limit[] =>
  caller.stranger && key.restricts ? [notAmong(comparedWith(environment, key.id), true)] : [];

const organizations = (environment: Environment, caller: CallerClass, key: DomainKey): readonly Limit[] => {
  // Not known; one that the policies or trust name, or one that nobody else is in.
  if (!key.restricts) return [{ ...notUnder(namesOf(environment).organizations), wanted: true }];
  // Whose the endpoint is does not make a caller trusted.
  if (isOfNetwork(key) && !caller.stranger) return [];
  // Nor does the owner of the resource that a service acts for.
  if (caller.kinds === KINDS.service && caller.source === "any") return [];
  return [notUnder(foreignOrganizations(environment, caller))];
};

const isOfNetwork = ({ meaning }: DomainKey): boolean => meaning?.class === "network";

/** ARNs in the caller's own account, or in one that nothing names; of a network, in any for whoever is no stranger. */
const ownArns = (environment: Environment, caller: CallerClass, key: DomainKey): readonly Limit[] => {
  if (!key.restricts || (isOfNetwork(key) && !caller.stranger)) return [];
  const named = familiarAccounts(environment);
  const like = (account: string): readonly Tokens[] =>
    arnsLike(key.meaning?.arn, environment.partition, literal(account));
  return caller.account === null || isOfNetwork(key)
    ? [
        {
          wanted: false,
          has: (text) => named.has(accountIn(text)),
          patterns: () => Array.from(named).flatMap((id) => like(id)),
        },
      ]
    : [
        {
          wanted: true,
          has: (text) => accountIn(text) === caller.account,
          patterns: () => like(caller.account ?? ""),
        },
      ];
};

const principals = (environment: Environment, { account }: CallerClass, kind: number): Domain => {
  const known = valueFormatsIn(environment.partition).principals.get(kind);
  // An AWS service signs as something of AWS's own, which nobody can name.
  if (known === undefined)
    return { format: null, limits: [only(defaultArn(environment, kind, account ?? ""))] };
  return {
    format: known,
    limits: [
      account === null
        ? {
            wanted: false,
            has: (text) => familiarAccounts(environment).has(accountIn(text)),
            patterns: () =>
              Array.from(familiarAccounts(environment), (id) => under(kind, environment.partition, id)),
          }
        : {
            wanted: true,
            has: (text) => accountIn(text) === account,
            patterns: () => arnsOf(kind, environment.partition, literal(account)),
            narrower: true,
          },
      notAmong(environment.trust.principals),
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

const notAmong = (texts: readonly string[], fold = false): Limit => {
  const known = new Set(fold ? texts.map((text) => text.toLowerCase()) : texts);
  return {
    wanted: false,
    has: (text) => known.has(fold ? text.toLowerCase() : text),
    patterns: () => texts.map((text) => (fold ? foldCase(literal(text)) : literal(text))),
  };
};

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

const sources = (environment: Environment, { source }: CallerClass): Domain => {
  const of = (account: string): readonly Tokens[] => sourcesOf(environment.partition, literal(account));
  const foreign = foreignAccounts(environment, source);
  return {
    format: valueFormatsIn(environment.partition).sources,
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
      ...(source === "unnamed" ? [notNamed(namesOf(environment).others, "\n")] : []),
      ...servicesByWildcard(environment).map((service) => ({
        wanted: false,
        has: (text: string): boolean => isImpossibleArn(text, service),
        patterns: () => impossibleArns(environment.partition, service),
      })),
    ],
  };
};

/** Accounts for whose resource the caller does not act. */
const foreignAccounts = (environment: Environment, source: CallerClass["source"]): ReadonlySet<string> =>
  new Set([AWS_ACCOUNT, ...(source === "unnamed" ? familiarAccounts(environment) : [])]);

/** In the ARN, or behind the line break. */
const sourceAccount = (text: string): string => project("source account", text);
