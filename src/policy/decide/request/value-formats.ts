import { literal, ofClass, regExpOf, type Token, type Tokens } from "../../sets/pattern.ts";
import { KINDS } from "../keys/dimensions.ts";

/** Texts of one form, as patterns and as a regular expression, made once. */
export interface ValueFormat {
  readonly patterns: readonly Tokens[];
  readonly test: RegExp;
}

const family = (...patterns: readonly Tokens[]): ValueFormat => ({ patterns, test: regExpOf(patterns) });

const one = (source: string): Token => ofClass(source, false);
const many = (source: string): Token => ofClass(source, true);
const times = (token: Token, count: number): Tokens => Array.from({ length: count }, () => token);

const ACCOUNT: Tokens = times(one("[0-9]"), 12);
/** IAM: names are `[\w+=,.@-]`, paths anything of U+0021 to U+007E between slashes. */
const NAME: Tokens = [one("[\\w+=,.@-]"), many("[\\w+=,.@-]")];
const PATH: Tokens = [many("[!-~]"), "/"];
const LOWER = one("[a-z0-9]");
const LOWERS = many("[a-z0-9]");
const UPPER = one("[A-Z0-9]");
const UPPERS = many("[A-Z0-9]");
const NO_BREAK = many("[^\\n]");
const NO_COLON = many("[^:\\n]");

const ORGANIZATION: Tokens = [...literal("o-"), ...times(LOWER, 10), LOWERS];
const ROOT: Tokens = [...literal("/r-"), ...times(LOWER, 4), LOWERS];
const ID: Tokens = [...times(one("[0-9a-f]"), 8), many("[0-9a-f]")];

const UNIT: Tokens = [...literal("ou-"), ...times(LOWER, 4), LOWERS, "-", ...times(LOWER, 8), LOWERS, "/"];

/** Units that lie in each other below a root, at most (AWS Organizations, quotas). */
const DEPTH = 5;

/** Organisation id, root, organisational units: `o-…/r-…/ou-…-…/` */
export const ORGANIZATION_PATHS: ValueFormat = family(
  ...Array.from({ length: DEPTH + 1 }, (_, depth) => [
    ...ORGANIZATION,
    ...ROOT,
    "/",
    ...Array.from({ length: depth }, () => UNIT).flat(),
  ]),
);

export const SERVICE_NAMES: ValueFormat = family([LOWER, many("[a-z0-9.-]"), ...literal(".amazonaws.com")]);
export const CHINESE_SERVICE_NAMES: ValueFormat = family([
  LOWER,
  many("[a-z0-9.-]"),
  ...literal(".amazonaws.com.cn"),
]);

export const VPCS: ValueFormat = family([...literal("vpc-"), ...ID]);
export const ENDPOINTS: ValueFormat = family([...literal("vpce-"), ...ID]);

export const USER_IDS: ValueFormat = family([...literal("AIDA"), ...times(UPPER, 12), UPPERS]);
/** A role's ends with the name of the session, which the caller chooses. */
export const SESSION_IDS: ValueFormat = family([
  ...literal("AROA"),
  ...times(UPPER, 12),
  UPPERS,
  ":",
  ...NAME,
]);

export const arnsOf = (kind: number, partition: string, account: Tokens): readonly Tokens[] => {
  const iam: Tokens = [...literal(`arn:${partition}:iam::`), ...account];
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

const SERVICE: Tokens = [LOWER, many("[a-z0-9-]")];
const REGION: Tokens = [many("[a-z0-9-]")];
const SOME: Tokens = [one("[^\\n]"), NO_BREAK];

/** `aws:SourceArn`, and behind a line break the account of one that has none in it (a bucket's). */
export const sourcesOf = (partition: string, account: Tokens): readonly Tokens[] => {
  const service: Tokens = [...literal(`arn:${partition}:`), ...SERVICE, ":", ...REGION, ":"];
  return [
    [...service, ...account, ":", ...SOME],
    [...service, ":", ...SOME, "\n", ...account],
  ];
};

/** Account ids. */
export const ACCOUNTS: ValueFormat = family(ACCOUNT);

const LISTED = new Map<readonly string[], ValueFormat>();

/** One of the texts; the list is one of a table's, of which there are few. */
export const listed = (texts: readonly string[]): ValueFormat => {
  const known = LISTED.get(texts) ?? family(...texts.map(literal));
  LISTED.set(texts, known);
  return known;
};

/** Mail addresses: nobody can send from, or to, one with a wildcard in it. */
export const MAIL_ADDRESSES: ValueFormat = family([many("[^*?]")]);

/** What may stand in the place of a name in braces of a template (`KeyMeaning.arn`); the rest stands as it is. */
const PLACES: Readonly<Record<string, Tokens>> = {
  service: SERVICE,
  region: [LOWER, ...REGION],
  anyRegion: REGION,
  name: [one("[\\w-]"), many("[\\w-]")],
  id: [one("[^:\\n]"), NO_COLON],
  hex: ID,
  rest: SOME,
};

/** Of a service that is not known: it may have no regions. */
const ANY_ARN = "arn:{partition}:{service}:{anyRegion}:{account}:{rest}";

/** ARNs of the template, or of whatever service, in the account. */
export const arnsLike = (
  template: string | undefined,
  partition: string,
  account: Tokens,
): readonly Tokens[] => {
  const places: Readonly<Record<string, Tokens>> = { ...PLACES, partition: literal(partition), account };
  return [
    (template ?? ANY_ARN)
      .split(/[{}]/)
      .flatMap((text, index) => (index % 2 === 0 ? literal(text) : (places[text] ?? []))),
  ];
};

const LIKE = new Map<string, ValueFormat>();

/** ARNs of the template in any account; there are as many templates as rows of a table. */
export const arnFormat = (template: string | undefined, partition: string): ValueFormat => {
  const id = `${partition} ${template ?? ""}`;
  const known = LIKE.get(id) ?? family(...arnsLike(template, partition, ACCOUNT));
  LIKE.set(id, known);
  return known;
};

/** The families of one partition. */
interface ValueFormats {
  readonly partition: string;
  readonly principals: ReadonlyMap<number, ValueFormat>;
  readonly sources: ValueFormat;
}

const familiesOf = (partition: string): ValueFormats => ({
  partition,
  principals: new Map(
    [KINDS.user, KINDS.session, KINDS.role, KINDS.root, KINDS.federated].map((kind) => [
      kind,
      family(...arnsOf(kind, partition, ACCOUNT)),
    ]),
  ),
  sources: family(...sourcesOf(partition, ACCOUNT)),
});

/** Nearly all that is asked about is in one partition. */
let families = familiesOf("aws");

export const valueFormatsIn = (partition: string): ValueFormats => {
  if (families.partition !== partition) families = familiesOf(partition);
  return families;
};
