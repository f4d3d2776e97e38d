// Longer than other files: one table of questions, a line each.
import { OWNER_ONLY, type Trust } from "../../../src/model/trust.ts";
import type { Pointer } from "../../../src/model/fact.ts";
import type { Hole } from "../../../src/model/resource.ts";
import type { Question } from "../../../src/policy/question.ts";
import { SENDING_ACTIONS } from "../../../src/services/ses/actions.ts";
import { SES_KEYS } from "../../../src/services/ses/keys.ts";

type Members = Readonly<Record<string, unknown>>;

const OWNER = "111111111111";
const RESOURCE = `arn:aws:ses:us-east-1:${OWNER}:identity/example.com`;

const statement = (Effect: string, members: Members): Members => ({
  Effect,
  ...("NotPrincipal" in members ? {} : { Principal: "*" }),
  ...("NotAction" in members ? {} : { Action: "ses:SendEmail" }),
  ...("NotResource" in members ? {} : { Resource: "*" }),
  ...members,
});
const allow = (members: Members = {}): Members => statement("Allow", members);
const deny = (members: Members = {}): Members => statement("Deny", members);

type Demand = readonly [operator: string, key: string, value: unknown];

/** All of the conditions have to hold. */
const when = (...conditions: readonly Demand[]): Members => {
  const Condition: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, value] of conditions)
    Condition[operator] = { ...Condition[operator], [key]: value };
  return { Condition };
};

export interface Asked {
  readonly title: string;
  readonly question: Question;
}

interface Setting {
  readonly trust?: Partial<Trust>;
  readonly resource?: string;
  readonly now?: string;
  readonly unresolved?: readonly Hole[];
}

/** Each list of statements is a document. */
const ask = (
  title: string,
  documents: readonly (readonly Members[] | string)[],
  { trust, resource = RESOURCE, now = "2026-11-23T12:00:00Z", unresolved = [] }: Setting = {},
): Asked => ({
  title,
  question: {
    documents: documents.map((statements, index) => ({
      name: `Policy-${index + 1}`,
      text:
        typeof statements === "string"
          ? statements
          : JSON.stringify({ Version: "2012-10-17", Statement: statements }),
      ...(unresolved.length > 0 && { unresolved }),
    })),
    resource,
    owner: OWNER,
    actions: SENDING_ACTIONS,
    keys: SES_KEYS,
    trust: { ...OWNER_ONLY, ...trust },
    now,
  },
});

const one = (title: string, ...conditions: readonly Demand[]): Asked =>
  ask(title, [[allow(when(...conditions))]]);

/** An open Allow, and a Deny under these conditions. */
const but = (title: string, ...conditions: readonly Demand[]): Asked =>
  ask(`everyone, but denied: ${title}`, [[allow(), deny(when(...conditions))]]);

const OWN_RECIPIENT = "${aws:ResourceAccount}@example.com";

/** Three tags with one of the values each, and Denies where two have the same. */
const unlike = (...values: readonly string[]): readonly Members[] => {
  const names = ["a", "b", "c"].map((name) => `aws:PrincipalTag/${name}`);
  return [
    allow(when(...names.map((name): Demand => ["StringEquals", name, values]))),
    ...names.flatMap((name, index) =>
      names.slice(index + 1).map((other) => deny(when(["StringEquals", name, `\${${other}}`]))),
    ),
  ];
};

const hole = (title: string, at: Pointer, ...statements: readonly Members[]): Asked =>
  ask(`unresolved: ${title}`, [statements], { unresolved: [{ at, expression: "var.x" }] });

const TAG = "aws:PrincipalTag/t";
const OTHER = "aws:PrincipalTag/u";
const IP = "aws:SourceIp";
const TO = "ses:Recipients";
const FROM = "ses:FromAddress";
const ACCOUNT = "aws:PrincipalAccount";
const ARN = "aws:PrincipalArn";
const ORG = "aws:PrincipalOrgID";
const PATHS = "aws:PrincipalOrgPaths";
const TIME = "aws:CurrentTime";
const PARTNER = "222222222222";
const ROLE = `arn:aws:iam::${PARTNER}:role/team/mailer`;
const SESSION = `arn:aws:sts::${PARTNER}:assumed-role/mailer/s1`;

const ADDRESSES: readonly Asked[] = [
  one("one address as text", ["StringEquals", IP, "203.0.113.7"]),
  one("addresses by a wildcard in text", ["StringLike", IP, "203.0.113.*"]),
  one("a broad wildcard in text", ["StringLike", IP, "203.*"]),
  one("two octets by a wildcard", ["StringLike", IP, "203.0.*"]),
  one("an address that text does not end", ["StringLike", IP, "203.0.113.1*"]),
  one("a wildcard for any address", ["StringLike", IP, "*"]),
  one("an address that is no text of one", ["StringLike", IP, "x*"]),
  one("no address of a text", ["StringNotEquals", IP, "203.0.113.7"]),
  one("no address of a wildcard", ["StringNotLike", IP, "203.0.113.*"]),
  one("no address at all", ["StringNotLike", IP, "*"]),
  one("an address as an ARN", ["ArnLike", IP, "arn:aws:iam::*:*"]),
  one("a block and a text in it", ["IpAddress", IP, "203.0.113.0/24"], ["StringLike", IP, "203.0.113.1*"]),
  one(
    "a block and a text outside",
    ["IpAddress", IP, "203.0.113.0/24"],
    ["StringEquals", IP, "198.51.100.7"],
  ),
  one(
    "two blocks that do not meet",
    ["IpAddress", IP, "203.0.113.0/24"],
    ["NotIpAddress", IP, "203.0.0.0/16"],
  ),
  one("private addresses", ["IpAddress", IP, ["10.0.0.0/8", "192.168.0.0/16"]]),
  one("the whole of IPv4", ["IpAddress", IP, "0.0.0.0/0"]),
  one("the whole of IPv6", ["IpAddress", IP, "::/0"]),
  one("blocks that are wide together, beside one of IPv6", [
    "IpAddress",
    IP,
    ["12.0.0.0/8", "13.0.0.0/8", "2600::/16"],
  ]),
  ask("anywhere, beside the block of the address that comes first", [
    [allow(), allow(when(["IpAddress", IP, "198.51.100.0/24"]))],
  ]),
  one("a block of IPv6", ["IpAddress", IP, "2600:1f00::/40"]),
  one("both halves of IPv4", ["IpAddress", IP, ["0.0.0.0/1", "128.0.0.0/1"]]),
  one("a block that is none", ["IpAddress", IP, "203.0.113.0/33"]),
  one("a block or no address", ["IpAddressIfExists", IP, "203.0.113.0/24"]),
  one("every address but a block", ["NotIpAddress", IP, "203.0.113.0/24"]),
  one("every address but all", ["NotIpAddress", IP, ["0.0.0.0/0", "::/0"]]),
  one("no address through an endpoint of one's own", ["Null", IP, "true"]),
  one("any address, but one there must be", ["Null", IP, "false"]),
  one("the address inside a VPC", ["IpAddress", "aws:VpcSourceIp", "10.0.0.0/8"]),
  one("a VPC", ["StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d"]),
  one("an endpoint", ["StringEquals", "aws:SourceVpce", ["vpce-0a1b2c3d", "vpce-1a1b2c3d"]]),
  one("endpoints by a wildcard", ["StringLike", "aws:SourceVpce", "vpce-*"]),
  one(
    "a VPC and an inner address",
    ["StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d"],
    ["IpAddress", "aws:VpcSourceIp", "10.1.0.0/16"],
  ),
  one("an organisation's endpoints", ["StringEquals", "aws:VpceOrgID", "o-own1234567"]),
  one("an organisation's endpoints in any case", ["StringEqualsIgnoreCase", "aws:VpceOrgID", "O-Own1234567"]),
  one("a VPC in any case", ["StringEqualsIgnoreCase", "aws:SourceVpc", "VPC-0a1b2c3d"]),
  one("an endpoint in any case", ["StringEqualsIgnoreCase", "aws:SourceVpce", "VPCE-0a1b2c3d"]),
  one("an instance's VPC in any case", [
    "StringEqualsIgnoreCase",
    "aws:Ec2InstanceSourceVpc",
    "VPC-0a1b2c3d",
  ]),
  one("an address of IPv6 as text", ["StringEquals", IP, "2600:1f00::1"]),
  but("outside a block", ["NotIpAddress", IP, "203.0.113.0/24"]),
  but(
    "outside a block, where there is an address",
    ["NotIpAddress", IP, "203.0.113.0/24"],
    ["Null", IP, "false"],
  ),
  but(
    "outside a block and an endpoint",
    ["NotIpAddress", IP, "203.0.113.0/24"],
    ["StringNotEquals", "aws:SourceVpce", "vpce-0a1b2c3d"],
  ),
  but("inside a block", ["IpAddress", IP, "198.51.100.0/24"]),
  but("in text outside", ["StringNotLike", IP, "203.0.113.*"]),
  but("inside half of the internet", ["IpAddress", IP, ["0.0.0.0/1", "::/0"]]),
  ask("a trusted network", [[allow(when(["IpAddress", IP, "203.0.113.0/25"]))]], {
    trust: { networks: ["203.0.113.0/24"] },
  }),
  ask("a network wider than the trusted", [[allow(when(["IpAddress", IP, "203.0.112.0/23"]))]], {
    trust: { networks: ["203.0.113.0/24"] },
  }),
  ask("a trusted endpoint", [[allow(when(["StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d"]))]], {
    trust: { networks: ["vpce-0a1b2c3d"] },
  }),
  ask(
    "a trusted VPC beside another",
    [[allow(when(["StringEquals", "aws:SourceVpc", ["vpc-0a1b2c3d", "vpc-1a1b2c3d"]]))]],
    { trust: { networks: ["vpc-0a1b2c3d"] } },
  ),
];

const TEXTS: readonly Asked[] = [
  one("a tag", ["StringEquals", TAG, "a"]),
  one("a tag in any case", ["StringEqualsIgnoreCase", TAG, "Ab-1"]),
  one("a tag that is and is not", ["StringEquals", TAG, "a"], ["StringNotEquals", TAG, "a"]),
  one(
    "a tag in any case and not",
    ["StringEqualsIgnoreCase", TAG, "ab"],
    ["StringNotEquals", TAG, ["ab", "aB", "Ab"]],
  ),
  one("a tag in no case", ["StringEqualsIgnoreCase", TAG, "ab"], ["StringNotEqualsIgnoreCase", TAG, "AB"]),
  one("two wildcards that meet", ["StringLike", TAG, "a*c"], ["StringLikeIfExists", TAG, "*b*"]),
  one("wildcards that never meet", ["StringLike", TAG, "a*"], ["StringNotLike", TAG, "*"]),
  one("a wildcard less a narrower", ["StringLike", TAG, "a?*"], ["StringNotLike", TAG, ["ab*", "aa*"]]),
  one("a tag beyond ASCII", ["StringEqualsIgnoreCase", TAG, "Ж"]),
  one("a tag there must be", ["Null", TAG, "false"]),
  one("a tag there must not be", ["Null", TAG, "true"]),
  one("a tag there must and must not be", ["Null", TAG, "true"], ["StringEquals", TAG, "a"]),
  one("a tag that may be missing", ["StringEqualsIfExists", TAG, []]),
  one("no value", ["StringEquals", TAG, []]),
  one("none of no values", ["StringNotEquals", TAG, []]),
  one("Null of nonsense", ["Null", TAG, "maybe"]),
  one("Null of both", ["Null", TAG, ["true", "false"]]),
  one("a number by its digits", ["StringLike", "aws:MultiFactorAuthAge", "1*"]),
  one("a time by its digits", ["StringLike", TIME, "2026-12-*"]),
  one("a time by its text", ["StringEquals", TIME, "2026-12-24T00:00:00Z"]),
  one("a year that is over", ["StringLike", TIME, "2025-*"]),
  one("the epoch by its digits", ["StringLike", "aws:EpochTime", "18*"]),
  one("an ARN by text across colons", ["StringLike", ARN, `arn:aws:iam::*${PARTNER}:role/x`]),
  one("an ARN by fields", ["ArnLike", ARN, `arn:aws:iam::${PARTNER}:*`]),
  one("any ARN of a user by the beginning of its kind", ["ArnLike", ARN, "arn:aws:iam::*:us*"]),
  one("any ARN of a user", ["ArnLike", ARN, "arn:aws:iam::*:user/*"]),
  one("a pattern of too few fields", ["ArnLike", ARN, "arn:aws:iam"]),
  one("no ARN of an account", ["ArnNotLike", ARN, `arn:aws:iam::${PARTNER}:*`]),
  one("ARNs of an account and a path", ["ArnEquals", ARN, `arn:aws:iam::${PARTNER}:role/team/*`]),
  one("a user id", ["StringLike", "aws:userid", "AROAEXAMPLEID0000001:*"]),
  one("a user id of an account", ["StringEquals", "aws:userid", PARTNER]),
  one("a user id of anybody", ["StringLike", "aws:userid", "*:session"]),
  one("a user name", ["StringEquals", "aws:username", "alice"]),
  one("a user name there must not be", ["Null", "aws:username", "true"]),
  one("roles only", ["StringEquals", "aws:PrincipalType", "AssumedRole"]),
  one("the root only", ["StringEquals", "aws:PrincipalType", "Account"]),
  one("a kind of principal there is none of", ["StringEquals", "aws:PrincipalType", "Robot"]),
  one("federated users by name", ["StringEquals", "aws:PrincipalType", "FederatedUser"]),
  one("a key that nobody has", ["StringEquals", "aws:x", "y"]),
  one("a key that nobody has, or not", ["StringNotEquals", "aws:x", "y"]),
  one("a service's key of another service", ["StringEquals", "s3:prefix", "y"]),
  one("an identity provider", ["StringEquals", "aws:FederatedProvider", "cognito-identity.amazonaws.com"]),
  one("a source identity", ["StringLike", "aws:SourceIdentity", "*@example.com"]),
  one("MFA", ["Bool", "aws:MultiFactorAuthPresent", "true"]),
  one("no MFA", ["Bool", "aws:MultiFactorAuthPresent", "false"]),
  one("MFA, if it is said", ["BoolIfExists", "aws:MultiFactorAuthPresent", "true"]),
  one("TLS", ["Bool", "aws:SecureTransport", "true"]),
  one("no TLS", ["Bool", "aws:SecureTransport", "false"]),
  one("a boolean that is none", ["Bool", "aws:SecureTransport", "yes"]),
  one("a boolean in a tag", ["Bool", TAG, "TRUE"], ["StringNotEquals", TAG, ["true", "TRUE"]]),
  one("a boolean in a tag that is none", ["Bool", TAG, ["1", "abc"]]),
  ask("a tag, but denied as a boolean that is none", [
    [allow(when(["StringEquals", TAG, "abc"])), deny(when(["Bool", TAG, "abc"]))],
  ]),
  ask("a tag, but denied as the boolean that it is", [
    [allow(when(["StringEquals", TAG, "True"])), deny(when(["Bool", TAG, "true"]))],
  ]),
  ask("a tag like another, but denied as a boolean like it", [
    [allow(when(["StringEquals", TAG, `\${${OTHER}}`])), deny(when(["Bool", TAG, `\${${OTHER}}`]))],
  ]),
  one(
    "a digit or letters in any case",
    ["StringEqualsIgnoreCase", TAG, ["1", "ab"]],
    ["StringNotEquals", TAG, ["1", "ab"]],
  ),
  one("a boolean by text", ["StringEquals", "aws:SecureTransport", "true"]),
  one("a service that passes calls on", ["Bool", "aws:ViaAWSService", "true"]),
  one("through any service", ["Null", "aws:CalledVia", "false"]),
  one("through one service", ["StringEquals", "aws:CalledViaFirst", "cloudformation.amazonaws.com"]),
  one("through many services", [
    "ForAllValues:StringEquals",
    "aws:CalledVia",
    ["a.amazonaws.com", "b.amazonaws.com"],
  ]),
  one("the Region", ["StringEquals", "aws:RequestedRegion", "us-east-1"]),
  one("another Region", ["StringEquals", "aws:RequestedRegion", "eu-west-1"]),
  one("the resource's account", ["StringEquals", "aws:ResourceAccount", OWNER]),
  one("another resource's account", ["StringEquals", "aws:ResourceAccount", PARTNER]),
  one("the resource's organisation", ["StringEquals", "aws:ResourceOrgID", "o-own1234567"]),
  one("a tag of the resource", ["StringEquals", "aws:ResourceTag/t", "a"]),
  one("bytes", ["BinaryEquals", TAG, "YQ=="]),
  one("a referer", ["StringLike", "aws:Referer", "https://example.com/*"]),
];

const NUMBERS: readonly Asked[] = [
  one("a fresh MFA", ["NumericLessThan", "aws:MultiFactorAuthAge", "3600"]),
  one("an old MFA", ["NumericGreaterThanEquals", "aws:MultiFactorAuthAge", ".5"]),
  one(
    "an age between",
    ["NumericGreaterThan", "aws:MultiFactorAuthAge", "10"],
    ["NumericLessThanEquals", "aws:MultiFactorAuthAge", "11"],
  ),
  one(
    "an age that cannot be",
    ["NumericLessThan", "aws:MultiFactorAuthAge", "10"],
    ["NumericGreaterThan", "aws:MultiFactorAuthAge", "10"],
  ),
  one("ages but one", ["NumericNotEquals", "aws:MultiFactorAuthAge", ["10", "11"]]),
  one("a number that is none", ["NumericLessThan", "aws:MultiFactorAuthAge", "1e3"]),
  one("an age below nothing", ["NumericLessThan", "aws:MultiFactorAuthAge", "-1"]),
  one("a number in a tag", ["NumericEquals", TAG, "+7.50"]),
  one(
    "numbers in a tag that leave none",
    ["NumericGreaterThan", TAG, "7"],
    ["NumericLessThan", TAG, "8"],
    ["NumericNotEquals", TAG, "7.5"],
  ),
  one("a number and a text", ["NumericEquals", TAG, "7"], ["StringLike", TAG, "*.0"]),
  one("a number and no such text", ["NumericEquals", TAG, "7"], ["StringNotEquals", TAG, ["7", "+7"]]),
  one(
    "a number and a text that cannot be tried",
    ["NumericEquals", TAG, "7"],
    ["StringLike", TAG, "0*"],
    ["StringNotLike", TAG, "*.*"],
  ),
  one("numbers of accounts", ["NumericLessThan", ACCOUNT, "222222222222"]),
  one(
    "numbers of accounts from one on",
    ["NumericGreaterThanEquals", ACCOUNT, "222222222222"],
    ["NumericLessThan", ACCOUNT, "222222222223"],
  ),
  one(
    "an account as a number beside a name",
    ["NumericEquals", ACCOUNT, PARTNER],
    ["StringEquals", "aws:username", "alice"],
  ),
  one(
    "addresses in a tag that a block leaves",
    ["IpAddress", TAG, "203.0.113.0/24"],
    ["NotIpAddress", TAG, "203.0.113.0/25"],
  ),
  one(
    "addresses in a tag that leave none",
    ["IpAddress", TAG, "203.0.113.0/25"],
    ["NotIpAddress", TAG, "203.0.113.0/24"],
  ),
  one(
    "addresses in a tag by more than their block",
    ["IpAddress", TAG, "203.0.113.0/24"],
    ["StringLike", TAG, "*.1*7"],
  ),
  one("an account that is an address", ["IpAddress", ACCOUNT, "203.0.113.0/24"]),
  one(
    "an account that is an address and a text",
    ["IpAddress", ACCOUNT, "203.0.113.0/24"],
    ["StringLike", ACCOUNT, "2*"],
  ),
  one(
    "an account between numbers, by its last digit",
    ["NumericGreaterThan", ACCOUNT, "222222222222"],
    ["NumericLessThan", ACCOUNT, "222222222230"],
    ["StringLike", ACCOUNT, "*7"],
  ),
  one(
    "a number and texts that leave none",
    ["NumericEquals", TAG, "5"],
    ["StringLike", TAG, "*5"],
    ["StringNotLike", TAG, "*5"],
    ["Null", TAG, "false"],
  ),
  one(
    "a number and a text, under a key that nobody has",
    ["NumericEquals", TAG, "7"],
    ["StringLike", TAG, "7*"],
    ["StringEquals", "aws:x", "y"],
  ),
  one("a number and another text", ["NumericEquals", TAG, "7"], ["StringEquals", TAG, "8"]),
  one(
    "a number in a number's key as text",
    ["NumericLessThan", "aws:MultiFactorAuthAge", "5"],
    ["StringLike", "aws:MultiFactorAuthAge", "1?"],
  ),
  one("a time that comes", ["DateGreaterThan", TIME, "2030-01-01T00:00:00Z"]),
  one("a time that ends", ["DateLessThan", TIME, "2027-01-01"]),
  one("a time that is over", ["DateLessThan", TIME, "2026-11-23T12:00:00Z"]),
  one("a time that is just now", ["DateLessThanEquals", TIME, "2026-11-23T12:00:00Z"]),
  one("a time in another zone", ["DateLessThanEquals", TIME, "2026-11-23T13:00:00+01:00"]),
  one("a time in a western zone", ["DateLessThan", TIME, "2026-11-23T06:30:00-05:30"]),
  one("a moment", ["DateEquals", TIME, "2026-12-24T18:00:00.5Z"]),
  one("a moment that is over", ["DateEquals", TIME, "2025-12-24"]),
  one("every moment but one", ["DateNotEquals", TIME, "2026-12-24"]),
  one("a month", ["DateGreaterThanEquals", TIME, "2027-02"], ["DateLessThan", TIME, "2027-03"]),
  one(
    "a window by two keys",
    ["DateGreaterThan", TIME, "2027-02-01"],
    ["DateLessThan", "aws:EpochTime", "1769904000"],
  ),
  one(
    "a window by two keys that is open",
    ["DateGreaterThan", TIME, "2026-12-01"],
    ["DateLessThan", "aws:EpochTime", "1893456000"],
  ),
  one("a date that is none", ["DateLessThan", TIME, "tomorrow"]),
  one("an impossible date", ["DateGreaterThan", TIME, "2027-13-01"]),
  one("credentials that are old", ["DateLessThan", "aws:TokenIssueTime", "2026-01-01T00:00:00Z"]),
  one("credentials that are new", ["DateGreaterThan", "aws:TokenIssueTime", "2026-11-23T12:00:00Z"]),
  but("until a time", ["DateLessThan", TIME, "2027-01-01"]),
  but("from a time", ["DateGreaterThanEquals", TIME, "2026-11-23T12:00:00Z"]),
  one(
    "at most an age and less",
    ["NumericLessThanEquals", "aws:MultiFactorAuthAge", "11"],
    ["NumericLessThan", "aws:MultiFactorAuthAge", "11"],
  ),
  one(
    "at least an age and more",
    ["NumericGreaterThanEquals", "aws:MultiFactorAuthAge", "11"],
    ["NumericGreaterThan", "aws:MultiFactorAuthAge", "11"],
  ),
  one(
    "at the latest a time, and before",
    ["DateLessThanEquals", TIME, "2027-01-01"],
    ["DateLessThan", TIME, "2027-01-01"],
  ),
  one(
    "at the earliest a time, and after",
    ["DateGreaterThanEquals", TIME, "2027-01-01"],
    ["DateGreaterThan", TIME, "2027-01-01"],
  ),
];

const LISTS: readonly Asked[] = [
  one("only these recipients", ["ForAllValues:StringLike", TO, "*@example.com"]),
  one("one of these recipients", ["ForAnyValue:StringLike", TO, "*@example.com"]),
  one("none of these recipients", ["ForAllValues:StringNotLike", TO, "*@example.com"]),
  one("one that is none of these", ["ForAnyValue:StringNotLike", TO, "*@example.com"]),
  one(
    "one of these and one of those",
    ["ForAnyValue:StringLike", TO, "a@*"],
    ["ForAnyValue:StringEquals", TO, ["b@x", "c@x"]],
  ),
  one(
    "only these and one of those",
    ["ForAllValues:StringLike", TO, "a@*"],
    ["ForAnyValue:StringEquals", TO, "b@x"],
  ),
  one(
    "only these and none of them",
    ["ForAllValues:StringLike", TO, "a@*"],
    ["ForAllValues:StringNotLike", TO, "a@*"],
  ),
  one("a list without a set operator", ["StringEquals", TO, "a@x"]),
  one("a list without a set operator, negated", ["StringNotEquals", TO, "a@x"]),
  one("all of a single value", ["ForAllValues:StringEquals", FROM, "a@x"]),
  one("any of a single value that may be missing", ["ForAnyValue:StringEquals", TAG, "a"]),
  one("all of what may be missing", ["ForAllValues:StringEquals", TAG, "a"]),
  one("all of what is there", ["ForAllValues:StringEquals", TAG, "a"], ["Null", TAG, "false"]),
  one("organisation paths", ["ForAnyValue:StringLike", PATHS, "o-own1234567/r-ab12/*"]),
  one("all organisation paths", ["ForAllValues:StringLike", PATHS, "o-own1234567/*"]),
  one(
    "all organisation paths of a member",
    ["ForAllValues:StringLike", PATHS, "o-own1234567/*"],
    ["Null", PATHS, "false"],
  ),
  one("no path of an organisation", ["ForAnyValue:StringNotLike", PATHS, "o-own1234567/*"]),
  one("Null with a set operator for all", ["ForAllValues:Null", TAG, "false"]),
  one("Null with a set operator for any", ["ForAnyValue:Null", TAG, "false"]),
  one("all with IfExists", ["ForAllValues:StringEqualsIfExists", TO, "a@x"]),
  one("any with IfExists", ["ForAnyValue:StringEqualsIfExists", "aws:CalledVia", "x.amazonaws.com"]),
  but("other recipients", ["ForAnyValue:StringNotLike", TO, "*@example.com"]),
  but("all other recipients", ["ForAllValues:StringNotLike", TO, "*@example.com"]),
];

const CALLERS: readonly Asked[] = [
  one("an account", ["StringEquals", ACCOUNT, PARTNER]),
  one("accounts by a wildcard", ["StringLike", ACCOUNT, "2*"]),
  one("accounts by a question mark", ["StringLike", ACCOUNT, "22222222222?"]),
  one("every account but one", ["StringNotEquals", ACCOUNT, PARTNER]),
  one("the owner", ["StringEquals", ACCOUNT, OWNER]),
  one("an organisation", ["StringEquals", ORG, "o-own1234567"]),
  one("any organisation", ["StringLike", ORG, "o-*"]),
  one("every organisation but one", ["StringNotEquals", ORG, "o-own1234567"]),
  one("an organisation, if any", ["StringEqualsIfExists", ORG, "o-own1234567"]),
  one(
    "an organisation and an account",
    ["StringEquals", ORG, "o-own1234567"],
    ["StringEquals", ACCOUNT, PARTNER],
  ),
  one(
    "an organisation and a network",
    ["StringEquals", ORG, "o-own1234567"],
    ["IpAddress", IP, "203.0.113.0/24"],
  ),
  one(
    "two organisations at once",
    ["StringEquals", ORG, "o-own1234567"],
    ["ForAnyValue:StringLike", PATHS, "o-other12345/*"],
  ),
  but("outside an organisation", ["StringNotEquals", ORG, "o-own1234567"]),
  but(
    "outside an organisation, where there is one",
    ["StringNotEqualsIfExists", ORG, "o-own1234567"],
    ["Null", ORG, "false"],
  ),
  but("outside an account", ["StringNotEquals", ACCOUNT, PARTNER]),
  but("not AWS itself", ["Bool", "aws:PrincipalIsAWSService", "false"]),
  but("another organisation's path", ["ForAllValues:StringNotLike", PATHS, "o-own1234567/*"]),
  but("not by a role", ["ArnNotLike", ARN, ROLE]),
  but("not by a session's tag", ["StringNotEquals", TAG, `\${${OTHER}}`]),
  ask("an account, a role, a user", [
    [
      allow({
        Principal: {
          AWS: [PARTNER, "arn:aws:iam::333333333333:role/x", "arn:aws:iam::444444444444:user/p/y"],
        },
      }),
    ],
  ]),
  ask("a session", [[allow({ Principal: { AWS: SESSION } })]]),
  ask("a role, but denied to a session of it", [
    [allow({ Principal: { AWS: ROLE } }), deny({ Principal: { AWS: SESSION } })],
  ]),
  ask("a session and its role's account denied", [
    [allow({ Principal: { AWS: SESSION } }), deny({ Principal: { AWS: PARTNER } })],
  ]),
  ask("a role that is denied among others", [
    [allow({ Principal: { AWS: ROLE } }), deny({ Principal: { AWS: [ROLE, SESSION] } })],
  ]),
  ask("a session with a line break in its name", [[allow({ Principal: { AWS: `${SESSION}\nx` } })]]),
  ask("a role in a path with a star", [
    [
      allow({
        Principal: { AWS: PARTNER },
        ...when(["StringEquals", ARN, `arn:aws:iam::${PARTNER}:role/a*/x`]),
      }),
    ],
  ]),
  ask("a federated user", [[allow({ Principal: { AWS: `arn:aws:sts::${PARTNER}:federated-user/f` } })]]),
  ask("a principal that is gone", [[allow({ Principal: { AWS: "AROAEXAMPLEID0000001" } })]]),
  ask("a role by a condition beside a star", [
    [allow({ Principal: { AWS: ["*", ROLE] }, ...when(["ArnEquals", ARN, ROLE]) })],
  ]),
  ask("a role under a tag", [[allow({ Principal: { AWS: ROLE }, ...when(["StringEquals", TAG, "a"]) })]]),
  ask("a role and another account's condition", [
    [allow({ Principal: { AWS: ROLE }, ...when(["StringEquals", ACCOUNT, "333333333333"]) })],
  ]),
  ask("an account less one of its roles", [
    [allow({ Principal: { AWS: PARTNER } }), deny({ Principal: { AWS: ROLE } })],
  ]),
  ask("an account less all but a role", [
    [allow({ Principal: { AWS: PARTNER } }), deny({ NotPrincipal: { AWS: [PARTNER, ROLE] } })],
  ]),
  ask("everyone but an account", [[allow({ NotPrincipal: { AWS: PARTNER } })]]),
  ask("everyone but everyone", [[allow({ NotPrincipal: "*" })]]),
  ask("a Deny for all but a role and its session", [
    [allow(), deny({ NotPrincipal: { AWS: [PARTNER, ROLE, SESSION] } })],
  ]),
  ask("a Deny for all but a session", [[allow(), deny({ NotPrincipal: { AWS: SESSION } })]]),
  ask("a Deny for all but a service", [[allow(), deny({ NotPrincipal: { Service: "sns.amazonaws.com" } })]]),
  ask("a Deny for all but an account", [[allow(), deny({ NotPrincipal: { AWS: PARTNER } })]]),
  ask("a Deny for an account", [[allow(), deny({ Principal: { AWS: PARTNER } })]]),
  ask("an account in its organisation, others in others, from addresses by their text", [
    [
      allow(when(["StringLike", IP, "203.0.113.*"])),
      deny(when(["StringNotEquals", ORG, "o-own1234567"], ["StringEquals", ACCOUNT, PARTNER])),
      deny(when(["StringEquals", ORG, "o-own1234567"], ["StringNotEquals", ACCOUNT, PARTNER])),
    ],
  ]),
  ask("an account from anywhere, others from addresses by their text", [
    [allow(), deny(when(["StringNotLike", IP, "203.0.113.*"], ["StringNotEquals", ACCOUNT, PARTNER]))],
  ]),
  ask("a trusted account", [[allow({ Principal: { AWS: PARTNER } })]], { trust: { accounts: [PARTNER] } }),
  ask("a trusted role", [[allow({ Principal: { AWS: ROLE } })]], { trust: { principals: [ROLE] } }),
  ask("a trusted role's account", [[allow({ Principal: { AWS: PARTNER } })]], {
    trust: { principals: [ROLE] },
  }),
  ask("a trusted organisation", [[allow(when(["StringEquals", ORG, "o-own1234567"]))]], {
    trust: { organizations: ["o-own1234567"] },
  }),
  ask(
    "a trusted organisation's path",
    [[allow(when(["ForAnyValue:StringLike", PATHS, "o-own1234567/r-*"]))]],
    { trust: { organizations: ["o-own1234567"] } },
  ),
  ask(
    "a trusted organisation beside another",
    [[allow(when(["StringEquals", ORG, ["o-own1234567", "o-other12345"]]))]],
    { trust: { organizations: ["o-own1234567"] } },
  ),
  ask(
    "an account in a trusted organisation",
    [[allow({ Principal: { AWS: PARTNER }, ...when(["StringEquals", ORG, "o-own1234567"]) })]],
    { trust: { organizations: ["o-own1234567"] } },
  ),
  ask("two documents that each name somebody", [
    [allow({ Principal: { AWS: PARTNER } })],
    [allow(when(["StringEquals", ORG, "o-own1234567"])), deny({ Principal: { AWS: "333333333333" } })],
  ]),
];

const SERVICES: readonly Asked[] = [
  ask("a service", [[allow({ Principal: { Service: "cognito-idp.amazonaws.com" } })]]),
  ask("a service for the owner", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["StringEquals", "aws:SourceAccount", OWNER]),
      }),
    ],
  ]),
  ask("a service for another", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["StringEquals", "aws:SourceAccount", PARTNER]),
      }),
    ],
  ]),
  ask("a service for an ARN of the owner", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["ArnLike", "aws:SourceArn", `arn:aws:sns:*:${OWNER}:*`]),
      }),
    ],
  ]),
  ask("a service for any ARN", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"]),
      }),
    ],
  ]),
  ask("a service for a bucket", [
    [
      allow({
        Principal: { Service: "s3.amazonaws.com" },
        ...when(["ArnLike", "aws:SourceArn", "arn:aws:s3:::bucket"]),
      }),
    ],
  ]),
  ask("a service for an organisation", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["StringEquals", "aws:SourceOrgID", "o-own1234567"]),
      }),
    ],
  ]),
  ask("a service for paths of an organisation", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["ForAnyValue:StringLike", "aws:SourceOrgPaths", "o-own1234567/*"]),
      }),
    ],
  ]),
  ask("a service for the owner, if it says so", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["StringEqualsIfExists", "aws:SourceAccount", OWNER]),
      }),
    ],
  ]),
  ask("a service for all but the owner", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["StringNotEquals", "aws:SourceAccount", OWNER]),
      }),
    ],
  ]),
  ask("a service and the older name of its source", [
    [
      allow({
        Principal: { Service: "sns.amazonaws.com" },
        ...when(["StringEquals", "aws:SourceOwner", OWNER]),
      }),
    ],
  ]),
  ask("services beside an account", [
    [allow({ Principal: { Service: ["sns.amazonaws.com", "ses.amazonaws.com"], AWS: PARTNER } })],
  ]),
  ask("services, one of them denied", [
    [
      allow({ Principal: { Service: ["sns.amazonaws.com", "ses.amazonaws.com"] } }),
      deny({ Principal: { Service: "sns.amazonaws.com" } }),
    ],
  ]),
  ask("a service less what is not for the owner", [
    [
      allow({ Principal: { Service: "sns.amazonaws.com" } }),
      deny(when(["StringNotEquals", "aws:SourceAccount", OWNER])),
    ],
  ]),
  ask("a service less what is not for the owner, if it says so", [
    [
      allow({ Principal: { Service: "sns.amazonaws.com" } }),
      deny(
        when(["StringNotEqualsIfExists", "aws:SourceAccount", OWNER], ["Null", "aws:SourceAccount", "false"]),
      ),
    ],
  ]),
  one("any service", ["Bool", "aws:PrincipalIsAWSService", "true"]),
  one("any service by its name", ["StringEquals", "aws:PrincipalServiceName", "sns.amazonaws.com"]),
  one("any service by one of its names", [
    "ForAnyValue:StringLike",
    "aws:PrincipalServiceNamesList",
    "*.amazonaws.com",
  ]),
  one("a source that is of its own account", [
    "ArnLike",
    "aws:SourceArn",
    "arn:aws:sns:*:${aws:SourceAccount}:*",
  ]),
  one("any service for the owner", ["StringEquals", "aws:SourceAccount", OWNER]),
  one("anybody, and not for the owner", ["StringNotEquals", "aws:SourceAccount", OWNER]),
  ask("a source of a stranger, for all but an account", [
    [
      allow({
        NotPrincipal: { AWS: PARTNER },
        ...when(["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:topic"]),
      }),
    ],
  ]),
  one("a source of a stranger", ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:topic"]),
  ask("a service of China", [[allow({ Principal: { Service: "sns.amazonaws.com.cn" } })]], {
    resource: `arn:aws-cn:ses:cn-north-1:${OWNER}:identity/example.com`,
  }),
  ask("everyone in China", [[allow()]], {
    resource: `arn:aws-cn:ses:cn-north-1:${OWNER}:identity/example.com`,
  }),
  ask("any service in China", [[allow(when(["Bool", "aws:PrincipalIsAWSService", "true"]))]], {
    resource: `arn:aws-cn:ses:cn-north-1:${OWNER}:identity/example.com`,
  }),
  ask("an account of GovCloud", [[allow({ Principal: { AWS: `arn:aws-us-gov:iam::${PARTNER}:root` } })]], {
    resource: `arn:aws-us-gov:ses:us-gov-west-1:${OWNER}:identity/example.com`,
  }),
];

const VARIABLES: readonly Asked[] = [
  one("a tag like another", ["StringEquals", TAG, `\${${OTHER}}`]),
  one("a tag that is an ARN like another", ["ArnLike", TAG, `\${${OTHER}}`]),
  one("an account that is like an ARN", ["ArnLike", "aws:PrincipalAccount", `\${${TAG}}`]),
  one("recipients by a variable that is known", [
    "ForAnyValue:StringEquals",
    "ses:Recipients",
    OWN_RECIPIENT,
  ]),
  but("recipients by a variable that is known", [
    "ForAnyValue:StringEquals",
    "ses:Recipients",
    OWN_RECIPIENT,
  ]),
  ask("a recipient, but not that one alone", [
    [
      allow(when(["ForAnyValue:StringEquals", "ses:Recipients", OWN_RECIPIENT])),
      deny(when(["ForAllValues:StringEquals", "ses:Recipients", OWN_RECIPIENT])),
    ],
  ]),
  ask("one recipient alone, but not that one", [
    [
      allow(when(["ForAllValues:StringEquals", "ses:Recipients", OWN_RECIPIENT])),
      deny(when(["ForAnyValue:StringEquals", "ses:Recipients", OWN_RECIPIENT])),
    ],
  ]),
  ask("a recipient that a tag names", [
    [allow(when(["ForAnyValue:StringEquals", "ses:Recipients", `\${${TAG}}@example.com`]))],
  ]),
  ask("a tag that is when the token was issued, and not lately", [
    [
      allow(when(["StringEquals", TAG, "${aws:TokenIssueTime}"])),
      deny(when(["DateGreaterThan", "aws:TokenIssueTime", "2026-11-01"])),
      deny(when(["Null", "aws:TokenIssueTime", "true"])),
    ],
  ]),
  ask("a tag that is the time of the call, and not now", [
    [
      allow(when(["StringEquals", TAG, "${aws:CurrentTime}"])),
      deny(when(["DateLessThan", "aws:CurrentTime", "2026-12-01"])),
    ],
  ]),
  one("a root's id", ["StringLike", "aws:userid", "????????????"]),
  one("a root's id that is an account's", ["StringEquals", "aws:userid", "222222222222"]),
  ask("a root's id, but no root of one account", [
    [
      allow(
        when(["StringLike", "aws:userid", "????????????"], ["StringEquals", "aws:PrincipalType", "Account"]),
      ),
      deny(when(["StringNotEquals", "aws:PrincipalAccount", "222222222222"])),
    ],
  ]),
  one("a federated user's id by a pattern", ["StringLike", "aws:userid", "????????????:jo*"]),
  ask("a tag that is an organisation's id, and is not the caller's", [
    [
      allow(when(["StringEquals", ORG, "o-own1234567"], ["StringNotEquals", TAG, `\${${ORG}}`])),
      deny(when(["StringNotEquals", TAG, "o-own1234567"])),
    ],
  ]),
  ask("three tags, no two alike, of two values", [unlike("p", "q")]),
  ask("three tags, no two alike, of three values", [unlike("p", "q", "r")]),
  one("a tag unlike another", ["StringNotEquals", TAG, `\${${OTHER}}`]),
  one("a tag unlike itself", ["StringNotEquals", TAG, `\${${TAG}}`]),
  one("a tag with another in it", ["StringLike", TAG, `a-\${${OTHER}}-*`], ["StringEquals", OTHER, "b"]),
  one("tags in a circle", ["StringEquals", TAG, `\${${OTHER}}`], ["StringEquals", OTHER, `\${${TAG}}`]),
  one(
    "tags that grow in a circle",
    ["StringEquals", TAG, `\${${OTHER}}x`],
    ["StringEquals", OTHER, `\${${TAG}}x`],
  ),
  one("a default", ["StringEquals", ACCOUNT, `\${${TAG}, '${PARTNER}'}`]),
  one("a default beside text", ["StringEquals", TAG, "a${aws:username,'b'}c"]),
  one("an account of a tag", ["StringEquals", ACCOUNT, `\${${TAG}}`]),
  one("an account's own variable", ["StringEquals", ACCOUNT, "${aws:PrincipalAccount}"]),
  one("an organisation of the resource", ["StringEquals", ORG, "${aws:ResourceOrgID}"]),
  one("an account of the resource", ["StringEquals", ACCOUNT, "${aws:ResourceAccount}"]),
  one("a sender of one's own name", ["StringLike", FROM, "${aws:username}@example.com"]),
  one("a name that is nobody's", ["StringEquals", TAG, "${aws:x}"]),
  one("a text that only looks like a variable", ["StringEquals", TAG, "${*}"]),
  one("escapes of a question mark and a dollar", ["StringLike", TAG, "a${?}${$}*"]),
  one("a default before a blank", ["StringEquals", TAG, "${aws:x, 'b' }"]),
  one("a dollar and no variable", ["StringLike", TAG, "$a{?}${"]),
  one(
    "two variables in one text",
    ["StringEquals", TAG, `\${${OTHER}}-\${aws:username}`],
    ["StringLike", TAG, "a-*"],
  ),
  one("a user id of the caller", ["StringLike", TAG, "${aws:userid}"]),
  one("an ARN by a variable", ["ArnLike", ARN, "arn:aws:iam::${aws:PrincipalAccount}:user/*"]),
  one("an ARN by a variable of a tag", ["ArnLike", ARN, `arn:aws:iam::\${${TAG}}:user/*`]),
  one("a boolean by a variable", ["Bool", "aws:SecureTransport", `\${${TAG}}`]),
  one("a boolean tag by another", ["Bool", TAG, `\${${OTHER}}`]),
  one(
    "a boolean tag by another that is something else",
    ["Bool", TAG, `\${${OTHER}}`],
    ["StringNotEqualsIgnoreCase", TAG, ["true", "false"]],
  ),
  one("a boolean that is made of a tag", ["Bool", TAG, `tr\${${OTHER}}`]),
  one("a boolean tag by itself", ["Bool", TAG, `\${${TAG}}`]),
  one("a source like the caller", ["StringEquals", "aws:SourceAccount", "${aws:PrincipalAccount}"]),
  one("a list of recipients like a tag", ["ForAllValues:StringEquals", TO, `\${${TAG}}`]),
  one("a time in a tag", ["StringEquals", TAG, "${aws:CurrentTime}"]),
  one("an address in a tag", ["StringEquals", TAG, "${aws:SourceIp}"]),
  one(
    "an address in a tag that is none",
    ["StringEquals", TAG, "${aws:SourceIp}"],
    ["StringLike", TAG, "x*"],
  ),
  one(
    "a time in a tag that is another",
    ["StringEquals", TAG, "${aws:CurrentTime}"],
    ["StringLike", TAG, "x*"],
  ),
  one(
    "a list of recipients unlike a tag",
    ["ForAllValues:StringEquals", TO, `\${${TAG}}`],
    ["Null", TO, "false"],
  ),
  one(
    "a list of recipients between tags",
    ["ForAnyValue:StringLike", TO, [`\${${TAG}}@*`, "x@example.com"]],
    ["StringLike", TAG, "a*"],
  ),
  one("the ARN of a role that a tag names", [
    "ArnLike",
    "aws:PrincipalArn",
    `arn:aws:iam::*:role/\${${TAG}}`,
  ]),
  one(
    "the ARN of a role of another kind",
    ["ArnLike", "aws:PrincipalArn", `arn:aws:iam:\${${TAG}}:*:role/*`],
    ["StringLike", TAG, "?*"],
  ),
  one(
    "the user's name with a slash before it",
    ["StringLike", "aws:PrincipalArn", "*/${aws:username}"],
    ["StringLike", "aws:username", "b*"],
  ),
  one(
    "the id of a federated user",
    ["StringEquals", "aws:userid", `999999999999:\${${TAG}}`],
    ["StringLike", TAG, "b*"],
  ),
  one("the id of a root user", ["StringEquals", "aws:userid", `\${${TAG}}`], ["StringLike", TAG, "9*"]),
  one("a path by its unit", [
    "ForAnyValue:StringLike",
    "aws:PrincipalOrgPaths",
    `\${aws:PrincipalOrgID}/r-ab12/ou-*/\${${TAG}}/`,
  ]),
  one("a path of the resource's organisation by its root", [
    "ForAnyValue:StringLike",
    "aws:PrincipalOrgPaths",
    "${aws:ResourceOrgID}/r-ab12/*",
  ]),
  one(
    "not a path of the resource's organisation by its root",
    ["ForAnyValue:StringNotLike", "aws:PrincipalOrgPaths", "${aws:ResourceOrgID}/r-ab12/*"],
    ["StringEquals", "aws:PrincipalOrgID", "${aws:ResourceOrgID}"],
  ),
  one("a tag that is itself twice", ["StringEquals", TAG, `\${${TAG}}\${${TAG}}`]),
  one(
    "a tag that is not itself twice",
    ["StringNotEquals", TAG, `\${${TAG}}\${${TAG}}`],
    ["Null", TAG, "false"],
    ["StringLike", TAG, "a*"],
  ),
  one("a tag that is itself and a letter", ["StringLike", TAG, `\${${TAG}}?`]),
  one(
    "an ARN in a tag that is itself",
    ["ArnEquals", TAG, `\${${TAG}}`],
    ["StringLike", TAG, "arn:aws:iam*"],
  ),
  one(
    "no ARN in a tag that is itself",
    ["ArnEquals", TAG, `\${${TAG}}`],
    ["StringLike", TAG, "x*"],
    ["StringNotLike", TAG, "*:*"],
  ),
  one("a number that begins with its point", ["NumericEquals", TAG, ".25"]),
  ask("a short ARN of a resource", [[allow({ Resource: "arn:aws:ses" })]]),
  ask("a short ARN of another resource", [[allow({ Resource: "arn:aws:s3" })]]),
  ask("a short text that is no ARN", [[allow({ Resource: "*:aws:ses" })]]),
  ask("a resource by a tag", [[allow({ Resource: `arn:aws:ses:us-east-1:${OWNER}:identity/\${${TAG}}` })]]),
  ask("another resource by a tag", [
    [allow({ Resource: `arn:aws:ses:us-east-1:${PARTNER}:identity/\${${TAG}}` })],
  ]),
  ask("no resource by a tag", [
    [allow(), deny({ NotResource: `arn:aws:ses:us-east-1:${OWNER}:identity/\${${TAG}}` })],
  ]),
  ask("a variable under 2008-10-17", [
    JSON.stringify({
      Version: "2008-10-17",
      Statement: allow(when(["StringEquals", ACCOUNT, "${aws:PrincipalAccount}"])),
    }),
  ]),
  ask("a Deny by a variable", [[allow(), deny(when(["StringEquals", FROM, "${aws:username}@example.com"]))]]),
];

const ELEMENTS: readonly Asked[] = [
  ask("actions in two statements", [
    [allow({ Action: "ses:SendEmail" }), allow({ Action: ["ses:SendRaw*", "ses:SendBounce"] })],
  ]),
  ask("all actions but one", [[allow({ NotAction: "ses:SendEmail" })]]),
  ask("all actions, less all but one", [[allow({ Action: "*" }), deny({ NotAction: "ses:SendBounce" })]]),
  ask("all actions, less each", [
    [
      allow({ Action: "ses:*" }),
      deny({ Action: ["ses:SendE*", "ses:SendRawEmail"] }),
      deny({ Action: "ses:Send?*Email" }),
      deny({ Action: "ses:SendBounce" }),
    ],
  ]),
  ask("no action", [[allow({ Action: [] })]]),
  ask("an action of another service", [[allow({ Action: "s3:*" })]]),
  ask("the resource", [[allow({ Resource: RESOURCE })]]),
  ask("the resource's name alone", [[allow({ Resource: "arn:aws:ses:*:*:identity/example.*" })]]),
  ask("another resource", [[allow({ Resource: `${RESOURCE}.org` })]]),
  ask("all resources but this", [[allow({ NotResource: RESOURCE })]]),
  ask("all resources but none", [[allow({ NotResource: [] })]]),
  ask("all resources but another", [[allow({ NotResource: "arn:aws:s3:::*" })]]),
  ask("an ARN of too few fields", [[allow({ Resource: "arn:aws:ses:*" })]]),
  ask("a statement twice", [[allow(), allow()]]),
  ask("a Deny of the whole", [[allow(), deny({ Action: "*" })]]),
  ask("a Deny in another document", [[allow()], [deny({ Action: "ses:*" })]]),
  ask("a Deny of a part of the actions", [
    [allow({ Action: "ses:*" })],
    [deny({ Action: "ses:SendEmail", ...when(["StringEquals", TAG, "a"]) })],
  ]),
  ask("Denies that leave one way out", [
    [
      allow(),
      deny(when(["StringNotEquals", TAG, "a"])),
      deny(when(["StringNotEquals", OTHER, "b"])),
      deny(when(["StringEquals", "aws:PrincipalType", "User"])),
    ],
  ]),
  ask("Denies that leave no way out", [
    [allow(), deny(when(["StringEquals", TAG, "a"])), deny(when(["StringNotEquals", TAG, "a"]))],
  ]),
  ask("Denies of every kind of caller", [
    [
      allow(),
      deny(when(["StringEquals", "aws:PrincipalType", ["User", "AssumedRole", "Account", "FederatedUser"]])),
    ],
  ]),
  ask("content that a Deny wants otherwise", [
    [allow(when(["StringLike", FROM, "*@example.com"])), deny(when(["StringLike", FROM, "ceo@*"]))],
  ]),
  ask("a broken document beside a closed one", [[allow({ Principal: { AWS: OWNER } })], "{}"]),
  ask("a broken document beside an open one", ["[", [allow()]]),
  ask("no document", []),
  ask("a Deny that matches nobody", [[allow(), deny({ Principal: { AWS: [] } })]]),
  ask("a Sid", [[{ ...allow(), Sid: "Open" }]]),
];

const account = (digit: number): string => String(digit).repeat(12);
const roleOf = (digit: number, name: string): string => `arn:aws:iam::${account(digit)}:role/${name}`;
const SNS = { Principal: { Service: "sns.amazonaws.com" } } as const;

const PARTIES: readonly Asked[] = [
  ask("accounts out of order", [[allow({ Principal: { AWS: [account(4), account(2), account(3)] } })]]),
  ask("an account twice", [
    [
      allow({ Principal: { AWS: account(2) } }),
      allow({ Principal: { AWS: `arn:aws:iam::${account(2)}:root` } }),
    ],
  ]),
  ask("organisations out of order", [[allow(when(["StringEquals", ORG, ["o-zz12345678", "o-aa12345678"]]))]]),
  ask("networks out of order, one of them twice", [
    [allow(when(["IpAddress", IP, ["203.0.113.0/24", "198.51.100.0/24", "203.0.113.0/24"]]))],
  ]),
  ask("services out of order", [
    [allow({ Principal: { Service: ["sns.amazonaws.com", "config.amazonaws.com"] } })],
  ]),
  ask("parties of every kind", [
    [
      allow({
        Principal: { AWS: [account(3), roleOf(2, "b"), roleOf(2, "a")], Service: "sns.amazonaws.com" },
      }),
      allow(when(["StringEquals", ORG, "o-own1234567"])),
      allow(when(["IpAddress", IP, "203.0.113.0/24"])),
      allow(when(["StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d"])),
      allow(when(["StringLike", "aws:userid", "AROAEXAMPLEID0000001:*"])),
    ],
  ]),
  ask("two roles, one of them denied", [
    [
      allow({ Principal: { AWS: [roleOf(2, "a"), roleOf(2, "b")] } }),
      deny({ Principal: { AWS: roleOf(2, "b") } }),
    ],
  ]),
  ask("two roles under a condition that one meets", [
    [
      allow({
        Principal: { AWS: [roleOf(2, "a"), roleOf(2, "b")] },
        ...when(["ArnEquals", ARN, roleOf(2, "b")]),
      }),
    ],
  ]),
  ask("an account, but denied to all but one role", [
    [allow({ Principal: { AWS: account(2) } }), deny(when(["ArnNotEquals", ARN, roleOf(2, "a")]))],
  ]),
  ask("an account, but denied to all but roles of a path", [
    [allow({ Principal: { AWS: account(2) } }), deny(when(["ArnNotLike", ARN, roleOf(2, "team/*")]))],
  ]),
  ask("roles of a path", [[allow(when(["ArnLike", ARN, roleOf(2, "team/*")]))]]),
  ask("a role whose name stands in another condition", [
    [allow({ Principal: { AWS: account(2) }, ...when(["StringEquals", TAG, roleOf(2, "a")]) })],
  ]),
  ask("a role in quotes of text", [
    [
      allow({
        Principal: { AWS: account(2) },
        ...when(["StringNotEquals", TAG, [`x${roleOf(2, "a")}`, `${roleOf(2, "b")}?`, roleOf(3, "c")]]),
      }),
    ],
  ]),
  ask("a user by his name", [
    [allow({ Principal: { AWS: account(2) }, ...when(["StringEquals", "aws:username", "alice"]) })],
  ]),
  ask("a user of any account by ARN", [[allow(when(["ArnLike", ARN, "arn:aws:iam::*:user/alice"]))]]),
  ask("an account inside an organisation", [
    [allow({ Principal: { AWS: account(2) }, ...when(["StringEquals", ORG, "o-own1234567"]) })],
  ]),
  ask("an account inside a network", [
    [allow({ Principal: { AWS: account(2) }, ...when(["IpAddress", IP, "203.0.113.0/24"]) })],
  ]),
  ask("an account beside its network", [
    [allow({ Principal: { AWS: account(2) } }), allow(when(["IpAddress", IP, "203.0.113.0/24"]))],
  ]),
  ask("an organisation, less an account", [
    [allow(when(["StringEquals", ORG, "o-own1234567"])), deny({ Principal: { AWS: account(2) } })],
  ]),
  ask("an organisation, less all but an account", [
    [
      allow(when(["StringEquals", ORG, "o-own1234567"])),
      deny(when(["StringNotEquals", ACCOUNT, account(2)])),
    ],
  ]),
  ask("an organisation, less a network", [
    [allow(when(["StringEquals", ORG, "o-own1234567"])), deny(when(["IpAddress", IP, "203.0.113.0/24"]))],
  ]),
  ask("networks in two statements that are one", [
    [allow(when(["IpAddress", IP, "12.0.0.0/8"])), allow(when(["IpAddress", IP, "13.0.0.0/8"]))],
  ]),
  ask("networks in two statements that are none", [
    [allow(when(["IpAddress", IP, "12.0.0.0/8"])), allow(when(["IpAddress", IP, "14.0.0.0/8"]))],
  ]),
  ask("a network, and from it a service for an account", [
    [
      allow(
        when(
          ["StringEqualsIfExists", "aws:SourceAccount", account(2)],
          ["StringEqualsIfExists", "aws:PrincipalServiceName", "sns.amazonaws.com"],
          ["IpAddress", IP, "203.0.113.0/24"],
        ),
      ),
      deny(when(["Bool", "aws:PrincipalIsAWSService", "true"], ["Null", "aws:SourceAccount", "true"])),
    ],
  ]),
  ask("an organisation's account from anywhere, its others from a network", [
    [
      allow(when(["StringEquals", ORG, "o-own1234567"])),
      deny(when(["StringNotEquals", ACCOUNT, account(2)], ["NotIpAddress", IP, "203.0.113.0/24"])),
    ],
  ]),
  ask("networks in two statements, less a part of them", [
    [
      allow(when(["IpAddress", IP, "12.0.0.0/8"])),
      allow(when(["IpAddress", IP, "13.0.0.0/8"])),
      deny(when(["IpAddress", IP, "12.0.0.0/9"])),
    ],
  ]),
  ask("networks that are wide, less a part of them but under a tag", [
    [
      allow(when(["IpAddress", IP, "12.0.0.0/7"])),
      deny(when(["IpAddress", IP, "13.0.0.0/8"], ["StringNotEquals", TAG, "a"])),
    ],
  ]),
  ask("networks that are wide, less parts of them but under two tags", [
    [
      allow(when(["IpAddress", IP, "12.0.0.0/7"])),
      deny(when(["IpAddress", IP, ["12.128.0.0/9", "13.0.0.0/9"]], ["StringNotEquals", TAG, "a"])),
      deny(when(["IpAddress", IP, "13.0.0.0/8"], ["StringNotEquals", OTHER, "b"])),
    ],
  ]),
  ask("networks that are wide, less a part of them but under a tag that is denied", [
    [
      allow(when(["IpAddress", IP, "12.0.0.0/7"])),
      deny(when(["IpAddress", IP, "13.0.0.0/8"], ["StringNotEquals", TAG, "a"])),
      deny(when(["StringEquals", TAG, "a"])),
    ],
  ]),
  ask("networks in two statements, less one of them", [
    [
      allow(when(["IpAddress", IP, "12.0.0.0/8"])),
      allow(when(["IpAddress", IP, "13.0.0.0/8"])),
      deny(when(["IpAddress", IP, "12.0.0.0/8"])),
    ],
  ]),
  ask("networks in two statements for one organisation", [
    [
      allow(when(["IpAddress", IP, "12.0.0.0/8"], ["StringEquals", ORG, "o-own1234567"])),
      allow(when(["IpAddress", IP, "13.0.0.0/8"], ["StringEquals", ORG, "o-own1234567"])),
    ],
  ]),
  ask("networks in two statements for other actions", [
    [
      allow(when(["IpAddress", IP, "12.0.0.0/8"])),
      allow({ Action: "ses:SendBounce", ...when(["IpAddress", IP, "13.0.0.0/8"]) }),
    ],
  ]),
  ask("networks in two documents beside a tag", [
    [allow(when(["IpAddress", IP, "12.0.0.0/8"], ["StringEquals", TAG, "a"]))],
    [allow(when(["IpAddress", IP, "13.0.0.0/8"], ["StringEquals", TAG, "b"]))],
  ]),
  ask("networks that a Deny narrows", [
    [
      allow(when(["IpAddress", IP, ["12.0.0.0/8", "13.0.0.0/8"]])),
      deny(when(["IpAddress", IP, "13.0.0.0/9"])),
    ],
  ]),
  ask("networks that Denies narrow to a place", [
    [allow(), deny(when(["NotIpAddress", IP, "12.0.0.0/7"])), deny(when(["IpAddress", IP, "13.0.0.0/8"]))],
  ]),
  ask("more networks than are listed", [
    Array.from({ length: 40 }, (_, index) => allow(when(["IpAddress", IP, `203.0.${index}.0/24`]))),
  ]),
  ask("a unique id, its sessions and an endpoint", [
    [
      allow(when(["StringLike", "aws:userid", ["AROAEXAMPLEID0000001:s", "AIDAEXAMPLEID0000002"]])),
      allow(when(["StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d"], ["StringEquals", ORG, "o-own1234567"])),
    ],
  ]),
  ask("everyone but a service", [[allow({ NotPrincipal: { Service: "sns.amazonaws.com" } })]]),
  ask("everyone but a service and an account", [
    [allow({ NotPrincipal: { Service: "sns.amazonaws.com", AWS: account(2) } })],
  ]),
  ask("a Deny for all but a service and an account", [
    [allow(), deny({ NotPrincipal: { Service: "sns.amazonaws.com", AWS: account(2) } })],
  ]),
  ask("a Deny for a service", [[allow(), deny(SNS)]]),
  ask("a Deny for a session", [
    [allow({ Principal: { AWS: account(2) } }), deny({ Principal: { AWS: SESSION } })],
  ]),
  ask("a session of another partition", [
    [allow({ Principal: { AWS: `arn:aws-cn:sts::${account(2)}:assumed-role/mailer/s1` } })],
  ]),
  ask("a role's name without a session", [
    [allow({ Principal: { AWS: `arn:aws:sts::${account(2)}:assumed-role/mailer` } })],
  ]),
  ask("a session of a role denied", [
    [allow({ Principal: { AWS: SESSION } }), deny({ Principal: { AWS: roleOf(2, "mailer") } })],
  ]),
  ask("a root that is no account's", [
    [allow({ Principal: { AWS: `arn:aws:iam::${account(2)}:role/x:root` } })],
  ]),
  ask("two services, each for its own source", [
    [
      allow({ ...SNS, ...when(["StringEquals", "aws:SourceAccount", account(2)]) }),
      allow({
        Principal: { Service: "config.amazonaws.com" },
        ...when(["StringEquals", "aws:SourceAccount", OWNER]),
      }),
    ],
  ]),
  ask("everyone through a named service's source", [
    [
      allow(
        when(
          ["StringEquals", "aws:PrincipalServiceName", "sns.amazonaws.com"],
          ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"],
        ),
      ),
    ],
  ]),
  ask("everyone through a service by a wildcard", [
    [
      allow(
        when(
          ["StringLike", "aws:PrincipalServiceName", "*.amazonaws.com"],
          ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"],
        ),
      ),
    ],
  ]),
  ask("everyone through all services but one", [
    [
      allow(
        when(
          ["StringNotEquals", "aws:PrincipalServiceName", "sns.amazonaws.com"],
          ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"],
        ),
      ),
    ],
  ]),
  ask("everyone through a service, if any", [
    [
      allow(
        when(
          ["StringEqualsIfExists", "aws:PrincipalServiceName", "sns.amazonaws.com"],
          ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"],
        ),
      ),
    ],
  ]),
  ask("a source of any organisation", [[allow(when(["StringLike", "aws:SourceOrgID", "o-*"]))]]),
  ask("a source by a variable", [
    [allow(when(["StringEquals", "aws:SourceAccount", "${aws:ResourceAccount}"]))],
  ]),
  ask("a source that there must be", [[allow(when(["Null", "aws:SourceArn", "false"]))]]),
  ask("a source that there must not be", [[allow({ ...SNS, ...when(["Null", "aws:SourceArn", "true"]) })]]),
  ask("a service in a network", [[allow({ ...SNS, ...when(["IpAddress", IP, "203.0.113.0/24"]) })]]),
  ask("a service under a tag of a caller", [[allow({ ...SNS, ...when(["StringEquals", TAG, "a"]) })]]),
  ask("a service for one's own content", [
    [allow({ ...SNS, ...when(["StringLike", FROM, "*@example.com"]) })],
    [allow({ ...SNS, Action: "ses:SendBounce" })],
  ]),
  ask("an owner's ARN as the source, denied elsewhere", [
    [allow(SNS), deny(when(["ArnNotLike", "aws:SourceArn", `arn:aws:sns:*:${OWNER}:*`]))],
  ]),
  ask(
    "a trusted account as the source",
    [[allow({ ...SNS, ...when(["StringEquals", "aws:SourceAccount", account(2)]) })]],
    { trust: { accounts: [account(2)] } },
  ),
  ask(
    "a trusted organisation as the source",
    [[allow({ ...SNS, ...when(["StringEquals", "aws:SourceOrgID", "o-own1234567"]) })]],
    { trust: { organizations: ["o-own1234567"] } },
  ),
  ask("a trusted session", [[allow({ Principal: { AWS: SESSION } })]], { trust: { principals: [SESSION] } }),
  ask(
    "a trusted user beside another",
    [
      [
        allow({
          Principal: { AWS: [`arn:aws:iam::${account(2)}:user/a`, `arn:aws:iam::${account(2)}:user/b`] },
        }),
      ],
    ],
    { trust: { principals: [`arn:aws:iam::${account(2)}:user/a`] } },
  ),
  ask("everyone, with trust in most", [[allow()]], {
    trust: {
      accounts: [account(2)],
      organizations: ["o-own1234567"],
      principals: [roleOf(3, "x")],
      networks: ["203.0.113.0/24"],
    },
  }),
];

const KINDS: readonly Asked[] = [
  one("a time as a number", ["NumericLessThan", TIME, "2000000000"]),
  one("the epoch as a number", ["NumericLessThan", "aws:EpochTime", "2000000000"]),
  one("the epoch as a number that is over", ["NumericLessThan", "aws:EpochTime", "1000000000"]),
  one("the epoch as text", ["StringEquals", "aws:EpochTime", "1893456000"]),
  one("the epoch as any text", ["StringLike", "aws:EpochTime", "*"]),
  one("a time as no text", ["StringNotLike", TIME, "*"]),
  one("a time as an ARN", ["ArnLike", TIME, "*"]),
  one("an age as an ARN", ["ArnEquals", "aws:MultiFactorAuthAge", "arn:aws:iam::1:x"]),
  one(
    "an age as text and number",
    ["StringEquals", "aws:MultiFactorAuthAge", ["10", "20"]],
    ["NumericGreaterThan", "aws:MultiFactorAuthAge", "10"],
  ),
  one("an age as text that is no number", ["StringEquals", "aws:MultiFactorAuthAge", "ten"]),
  one("an age as a date", ["DateLessThan", "aws:MultiFactorAuthAge", "1970-01-02"]),
  one("an age but that text", ["StringNotEquals", "aws:MultiFactorAuthAge", "0"]),
  one("an age as an address", ["IpAddress", "aws:MultiFactorAuthAge", "0.0.0.0/0"]),
  one("an account as a number", ["NumericEquals", ACCOUNT, account(2)]),
  one("an account as an address", ["IpAddress", ACCOUNT, "0.0.0.0/0"]),
  one("an ARN as text in any case", ["StringEqualsIgnoreCase", ARN, roleOf(2, "X")]),
  one("a tag as an address", ["IpAddress", TAG, ["203.0.113.0/24", "2600:1f00::/40"]]),
  one("a tag as no address", ["NotIpAddress", TAG, ["0.0.0.0/0", "::/0"]]),
  one("a tag as a date", ["DateGreaterThan", TAG, "2030-01-01"]),
  one("a tag as a date and text", ["DateEquals", TAG, "2030-01-01"], ["StringLike", TAG, "2*"]),
  one("a tag as an ARN", ["ArnLike", TAG, "arn:aws:iam::*:role/?*"]),
  one("a tag as an ARN and text", ["ArnLike", TAG, "arn:aws:iam::*:role/?*"], ["StringLike", TAG, "*:a:*"]),
  one(
    "a tag as an ARN and not text",
    ["ArnLike", TAG, "arn:aws:iam::*:role/a*"],
    ["StringNotLike", TAG, "arn:aws:iam::*"],
  ),
  one("a tag as a boolean", ["Bool", TAG, "true"], ["StringNotEquals", TAG, "true"]),
  one("a tag as bytes and text", ["BinaryEquals", TAG, "YQ=="], ["StringEquals", TAG, "YQ"]),
  one(
    "tags in chains",
    ["StringEquals", TAG, `\${${OTHER}}a`],
    ["StringEquals", OTHER, "${aws:PrincipalTag/v}b"],
    ["StringLike", "aws:PrincipalTag/v", "?"],
  ),
  one("tags that must differ", ["StringNotEquals", TAG, [`\${${OTHER}}`, "a"]], ["StringEquals", OTHER, "a"]),
  one(
    "a tag within a tag's wildcard",
    ["StringLike", TAG, `*\${${OTHER}}*`],
    ["StringLike", OTHER, "x?z"],
    ["StringNotLike", TAG, "xyz*"],
  ),
  one("a source ARN like a tag", ["ArnLike", "aws:SourceArn", `arn:aws:sns:*:\${${TAG}}:*`]),
  one("a path like an organisation", ["ForAnyValue:StringLike", PATHS, "${aws:PrincipalOrgID}/*"]),
  one("a path in no organisation", ["ForAnyValue:StringLike", PATHS, "x*"]),
  one("paths of two organisations", [
    "ForAnyValue:StringLike",
    PATHS,
    ["o-own1234567/*", "o-other12345/r-1/ou-1/*"],
  ]),
  one("a VPC by a variable", ["StringEquals", "aws:SourceVpc", `\${${TAG}}`]),
  one("an instance's VPC", ["StringEquals", "aws:Ec2InstanceSourceVpc", "vpc-0a1b2c3d"]),
  one("an instance's address", ["IpAddress", "aws:Ec2InstanceSourcePrivateIPv4", "10.0.0.0/8"]),
  one(
    "a called service in a list",
    ["ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com"],
    ["StringEquals", "aws:CalledViaLast", "athena.amazonaws.com"],
  ),
  one(
    "a first and another last service",
    ["StringEquals", "aws:CalledViaFirst", "a.amazonaws.com"],
    ["StringEquals", "aws:CalledViaLast", "b.amazonaws.com"],
  ),
  one(
    "called by a service and not",
    ["Bool", "aws:ViaAWSService", "false"],
    ["Null", "aws:CalledVia", "false"],
  ),
  one(
    "a name and a kind without one",
    ["StringLike", "aws:username", "*"],
    ["StringEquals", "aws:PrincipalType", "Account"],
  ),
  one(
    "temporary credentials of a user",
    ["StringLike", "aws:username", "*"],
    ["Null", "aws:TokenIssueTime", "false"],
  ),
  one(
    "MFA's age and no MFA",
    ["Null", "aws:MultiFactorAuthAge", "false"],
    ["Bool", "aws:MultiFactorAuthPresent", "false"],
  ),
  one("content of an action that has none", ["StringEquals", "ses:FeedbackAddress", "a@x"]),
  ask("content on all actions", [
    [allow({ Action: "ses:*", ...when(["StringLike", FROM, "*@example.com"]) })],
  ]),
  ask("content on bulk mail", [
    [allow({ Action: "ses:SendBulkEmail", ...when(["StringLike", FROM, "*@example.com"]) })],
  ]),
  ask("no content on bulk mail", [[allow({ Action: "ses:SendBulkEmail", ...when(["Null", FROM, "true"]) })]]),
  one("a display name that is a service's", ["StringEquals", "ses:FromDisplayName", "sns.amazonaws.com"]),
  but("a tag that is not there", ["Null", TAG, "true"]),
  but("an ARN by fields", ["ArnLike", ARN, "arn:aws:iam::*:user/*"]),
  but(
    "an ARN, if it is a role's",
    ["ArnNotLike", ARN, "arn:aws:iam::*:role/*"],
    ["StringEquals", "aws:PrincipalType", "AssumedRole"],
  ),
  but("a time by zone", ["DateGreaterThan", TIME, "2026-11-23T12:00:00+09:00"]),
  but("an age", ["NumericGreaterThan", "aws:MultiFactorAuthAge", "60"]),
  but("no MFA", ["BoolIfExists", "aws:MultiFactorAuthPresent", "false"]),
  but("TLS", ["Bool", "aws:SecureTransport", "false"]),
];

/** Three demands on one text that only a very long search tells apart. */
const intricate = (members: Members = {}): readonly Members[] => [
  allow({ ...members, ...when(["StringLike", TAG, "*a????????????*"]) }),
  deny(when(["StringNotLike", TAG, "*b????????????????*"])),
  deny(when(["StringLike", TAG, ["*a?????b*", "*b???????a*", "*ab*ba*"]])),
];

const LIMITS: readonly Asked[] = [
  ask("too intricate", [intricate()]),
  ask("too intricate beside an open statement", [[allow({ Action: "ses:SendBounce" }), ...intricate()]]),
  ask("too intricate beside an account", [[...intricate(), allow({ Principal: { AWS: PARTNER } })]]),
  ask("too intricate in the second document", [[allow({ Principal: { AWS: OWNER } })], intricate()]),
];

const FEDERATED = ["StringEquals", "aws:PrincipalType", "FederatedUser"] as const;
const ID = "aws:userid";
const NAME = "aws:username";

const USERS: readonly Asked[] = [
  one("a federated user's id", FEDERATED, ["StringLike", ID, `${PARTNER}:bob`]),
  one("federated users of an account", FEDERATED, ["StringLike", ID, `${PARTNER}:*`]),
  one("federated users of any account by name", FEDERATED, ["StringLike", ID, "*:bob"]),
  one("federated users by a part", FEDERATED, ["StringLike", ID, "2*b?b"]),
  one("federated users by marks", FEDERATED, ["StringLike", ID, "????????????:b*"]),
  one("federated users by fewer marks", FEDERATED, ["StringLike", ID, "???????????:b*"]),
  one("federated users by a mark for the colon", FEDERATED, ["StringLike", ID, "*222?bob"]),
  one("federated users by any id", FEDERATED, ["StringLike", ID, "*"]),
  one("federated users without a colon", FEDERATED, ["StringLike", ID, "bob"]),
  one("no federated user of an account", FEDERATED, ["StringNotLike", ID, `${PARTNER}:*`]),
  one("no federated user of a name", FEDERATED, ["StringNotLike", ID, "*:bob"], ["StringLike", ID, "*:b*"]),
  one("the root's id", ["StringEquals", "aws:PrincipalType", "Account"], ["StringLike", ID, "2*"]),
  one(
    "the root's id, an account",
    ["StringEquals", "aws:PrincipalType", "Account"],
    ["StringEquals", ID, PARTNER],
  ),
  one(
    "a user's id",
    ["StringEquals", "aws:PrincipalType", "User"],
    ["StringEquals", ID, "AIDAEXAMPLEID0000002"],
  ),
  one("any user's id", ["StringEquals", "aws:PrincipalType", "User"], ["StringLike", ID, "AIDA*"]),
  one("sessions by name", ["StringLike", ID, "*:ci"], ["StringLike", ARN, "*:role/*"]),
  one("sessions of a unique id in another case", ["StringEqualsIgnoreCase", ID, "aroaexampleid0000001:S"]),
  one("a session's name in capitals", ["StringEquals", ID, "AROAEXAMPLEID0000001:CI"]),
  one("a lower-case id and a session", ["StringEquals", ID, "xAROAEXAMPLEID0000001:s"]),
  one("users of names", ["StringLike", NAME, ["a*", "?b"]]),
  one("users of a name that is none", ["StringEquals", NAME, "a/b"]),
  one("users of one of two names", ["StringEquals", NAME, ["a b", "ab"]]),
  one(
    "a name and an ARN that has it",
    ["StringEquals", NAME, "alice"],
    ["ArnLike", ARN, "arn:aws:iam::*:user/team/*"],
  ),
  one(
    "a name and an ARN that has another",
    ["StringEquals", NAME, "alice"],
    ["ArnLike", ARN, "arn:aws:iam::*:user/bob"],
  ),
  one("a name and a path", ["StringLike", NAME, "al*"], ["StringLike", ARN, "*/team/*"]),
  one(
    "a name and not that user",
    ["StringEquals", NAME, "alice"],
    ["StringNotEquals", ARN, `arn:aws:iam::${PARTNER}:user/alice`],
  ),
  one("no name", ["StringNotEquals", NAME, "mallory"]),
  one(
    "no name, and users only",
    ["StringNotLike", NAME, ["m*", "x*"]],
    ["StringEquals", "aws:PrincipalType", "User"],
  ),
  one(
    "a name and a session",
    ["StringEquals", NAME, "alice"],
    ["StringEquals", "aws:PrincipalType", "AssumedRole"],
  ),
  one("ARNs by marks", ["ArnLike", ARN, "arn:aws:iam::????????????:role/?"]),
  one("ARNs of odd paths", ["ArnLike", ARN, "arn:aws:iam::*:role/a b/*"]),
  one("ARNs of two kinds", ["ArnLike", ARN, ["arn:aws:iam::*:group/*", "arn:aws:iam::*:role/x"]]),
  one("ARNs of another partition", ["ArnLike", ARN, "arn:aws-cn:iam::*:role/x"]),
  one(
    "ARNs of an account by text and fields",
    ["StringLike", ARN, `*${PARTNER}*`],
    ["ArnLike", ARN, "arn:*:*:*:*:role/*"],
  ),
  one(
    "ARNs but those with an account in them",
    ["StringNotLike", ARN, `*${PARTNER}*`],
    ["ArnLike", ARN, "arn:aws:iam::*:role/x"],
  ),
  one("a name in the ARN by a variable", [
    "ArnEquals",
    ARN,
    "arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}",
  ]),
  one("a user id in a tag", ["StringLike", TAG, "*${aws:userid}"], ["StringLike", TAG, "AIDA*"]),
  one("a tag between two variables", ["StringEquals", TAG, `a\${${OTHER}}b\${aws:username}c`]),
  one("variables one after the other", ["StringEquals", TAG, `\${${OTHER}}\${aws:PrincipalAccount}`]),
  one("a variable that is not closed", ["StringEquals", TAG, "${aws:username"]),
  one("a variable with blanks", ["StringEquals", TAG, "${ aws:username }"]),
  one("an account by a variable of text", ["StringLike", ACCOUNT, `2\${${TAG}}*`]),
  ask(
    "a trusted user by name",
    [[allow(when(["StringEquals", NAME, "alice"], ["StringEquals", ACCOUNT, PARTNER]))]],
    { trust: { principals: [`arn:aws:iam::${PARTNER}:user/alice`] } },
  ),
  ask(
    "a trusted user by name, and his namesake",
    [[allow(when(["StringEquals", NAME, ["alice", "bob"]], ["StringEquals", ACCOUNT, PARTNER]))]],
    { trust: { principals: [`arn:aws:iam::${PARTNER}:user/alice`] } },
  ),
  ask("a trusted role by ARN", [[allow(when(["ArnLike", ARN, roleOf(2, "*")]))]], {
    trust: { principals: [roleOf(2, "x")] },
  }),
  ask("a trusted account's user by name", [[allow(when(["StringEquals", NAME, "alice"]))]], {
    trust: { accounts: [PARTNER] },
  }),
  ask("everyone, with a Deny for the root of an account", [
    [allow(), deny({ Principal: { AWS: `arn:aws:iam::${PARTNER}:root` } })],
  ]),
  ask("a network, with a Deny for all but the root of an account", [
    [
      allow(when(["StringEquals", TAG, "a"])),
      deny({ NotPrincipal: { AWS: [`arn:aws:iam::${PARTNER}:root`, ROLE] } }),
    ],
  ]),
  ask("an open statement with a root beside the star", [
    [allow({ Principal: { AWS: ["*", `arn:aws:iam::${PARTNER}:root`] } })],
  ]),
  ask("an open statement for all but roots", [
    [allow({ NotPrincipal: { AWS: [`arn:aws:iam::${PARTNER}:root`, "333333333333"] } })],
  ]),
  ask("a variable under 2008-10-17 that is text in an open statement", [
    JSON.stringify({
      Version: "2008-10-17",
      Statement: [allow(), deny(when(["StringEquals", TAG, ["${aws:username}", "x"]]))],
    }),
  ]),
  ask("a Deny by name on an organisation", [
    [allow(when(["StringEquals", ORG, "o-own1234567"])), deny(when(["StringEquals", NAME, "alice"]))],
  ]),
];

const nothing = null;
const UNRESOLVED: readonly Asked[] = [
  hole("a principal", "/Statement/0/Principal", allow({ Principal: nothing })),
  hole(
    "an account beside a known one",
    "/Statement/0/Principal/AWS/1",
    allow({ Principal: { AWS: [PARTNER, nothing] } }),
  ),
  hole("a service", "/Statement/0/Principal/Service", allow({ Principal: { Service: nothing } })),
  hole("a NotPrincipal", "/Statement/0/NotPrincipal/AWS", allow({ NotPrincipal: { AWS: nothing } })),
  hole(
    "a Deny's NotPrincipal",
    "/Statement/1/NotPrincipal/AWS",
    allow(),
    deny({ NotPrincipal: { AWS: nothing } }),
  ),
  hole("an action", "/Statement/0/Action", allow({ Action: nothing })),
  hole(
    "a value, beside a statement of no action",
    "/Statement/1/Condition/StringEquals/aws:PrincipalTag~1t",
    allow({ Action: [] }),
    allow({ Principal: { AWS: OWNER }, ...when(["StringEquals", TAG, nothing]) }),
  ),
  ask("unresolved: a principal beside a broken document", [[allow({ Principal: { AWS: nothing } })], "{}"], {
    unresolved: [{ at: "/Statement/0/Principal/AWS", expression: "var.x" }],
  }),
  hole(
    "an action beside a known one",
    "/Statement/0/Action/1",
    allow({ Action: ["ses:SendEmail", nothing] }),
  ),
  hole(
    "an action beside one that does not matter",
    "/Statement/0/Action/1",
    allow({ Action: ["s3:GetObject", nothing] }),
  ),
  hole("a NotAction", "/Statement/0/NotAction", allow({ NotAction: nothing })),
  hole(
    "a NotAction beside a known one",
    "/Statement/0/NotAction/0",
    allow({ NotAction: [nothing, "ses:*"] }),
  ),
  hole("a NotResource", "/Statement/0/NotResource", allow({ NotResource: nothing })),
  hole("a resource", "/Statement/0/Resource", allow({ Resource: nothing })),
  hole("a Deny's action", "/Statement/1/Action", allow(), deny({ Action: nothing })),
  hole("a Deny's NotAction", "/Statement/1/NotAction", allow(), deny({ NotAction: nothing })),
  hole("a Deny's resource", "/Statement/1/Resource", allow(), deny({ Resource: nothing })),
  hole("a Deny's effect", "/Statement/1/Effect", allow(), { ...deny(), Effect: nothing }),
  hole("an effect", "/Statement/0/Effect", { ...allow(), Effect: nothing }),
  hole("a closed statement's effect", "/Statement/0/Effect", {
    ...allow({ Principal: { AWS: OWNER } }),
    Effect: nothing,
  }),
  hole("a Deny's condition", "/Statement/1/Condition", allow(), deny({ Condition: nothing })),
  hole(
    "a Deny's condition elsewhere",
    "/Statement/1/Condition",
    allow(),
    deny({ Action: "s3:*", Condition: nothing }),
  ),
  ...(
    [
      ["a value", "StringEquals", ORG],
      ["a negated value", "StringNotEquals", ORG],
      ["a value that may be missing", "StringEqualsIfExists", ORG],
      ["a negated value that may be missing", "StringNotEqualsIfExists", ORG],
      ["all values", "ForAllValues:StringLike", PATHS],
      ["any value", "ForAnyValue:StringLike", PATHS],
      ["all but values", "ForAllValues:StringNotLike", PATHS],
      ["any but values", "ForAnyValue:StringNotLike", PATHS],
      ["any value, if it is there", "ForAnyValue:StringLikeIfExists", PATHS],
      ["a test for a key", "Null", ORG],
      ["a network", "IpAddress", IP],
      ["a date", "DateLessThan", TIME],
      ["a tag", "StringEquals", TAG],
      ["a value of a key that nobody has", "StringEquals", "aws:x"],
    ] as const
  ).flatMap(([title, operator, key]): readonly Asked[] => {
    const at: Pointer = `/Condition/${operator}/${key.replaceAll("/", "~1")}`;
    return [
      hole(title, `/Statement/0${at}`, allow(when([operator, key, nothing]))),
      hole(
        `${title} beside another`,
        `/Statement/0${at}/0`,
        allow(when([operator, key, [nothing, "o-own1234567"]])),
      ),
      hole(`a Deny's: ${title}`, `/Statement/1${at}`, allow(), deny(when([operator, key, nothing]))),
    ];
  }),
];

export const ASKED: readonly Asked[] = [
  ...ADDRESSES,
  ...TEXTS,
  ...NUMBERS,
  ...LISTS,
  ...CALLERS,
  ...SERVICES,
  ...VARIABLES,
  ...ELEMENTS,
  ...PARTIES,
  ...KINDS,
  ...LIMITS,
  ...USERS,
  ...UNRESOLVED,
];
