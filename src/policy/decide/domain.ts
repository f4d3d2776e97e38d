import { literal, MANY, type Token, type Tokens } from "../sets/pattern.ts";
import type { Requirement } from "../sets/language.ts";
import type { Party } from "./party.ts";
import { KINDS } from "./shape.ts";
import { OWN_ORGANISATION, type World } from "./world.ts";

const one = (pattern: RegExp): Token => ({ has: (unit) => pattern.test(unit), repeat: false });
const many = (pattern: RegExp): Token => ({ has: (unit) => pattern.test(unit), repeat: true });
const times = (token: Token, count: number): Tokens => Array.from({ length: count }, () => token);

const DIGIT = one(/^[0-9]$/);
const ACCOUNT: Tokens = times(DIGIT, 12);
/** IAM: names are `[\w+=,.@-]`, paths anything of U+0021 to U+007E between slashes. */
const NAME: Tokens = [one(/^[\w+=,.@-]$/), many(/^[\w+=,.@-]$/)];
const PATH: Tokens = [many(/^[!-~]$/), "/"];
const LOWER = one(/^[a-z0-9]$/);
const LOWERS = many(/^[a-z0-9]$/);
const UPPER = one(/^[A-Z0-9]$/);
const UPPERS = many(/^[A-Z0-9]$/);
const NO_BREAK = many(/^[^\n]$/);
const NO_COLON = many(/^[^:\n]$/);

const HEX = one(/^[0-9a-f]$/);
const HEXES = many(/^[0-9a-f]$/);
const ORGANISATION: Tokens = [...literal("o-"), ...times(LOWER, 10), LOWERS];
const ROOT: Tokens = [...literal("/r-"), ...times(LOWER, 4), LOWERS];
const ID: Tokens = [...times(HEX, 8), HEXES];

/** Organisation id, root, organisational units: `o-…/r-…/ou-…/` */
const ORGANISATION_PATHS: readonly Tokens[] = [
  [...ORGANISATION, ...ROOT, "/"],
  [...ORGANISATION, ...ROOT, ...literal("/ou-"), many(/^[a-z0-9/-]$/), "/"],
];

const serviceNames = (partition: string): Tokens => [
  LOWER,
  many(/^[a-z0-9.-]$/),
  ...literal(partition === "aws-cn" ? ".amazonaws.com.cn" : ".amazonaws.com"),
];

const accountOf = (account: string | null): Tokens => (account === null ? ACCOUNT : literal(account));

const arnsOf = (kind: number, partition: string, account: Tokens): readonly Tokens[] => {
  const iam = [...literal(`arn:${partition}:iam::`), ...account];
  switch (kind) {
    case KINDS.root:
      return [[...iam, ...literal(":root")]];
    case KINDS.federated:
      return [[...literal(`arn:${partition}:sts::`), ...account, ...literal(":federated-user/"), ...NAME]];
    default: {
      const type = literal(kind === KINDS.role ? ":role/" : ":user/");
      return [
        [...iam, ...type, ...NAME],
        [...iam, ...type, ...PATH, ...NAME],
      ];
    }
  }
};

/** `aws:SourceArn`, and behind a line break the account of one that has none in it (a bucket's). */
const sources = (partition: string, account: Tokens): readonly Tokens[] => {
  const service: Tokens = [...literal(`arn:${partition}:`), NO_COLON, ":", NO_COLON, ":"];
  return [
    [...service, ...account, ":", NO_BREAK],
    [...service, ":", NO_BREAK, "\n", ...account],
  ];
};

const never = (patterns: readonly Tokens[]): readonly Requirement[] =>
  patterns.length === 0 ? [] : [{ patterns, wanted: false }];

const wanted = (patterns: readonly Tokens[]): Requirement => ({ patterns, wanted: true });

/** What the values of a variable of texts can be for a party, by the kind of caller. Empty where anything goes. */
export const domainOf = (
  world: World,
  party: Party,
  variable: string,
  kind: number,
): readonly Requirement[] => {
  switch (variable) {
    case "principal":
      // An AWS service signs as something of AWS' own, which nobody can name.
      if (kind === KINDS.service) return [wanted([literal(usualArn(world, kind, party.account ?? ""))])];
      return [
        wanted(arnsOf(kind, world.partition, accountOf(party.account))),
        ...never(party.account === null ? namedArns(world, kind) : []),
        ...never(world.trust.principals.map(literal)),
      ];
    case "organisation":
      return [wanted(ORGANISATION_PATHS), ...never(foreignOrganisations(world, party))];
    case "endpoint organisation":
      // Whose the endpoint is does not make a caller trusted.
      return [wanted(ORGANISATION_PATHS), ...never(party.stranger ? foreignOrganisations(world, party) : [])];
    case "source organisation":
      return [wanted(ORGANISATION_PATHS), ...never(foreignOrganisations(world, party))];
    case "resource organisation":
      // Not known; one that the policies or trust name, or one that nobody else is in.
      return [
        wanted(ORGANISATION_PATHS),
        wanted(Array.from(world.names().organizations, (id) => [...literal(`${id}/`), MANY])),
      ];
    case "source":
      return [
        wanted(
          sources(world.partition, accountOf(typeof party.source === "string" ? null : party.source.account)),
        ),
        ...never(foreignSources(world, party)),
      ];
    case "service":
    case "aws:calledvia":
    case "aws:calledviafirst":
    case "aws:calledvialast":
      return [wanted([serviceNames(world.partition)])];
    case "aws:userid":
      return [wanted([userId(kind)]), ...never(party.stranger ? ids(world) : [])];
    case "aws:sourcevpc":
    case "aws:ec2instancesourcevpc":
      return [wanted([[...literal("vpc-"), ...ID]]), ...never(party.stranger ? others(world) : [])];
    case "aws:sourcevpce":
      return [wanted([[...literal("vpce-"), ...ID]]), ...never(party.stranger ? others(world) : [])];
    default:
      return [];
  }
};

/** A role's ends with the name of the session, which the caller chooses. */
const userId = (kind: number): Tokens =>
  kind === KINDS.role
    ? [...literal("AROA"), ...times(UPPER, 12), UPPERS, ":", ...NAME]
    : [...literal("AIDA"), ...times(UPPER, 12), UPPERS];

const namedArns = (world: World, kind: number): readonly Tokens[] =>
  Array.from(world.names().accounts, (account) => [
    ...literal(`arn:${world.partition}:${kind === KINDS.federated ? "sts" : "iam"}::${account}:`),
    MANY,
  ]);

/** Organisations that the party is not in: those that are named if he is a stranger, else those that are trusted. */
const foreignOrganisations = (world: World, party: Party): readonly Tokens[] =>
  Array.from(party.stranger ? world.names().organizations : world.trust.organizations, (id) => [
    ...literal(`${id}/`),
    MANY,
  ]);

const insiders = (world: World): readonly string[] => [world.owner, ...world.trust.accounts];

const foreignSources = (world: World, party: Party): readonly Tokens[] => {
  const { source } = party;
  const named =
    source === "unnamed" ? [...world.names().accounts] : source === "outside" ? insiders(world) : [];
  return [
    ...[...named, AWS_ACCOUNT].flatMap((account) => sources(world.partition, literal(account))),
    ...(source === "unnamed" ? others(world) : []),
  ];
};

const ids = (world: World): readonly Tokens[] =>
  Array.from(world.names().ids).flatMap((id) => [literal(id), [...literal(`${id}:`), MANY]]);

const others = (world: World): readonly Tokens[] =>
  Array.from(world.names().others).flatMap((name) => [literal(name), [...literal(`${name}\n`), MANY]]);

/** Values to try first; each is a member of its domain unless a policy happens to name it. */
export const USUAL: Readonly<Record<string, readonly string[]>> = {
  organisation: ["o-stranger01/r-st01/"],
  "endpoint organisation": ["o-stranger01/r-st01/"],
  "source organisation": ["o-stranger01/r-st01/"],
  "resource organisation": [`${OWN_ORGANISATION}/r-ow01/`],
  service: ["other-service.amazonaws.com"],
  "aws:calledvia": ["other-service.amazonaws.com"],
  "aws:calledviafirst": ["other-service.amazonaws.com"],
  "aws:calledvialast": ["other-service.amazonaws.com"],
  "aws:sourcevpc": ["vpc-0fa57a11ce5e55555"],
  "aws:ec2instancesourcevpc": ["vpc-0fa57a11ce5e55555"],
  "aws:sourcevpce": ["vpce-0fa57a11ce5e55555"],
};

/** Stands for the account that an AWS service signs with: nobody's who has a resource that it could act for. */
const AWS_ACCOUNT = "000000000001";

const STRANGERS = ["999999999999", "888888888888", "777777777777"];

/** The party's account, or one that nothing names. */
export const usualAccount = (world: World, account: string | null): string =>
  account ?? STRANGERS.find((one) => one !== world.owner && !world.mentions(one)) ?? "000000000002";

export const usualArn = (world: World, kind: number, account: string): string => {
  const iam = `arn:${world.partition}:iam::${account}:`;
  switch (kind) {
    case KINDS.root:
      return `${iam}root`;
    case KINDS.federated:
      return `arn:${world.partition}:sts::${account}:federated-user/mallory`;
    case KINDS.service:
      return `arn:${world.partition}:iam::${AWS_ACCOUNT}:role/of-the-service`;
    default:
      return `${iam}${kind === KINDS.role ? "role" : "user"}/mallory`;
  }
};

export const usualUserId = (kind: number): string =>
  kind === KINDS.role ? "AROASTRANGER000000001:mallory" : "AIDASTRANGER000000001";
