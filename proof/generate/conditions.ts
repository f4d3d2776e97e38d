import { OWNER } from "../question.ts";
import type { Random } from "../random.ts";
import * as values from "./values.ts";

/** A condition before it is spelt. */
export interface ConditionSpec {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** What may be asked of a key. `set` marks a multi-valued key, which takes a set operator. */
interface Family {
  readonly name: string;
  readonly keys: readonly string[];
  readonly operators: readonly string[];
  readonly values: readonly string[];
  readonly set?: boolean;
  /** Variables of the same kind of value. */
  readonly variables?: readonly string[];
}

const EQUALS = ["StringEquals", "StringNotEquals"];
const STRING = [
  ...EQUALS,
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "StringLike",
];
const ARN = ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"];
const IP = ["IpAddress", "IpAddress", "NotIpAddress"];
const NUMERIC = [
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
];
const DATE = [
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
];
const TRUTH = ["true", "false", "True"];

/** Keys that services and providers bring in, and those of which nobody knows who sets them. */
const OPEN_FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  session: [
    {
      name: "session text",
      keys: ["identitystore:UserId"],
      operators: STRING,
      values: ["alice", "a*", "bob", "*b"],
    },
    {
      name: "issuing service",
      keys: ["glue:CredentialIssuingService"],
      operators: ["StringEquals", "StringLike"],
      values: ["glue.amazonaws.com"],
    },
    {
      name: "role delivery",
      keys: ["ec2:RoleDelivery"],
      operators: ["NumericEquals", "NumericLessThan", "NumericGreaterThanEquals", "NumericNotEquals"],
      values: ["2.0"],
    },
    {
      name: "identity provider",
      keys: [
        "cognito-identity.amazonaws.com:sub",
        "cognito-identity.amazonaws.com:aud",
        "accounts.google.com:sub",
        "graph.facebook.com:id",
        "www.amazon.com:user_id",
        "saml:iss",
        "saml:sub",
      ],
      operators: STRING,
      values: ["alice", "a*", "bob", "*b"],
    },
    {
      name: "sign-in",
      keys: ["cognito-identity.amazonaws.com:amr"],
      operators: ["StringEquals", "StringLike", "StringNotLike"],
      values: ["authenticated", "*google*"],
      set: true,
    },
    ...values.SESSION_ARN_VALUES.map(({ key, texts }): Family => ({
      name: key,
      keys: [key],
      operators: ARN,
      values: texts,
    })),
  ],
  server: [
    { name: "via mcp", keys: ["aws:ViaAWSMCPService"], operators: ["Bool"], values: ["true", "false"] },
    {
      name: "called via mcp",
      keys: ["aws:CalledViaAWSMCP"],
      operators: STRING,
      values: ["aws-mcp.amazonaws.com", "*.amazonaws.com"],
    },
  ],
  endpoint: [
    {
      name: "endpoint account",
      keys: ["aws:VpceAccount"],
      operators: STRING,
      values: values.ACCOUNT_VALUES,
    },
    {
      name: "endpoint's VPC",
      keys: ["aws:SourceVpcArn"],
      operators: ARN,
      values: values.VPC_ARN_VALUES,
    },
  ],
  open: [
    {
      name: "unknown",
      keys: ["aws:NewKeyOf2027", "foo:bar", "ses:NewKeyOf2027", "aws:ResourceTag/env"],
      operators: STRING,
      values: values.WORD_VALUES.filter((value) => value !== "?"),
    },
    {
      name: "disputed",
      keys: ["lambda:SourceFunctionArn"],
      operators: ARN,
      values: ["arn:aws:lambda:us-east-1:111111111111:function:mail", "arn:aws:lambda:*:*:function:*"],
    },
  ],
};

/** Families by the class of their key; each class is hit as often as its weight in WEIGHTS says. */
export const FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  caller: [
    {
      name: "account",
      keys: ["aws:PrincipalAccount"],
      operators: STRING,
      values: values.ACCOUNT_VALUES,
      variables: [
        "${aws:ResourceAccount}",
        "${aws:SourceAccount}",
        "${aws:PrincipalTag/acct}",
        "${aws:PrincipalTag/acct, '222222222222'}",
        "${aws:PrincipalAccount}",
      ],
    },
    {
      name: "arn",
      keys: ["aws:PrincipalArn"],
      operators: [...ARN, ...ARN, "StringLike", "StringNotLike", "StringEquals"],
      values: values.ARN_VALUES,
      variables: [
        "arn:aws:iam::${aws:PrincipalAccount}:*",
        "arn:aws:iam::${aws:ResourceAccount}:role/*",
        "arn:aws:iam::*:user/${aws:username}",
        "*/${aws:username}",
        "arn:aws:iam::${*}:role/x",
      ],
    },
    {
      name: "org",
      keys: ["aws:PrincipalOrgID"],
      operators: STRING,
      values: values.ORG_VALUES,
      variables: ["${aws:ResourceOrgID}", "${aws:PrincipalTag/org}", "${aws:PrincipalOrgID, 'o-own1234567'}"],
    },
    {
      name: "org paths",
      keys: ["aws:PrincipalOrgPaths"],
      operators: ["StringLike", "StringNotLike", "StringEquals", "StringNotEquals"],
      values: values.ORG_PATH_VALUES,
      set: true,
    },
    { name: "user id", keys: ["aws:userid"], operators: STRING, values: values.USER_ID_VALUES },
  ],
  chosen: [
    {
      name: "words",
      keys: ["aws:PrincipalTag/team", "aws:username", "aws:UserAgent", "aws:PrincipalTag/acct"],
      operators: STRING,
      values: values.WORD_VALUES.filter((value) => value !== "?"),
      variables: [
        "${aws:username}",
        "${aws:PrincipalAccount}",
        "${aws:PrincipalTag/team}",
        "${aws:PrincipalTag/team, 'bob'}",
      ],
    },
    {
      name: "identity",
      keys: ["aws:SourceIdentity", "aws:FederatedProvider"],
      operators: STRING,
      values: ["alice", "a*", "bob"],
    },
    {
      name: "referer",
      keys: ["aws:Referer"],
      operators: STRING,
      values: ["https://example.com/*", "https://example.com/a"],
    },
    {
      name: "type",
      keys: ["aws:PrincipalType"],
      operators: STRING,
      values: ["User", "AssumedRole", "Account", "FederatedUser", "*"],
    },
    { name: "mfa", keys: ["aws:MultiFactorAuthPresent"], operators: ["Bool"], values: TRUTH },
    { name: "mfa age", keys: ["aws:MultiFactorAuthAge"], operators: NUMERIC, values: values.NUMBER_VALUES },
    { name: "level", keys: ["aws:PrincipalTag/level"], operators: NUMERIC, values: values.NUMBER_VALUES },
    {
      name: "binary",
      keys: ["aws:PrincipalTag/bin"],
      operators: ["BinaryEquals"],
      values: values.BINARY_VALUES,
    },
    { name: "token", keys: ["aws:TokenIssueTime"], operators: DATE, values: values.DATE_VALUES },
    {
      name: "via",
      keys: ["aws:ViaAWSService"],
      operators: ["Bool", "StringEquals"],
      values: ["true", "false"],
    },
    {
      name: "called via",
      keys: ["aws:CalledVia"],
      operators: EQUALS,
      values: ["athena.amazonaws.com", "sns.amazonaws.com"],
      set: true,
    },
    {
      name: "called first",
      keys: ["aws:CalledViaFirst", "aws:CalledViaLast"],
      operators: STRING,
      values: ["athena.amazonaws.com", "*.amazonaws.com"],
    },
  ],
  "caller-kind": [
    { name: "service", keys: ["aws:PrincipalIsAWSService"], operators: ["Bool"], values: ["true", "false"] },
  ],
  "service-set": [
    {
      name: "service name",
      keys: ["aws:PrincipalServiceName"],
      operators: STRING,
      values: values.SERVICE_VALUES,
    },
    {
      name: "service names",
      keys: ["aws:PrincipalServiceNamesList"],
      operators: ["StringEquals", "StringLike"],
      values: values.SERVICE_VALUES,
      set: true,
    },
    {
      name: "source account",
      keys: ["aws:SourceAccount", "aws:SourceAccount", "aws:SourceOwner"],
      operators: STRING,
      values: values.ACCOUNT_VALUES,
      variables: ["${aws:ResourceAccount}"],
    },
    {
      name: "source arn",
      keys: ["aws:SourceArn"],
      operators: ARN,
      values: values.SOURCE_ARN_VALUES,
    },
    {
      name: "source arn as text",
      keys: ["aws:SourceArn"],
      operators: ["StringLike"],
      values: values.SOURCE_ARN_TEXTS,
    },
    { name: "source org", keys: ["aws:SourceOrgID"], operators: STRING, values: values.ORG_VALUES },
    {
      name: "source org paths",
      keys: ["aws:SourceOrgPaths"],
      operators: ["StringLike", "StringNotLike"],
      values: values.ORG_PATH_VALUES,
      set: true,
    },
  ],
  network: [
    { name: "ip", keys: ["aws:SourceIp"], operators: IP, values: values.CIDR_VALUES },
    { name: "ip", keys: ["aws:SourceIp"], operators: IP, values: values.CIDR_VALUES },
    { name: "vpc", keys: ["aws:SourceVpc"], operators: STRING, values: values.VPC_VALUES },
    { name: "endpoint", keys: ["aws:SourceVpce"], operators: STRING, values: values.VPCE_VALUES },
    { name: "inner ip", keys: ["aws:VpcSourceIp"], operators: IP, values: values.PRIVATE_CIDR_VALUES },
    { name: "endpoint org", keys: ["aws:VpceOrgID"], operators: STRING, values: values.ORG_VALUES },
  ],
  time: [
    { name: "time", keys: ["aws:CurrentTime"], operators: DATE, values: values.DATE_VALUES },
    { name: "epoch", keys: ["aws:EpochTime"], operators: [...NUMERIC, ...DATE], values: values.EPOCH_VALUES },
  ],
  fixed: [
    { name: "tls", keys: ["aws:SecureTransport"], operators: ["Bool"], values: TRUTH },
    {
      name: "region",
      keys: ["aws:RequestedRegion"],
      operators: STRING,
      values: ["us-east-1", "eu-west-1", "us-*", "*"],
    },
    {
      name: "resource account",
      keys: ["aws:ResourceAccount"],
      operators: EQUALS,
      values: [OWNER, "222222222222"],
    },
  ],
  content: [
    {
      name: "from",
      keys: ["ses:FromAddress", "ses:FromAddress", "ses:FeedbackAddress"],
      operators: STRING,
      values: values.MAIL_VALUES,
    },
    {
      name: "recipients",
      keys: ["ses:Recipients"],
      operators: STRING,
      values: values.MAIL_VALUES,
      set: true,
    },
    {
      name: "recipients",
      keys: ["ses:Recipients"],
      operators: STRING,
      values: values.MAIL_VALUES,
      set: true,
    },
    {
      name: "content",
      keys: ["ses:FromDisplayName", "ses:TenantName", "ses:MultiRegionEndpointId"],
      operators: STRING,
      values: ["alice", "a*", "bob", "*b"],
      variables: ["${aws:username}", "${ses:FromDisplayName}"],
    },
    {
      name: "version",
      keys: ["ses:ApiVersion"],
      operators: EQUALS,
      values: ["1", "2", "2", "3"],
    },
  ],
  absent: [
    {
      name: "absent",
      keys: ["aws:RequestTag/x", "aws:AssumedRoot", "aws:IsMcpServiceAction"],
      operators: STRING,
      values: ["a", "*", "222222222222"],
    },
    { name: "tag keys", keys: ["aws:TagKeys"], operators: EQUALS, values: ["env", "team"], set: true },
  ],
  ...OPEN_FAMILIES,
};

const WEIGHTS: readonly string[] = [
  ...Array<string>(8).fill("caller"),
  ...Array<string>(5).fill("chosen"),
  "caller-kind",
  ...Array<string>(4).fill("service-set"),
  ...Array<string>(5).fill("network"),
  ...Array<string>(2).fill("time"),
  "fixed",
  ...Array<string>(3).fill("content"),
  "absent",
  ...Array<string>(4).fill("session"),
  "server",
  "endpoint",
  "open",
  "open",
];

/** Where a star is the character itself, a free text with a star in it is a strange wish: keep it to the ids. */
const takesPatterns = (operator: string): boolean => /Like|Arn/.test(operator);
const FREE = new Set([
  "words",
  "identity",
  "referer",
  "content",
  "called first",
  "called via mcp",
  "identity provider",
  "sign-in",
  "type",
]);

const operands = (r: Random, family: Family, operator: string): readonly string[] => {
  const fit =
    FREE.has(family.name) && !takesPatterns(operator)
      ? family.values.filter((value) => !/[*?]/.test(value))
      : family.values;
  const chosen = r.some(fit);
  const variables = family.variables;
  return variables !== undefined && !family.set && /String|Arn/.test(operator) && r.chance(0.3)
    ? [r.pick(variables), ...chosen.slice(1)]
    : chosen;
};

const NULLS = [["true"], ["false"], ["true", "false"]];

const conditionOf = (r: Random, family: Family): ConditionSpec => {
  const key = r.pick(family.keys);
  if (r.chance(0.1))
    return {
      operator: r.chance(0.9) ? "Null" : `${r.pick(["ForAllValues", "ForAnyValue"])}:Null`,
      key,
      values: r.pick(NULLS),
    };
  const operator = r.pick(family.operators);
  const qualified = family.set === true ? r.chance(0.85) : r.chance(0.12);
  const prefix = qualified ? `${r.pick(["ForAllValues", "ForAnyValue"])}:` : "";
  const positive = !/Not/.test(operator);
  const list = positive && r.chance(0.015) ? [] : operands(r, family, operator);
  const name = `${prefix}${operator}${r.chance(0.18) ? "IfExists" : ""}`;
  return { operator: r.chance(0.01) ? name.toLowerCase() : name, key, values: list };
};

/** One condition on a key of a class. */
export const conditionOn = (r: Random, name: string): ConditionSpec =>
  conditionOf(r, r.pick(FAMILIES[name] ?? []));

/** One condition on a key of a random class. */
export const condition = (r: Random): ConditionSpec =>
  conditionOf(r, r.pick(FAMILIES[r.pick(WEIGHTS)] ?? []));

/** One that a policy's author would write to keep strangers in or out. */
export const guard = (r: Random): ConditionSpec =>
  conditionOf(
    r,
    r.pick([
      ...(FAMILIES["caller"] ?? []),
      ...(FAMILIES["network"] ?? []),
      ...(FAMILIES["service-set"] ?? []),
    ]),
  );
