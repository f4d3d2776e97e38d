import type { Hole } from "../../../src/model/resource.ts";
import type { Question } from "../../../src/policy/question.ts";
import type { Trust } from "../../../src/model/trust.ts";
import { OWNER_ONLY } from "../../../src/model/trust.ts";
import type { Pointer } from "../../../src/model/fact.ts";
import { ask, OWNER } from "../../../proof/question.ts";

/** Tables of conditions: each operator with each value of its row, in an Allow and in a Deny beside an open Allow. */

type Members = Readonly<Record<string, unknown>>;
type Demand = readonly [operator: string, key: string, value: string];

export interface Asked {
  readonly title: string;
  readonly question: () => Question;
}

const PARTNER = "222222222222";
const VPC = "vpc-0a1b2c3d4e5f60718";

const statement = (Effect: string, members: Members): Members => ({
  Effect,
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: "*",
  ...members,
});
const allow = (members: Members = {}): Members => statement("Allow", members);
const deny = (members: Members = {}): Members => statement("Deny", members);

const under = (demands: readonly Demand[]): Members => {
  const Condition: Record<string, Record<string, string>> = {};
  for (const [operator, key, value] of demands)
    Condition[operator] = { ...Condition[operator], [key]: value };
  return { Condition };
};

const asked = (
  title: string,
  statements: readonly Members[],
  more: Partial<Question> = {},
  unresolved: readonly Hole[] = [],
): Asked => ({
  title,
  question: () => {
    const question = ask([JSON.stringify({ Version: "2012-10-17", Statement: statements })]);
    return {
      ...question,
      ...more,
      documents: question.documents.map((one) => ({ ...one, ...(unresolved.length > 0 && { unresolved }) })),
    };
  },
});

interface Row {
  readonly key: string;
  readonly operators: readonly string[];
  readonly values: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    key: "aws:PrincipalArn",
    operators: ["StringLike", "ArnLike", "StringNotLike", "ArnNotEquals"],
    values: [
      `arn:aws:iam::${PARTNER}:user/*`,
      "arn:aws:iam::*:role/mailer",
      "arn:aws:iam::*:user/te?m/*",
      "*mailer",
      "arn:aws:sts::*:federated-user/f*",
      "arn:aws:iam::*:root",
      "arn:*",
      `arn:aws:iam::${OWNER}:*`,
      "arn:aws:iam::*:*",
      `*:${PARTNER}:role/*x*`,
    ],
  },
  {
    key: "aws:username",
    operators: ["StringEquals", "StringLike", "StringNotLike"],
    values: ["mallory", "mailer", "a*", "team-?", "x y", "*"],
  },
  {
    key: "aws:userid",
    operators: ["StringLike", "StringNotLike"],
    values: ["AIDA*", "AROA*:s1", PARTNER, `${PARTNER}:fed`, "*:s1", "999999999999*"],
  },
  {
    key: "aws:SourceArn",
    operators: ["ArnLike", "StringLike", "ArnNotLike"],
    values: [
      `arn:aws:sns:*:${OWNER}:*`,
      "arn:aws:s3:::bucket",
      "arn:aws:s3:::*",
      "arn:aws:cognito-idp:us-east-1:*:userpool/*",
      `*:${OWNER}:*`,
      `arn:aws:sns:us-east-1:${PARTNER}:topic`,
      "*",
    ],
  },
  {
    key: "aws:SourceAccount",
    operators: ["StringEquals", "StringLike", "StringNotEquals", "StringLikeIfExists"],
    values: [OWNER, PARTNER, "1111*", "?2*", "????????????", "*"],
  },
  {
    key: "aws:PrincipalOrgPaths",
    operators: ["ForAnyValue:StringLike", "ForAllValues:StringLike", "ForAnyValue:StringNotLike"],
    values: [
      "o-partner12345/*",
      "o-*/r-*/ou-*",
      "*/r-ab12/*",
      "o-partner12345/r-ab12/",
      "o-??????????/r-ab12/ou-ab12-11111111/*",
      "*",
    ],
  },
  {
    key: "aws:PrincipalOrgID",
    operators: ["StringEquals", "StringLike", "StringNotLike", "StringNotEqualsIfExists"],
    values: ["o-partner12345", "o-*", "*5", "O-PARTNER12345", "x"],
  },
  {
    key: "aws:SourceIp",
    operators: ["IpAddress", "NotIpAddress", "StringLike", "StringNotEquals", "StringNotLike"],
    values: ["203.0.113.0/24", "203.0.113.7", "8.0.0.0/7", "203.0.113.*", "2600::/30", "203.0.113.${*}"],
  },
  {
    key: "aws:CurrentTime",
    operators: ["DateGreaterThan", "DateLessThanEquals", "DateEquals", "NumericLessThan", "DateNotEquals"],
    values: ["2026-11-23T12:00:00Z", "2026-11-23T12:00:01Z", "2030-01-01", "1795435200", "2*"],
  },
  {
    key: "aws:PrincipalArn",
    operators: ["ArnLike", "ArnNotEquals"],
    values: ["*", "arn:*", "arn:aws:iam:*", "a*d"],
  },
  {
    key: "aws:CurrentTime",
    operators: ["StringEquals", "StringNotEquals"],
    values: ["2026-11-23T12:00:01Z", "2030-01-01", "soon"],
  },
  {
    key: "aws:TokenIssueTime",
    operators: ["DateGreaterThan", "DateLessThan"],
    values: ["2026-11-23T11:00:00Z", "2026-11-23T12:00:00Z", "2027-01-01"],
  },
  {
    key: "aws:MultiFactorAuthAge",
    operators: ["NumericLessThan", "NumericGreaterThanEquals", "NumericNotEquals", "NumericLessThanIfExists"],
    values: ["0", "1", "3600", "-1"],
  },
  {
    key: "aws:PrincipalTag/t",
    operators: ["NumericEquals", "IpAddress", "DateEquals", "Bool", "StringNotEqualsIgnoreCase", "ArnEquals"],
    values: ["1", "203.0.113.7", "2026-11-23", "TRUE", "arn:aws:iam::*:user/x", "x"],
  },
  {
    key: "ses:FromAddress",
    operators: ["StringEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
    values: ["a@example.com", "*@example.com", "A@EXAMPLE.COM", "*", "no address"],
  },
  {
    key: "aws:SourceVpcArn",
    operators: ["ArnEquals", "StringLike", "ArnNotLikeIfExists"],
    values: [`arn:aws:ec2:us-east-1:${PARTNER}:vpc/${VPC}`, "arn:aws:ec2:*:*:vpc/*18", `*:${OWNER}:vpc/*`],
  },
];

const alone: readonly (readonly [Row, Demand])[] = ROWS.flatMap((row) =>
  row.operators.flatMap((operator) =>
    row.values.map((value): readonly [Row, Demand] => [row, [operator, row.key, value]]),
  ),
);

const shown = (demands: readonly Demand[]): string =>
  demands.map(([operator, key, value]) => `${operator} ${key} ${value}`).join(" and ");

const SINGLE: readonly Asked[] = alone.map(([, demand], index) =>
  index % 2 === 0
    ? asked(shown([demand]), [allow(under([demand]))])
    : asked(`but ${shown([demand])}`, [allow(), deny(under([demand]))]),
);

/** Two conditions on keys that hang together: each with one of the others, a fixed step away. */
const together = (keys: readonly string[], step: number): readonly (readonly [Demand, Demand])[] => {
  const demands = alone.map(([, demand]) => demand).filter(([, key]) => keys.includes(key));
  return demands.flatMap((one, index): readonly (readonly [Demand, Demand])[] => {
    const other = demands[(index + step) % demands.length];
    return other === undefined || (other[0] === one[0] && other[1] === one[1]) ? [] : [[one, other]];
  });
};

const PAIRS: readonly Asked[] = [
  ...together(["aws:PrincipalArn", "aws:username", "aws:userid"], 41),
  ...together(["aws:SourceArn", "aws:SourceAccount"], 23),
  ...together(["aws:PrincipalOrgPaths", "aws:PrincipalOrgID"], 19),
  ...together(["aws:CurrentTime", "aws:TokenIssueTime", "aws:MultiFactorAuthAge"], 27),
  ...together(["aws:PrincipalTag/t"], 13),
].map(([one, other], index) =>
  index % 3 === 2
    ? asked(`${shown([one])} but ${shown([other])}`, [allow(under([one])), deny(under([other]))])
    : asked(shown([one, other]), [allow(under([one, other]))]),
);

const between = (...parts: readonly string[]): Hole["parts"] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [{ expression: "var.x" }, part]));

/** A text that is known but for the places between these parts; its statement has null there. */
const partly = (at: Pointer, parts: readonly string[], ...statements: readonly Members[]): Asked =>
  asked(`${at} is ${parts.join("${var.x}")}: ${JSON.stringify(statements)}`, statements, {}, [
    { at, expression: "var.x", parts: between(...parts) ?? [] },
  ]);

const nothing = { AWS: null };
const NAMES: readonly (readonly string[])[] = [
  ["arn:aws:iam::", ":root"],
  ["arn:aws:iam::", ":role/x"],
  [`arn:aws:iam::${PARTNER}:role/`, ""],
  [`arn:aws:iam::${PARTNER}:role/team-`, "-mailer"],
  [`arn:aws:iam::${PARTNER}:user/`, "xy"],
  [`arn:aws:iam::${PARTNER}:`, "/x"],
  [`arn:aws:iam::${OWNER}:role/`, ""],
  [`arn:aws:sts::${PARTNER}:assumed-role/x/`, ""],
  ["arn:", `:iam::${PARTNER}:root`],
  ["arn:", ":iam::", ":role/x"],
  ["", ":root"],
  ["arn:aws:iam::*", ":root"],
];

const PARTLY: readonly Asked[] = [
  ...NAMES.flatMap((parts) => [
    partly("/Statement/0/Principal/AWS", parts, allow({ Principal: nothing })),
    partly("/Statement/1/Principal/AWS", parts, allow(), deny({ Principal: nothing })),
    partly("/Statement/1/NotPrincipal/AWS", parts, allow(), {
      ...deny({ Principal: undefined }),
      NotPrincipal: nothing,
    }),
  ]),
  ...(
    [
      ["ArnLike", "aws:PrincipalArn", ["arn:aws:iam::", ":role/*"]],
      ["ArnEquals", "aws:PrincipalArn", [`arn:aws:iam::${PARTNER}:role/`, ""]],
      ["StringLike", "aws:PrincipalArn", ["arn:aws:iam::", ":*"]],
      ["StringEquals", "aws:PrincipalArn", ["arn:aws:iam::", ":role/x"]],
      ["ArnNotLike", "aws:PrincipalArn", ["arn:aws:iam::", ":role/*"]],
      ["ArnLikeIfExists", "aws:SourceArn", ["arn:aws:sns:us-east-1:", ":topic"]],
      ["ArnLike", "aws:SourceArn", [`arn:aws:sns:us-east-1:${PARTNER}:`, ""]],
      ["ArnLike", "aws:SourceArn", ["arn:aws:sns:us-east-1:", ""]],
      ["StringLike", "aws:PrincipalOrgID", ["o-", "12345"]],
    ] as const
  ).flatMap(([operator, key, parts]) => [
    partly(
      `/Statement/0/Condition/${operator}/${key}`,
      parts,
      allow({ Condition: { [operator]: { [key]: null } } }),
    ),
    partly(
      `/Statement/1/Condition/${operator}/${key}`,
      parts,
      allow(),
      deny({ Condition: { [operator]: { [key]: null } } }),
    ),
  ]),
  ...(["Action", "NotAction"] as const).flatMap((member) =>
    [
      ["ses:", ""],
      ["s3:", ""],
      ["ses:Send", "Email"],
    ].flatMap((parts) => [
      partly(`/Statement/0/${member}`, parts, { ...allow({ Action: undefined }), [member]: null }),
      partly(`/Statement/1/${member}/0`, parts, allow(), {
        ...deny({ Action: undefined }),
        [member]: [null, "ses:SendRawEmail"],
      }),
    ]),
  ),
  ...(["Resource", "NotResource"] as const).map((member) =>
    partly(`/Statement/0/${member}`, ["arn:aws:ses:", ":identity/other.com"], {
      ...allow({ Resource: undefined }),
      [member]: null,
    }),
  ),
  partly(
    "/Statement/1/Action",
    ["s3:", ""],
    { ...allow({ Action: undefined }), NotAction: [] },
    allow({ Action: null }),
  ),
  ...(
    [
      ["StringEquals", "aws:PrincipalAccount", PARTNER],
      ["StringNotEquals", "aws:PrincipalAccount", PARTNER],
      ["ArnLike", "aws:PrincipalArn", `arn:aws:iam::${PARTNER}:role/*`],
      ["Null", "aws:SourceIp", "true"],
      ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-partner12345/*"],
    ] as const
  ).flatMap(([operator, key, value]) => {
    const known = { Condition: { [operator]: { [key]: value } } };
    return [
      partly("/Statement/0/Action", ["ses:", ""], allow({ ...known, Action: null })),
      partly("/Statement/1/Action", ["ses:", ""], allow(), deny({ ...known, Action: null })),
      partly(
        "/Statement/0/Principal/AWS",
        ["arn:aws:iam::", ":root"],
        allow({ ...known, Principal: nothing }),
      ),
    ];
  }),
  partly("/Statement/0/Action/1", ["s3:", ""], allow({ Action: ["ses:SendRawEmail", null] })),
  partly(
    "/Statement/0/Principal/AWS/1",
    ["arn:aws:iam::", ":root"],
    allow({ Principal: { AWS: [PARTNER, null] } }),
  ),
  partly("/Statement/0/Principal/Service", ["", ".amazonaws.com"], allow({ Principal: { Service: null } })),
  partly("/Statement/0/Condition/ArnLike/aws:PrincipalArn/0", ["arn:aws:iam::", ":role/x"], {
    ...allow({
      Condition: { ArnLike: { "aws:PrincipalArn": [null, `arn:aws:iam::${PARTNER}:role/y`] } },
    }),
  }),
];

const blocks = (...cidrs: readonly string[]): Members => ({
  Condition: { IpAddress: { "aws:SourceIp": cidrs } },
});

const trusting = (trust: Partial<Trust>): Partial<Question> => ({ trust: { ...OWNER_ONLY, ...trust } });

/** What takes several statements, or values that depend on each other. */
const SEARCH: readonly Asked[] = [
  asked("two blocks that are wide together, and a Deny of calls without an address", [
    allow(blocks("20.0.0.0/8")),
    allow(blocks("21.0.0.0/8")),
    deny({ Condition: { Null: { "aws:SourceIp": "true" } } }),
  ]),
  asked("two blocks that are wide together, and a Deny of calls with an address", [
    allow(blocks("20.0.0.0/8")),
    allow(blocks("21.0.0.0/8")),
    deny({ Condition: { Null: { "aws:SourceIp": "false" } } }),
  ]),
  asked("two recipients, of whom one is denied", [
    allow({
      Condition: {
        "ForAnyValue:StringEquals": { "ses:Recipients": "a@example.com" },
        "ForAnyValue:StringLike": { "ses:Recipients": "b@example.com" },
      },
    }),
    deny({ Condition: { "ForAnyValue:StringEquals": { "ses:Recipients": "a@example.com" } } }),
  ]),
  asked("two recipients, and a Deny where all are one of them", [
    allow({
      Condition: {
        "ForAnyValue:StringEquals": { "ses:Recipients": "a@example.com" },
        "ForAnyValue:StringLike": { "ses:Recipients": "b@example.com" },
      },
    }),
    deny({ Condition: { "ForAllValues:StringEquals": { "ses:Recipients": "a@example.com" } } }),
  ]),
  asked("a number between two, the upper bound first", [
    allow({
      Condition: {
        NumericLessThan: { "aws:PrincipalTag/t": "10" },
        NumericGreaterThan: { "aws:PrincipalTag/t": "9" },
      },
    }),
  ]),
  asked("a principal that is an address", [
    allow({
      Condition: {
        IpAddress: { "aws:PrincipalArn": "203.0.113.0/24" },
        StringLike: { "aws:PrincipalArn": "*x*" },
      },
    }),
  ]),
  asked("a tag that is another and is not", [
    allow({
      Condition: {
        StringEquals: { "aws:PrincipalTag/t": "${aws:PrincipalTag/u}" },
        StringNotEquals: { "aws:PrincipalTag/t": "${aws:PrincipalTag/u}" },
      },
    }),
  ]),
  asked("a tag like none of the texts that variables make", [
    allow({
      Condition: {
        StringNotLike: { "aws:PrincipalTag/t": ["${aws:PrincipalTag/u}*", "${ec2:SourceInstanceArn}"] },
      },
    }),
  ]),
  asked("a tag that is a default or a name", [
    allow({
      Condition: {
        StringEquals: { "aws:PrincipalTag/t": ["${aws:PrincipalTag/u, 'a'}", "${aws:username}"] },
      },
    }),
    deny({ Condition: { Null: { "aws:PrincipalTag/u": "true" } } }),
  ]),
  asked("a VPC by its ARN's end and by its id's beginning", [
    allow({
      Condition: {
        StringLike: { "aws:SourceVpc": "vpc-0a*", "aws:VpceAccount": "2222*" },
        ArnLike: { "aws:SourceVpcArn": "arn:aws:ec2:*:*:vpc/*18" },
      },
    }),
  ]),
  asked("a VPC by its ARN, and not by its id", [
    allow({
      Condition: {
        StringNotEquals: { "aws:SourceVpc": VPC },
        ArnLike: { "aws:SourceVpcArn": `arn:aws:ec2:*:${PARTNER}:vpc/vpc-0a1b2c3d4e5f6071?` },
      },
    }),
  ]),
  asked("a VPC by its id, and any ARN", [
    allow({
      Condition: {
        StringEquals: { "aws:SourceVpc": VPC },
        ArnLike: { "aws:SourceVpcArn": `arn:aws:ec2:*:${PARTNER}:vpc/*` },
      },
    }),
  ]),
  asked("Bool of a variable", [
    allow({ Condition: { Bool: { "aws:PrincipalTag/t": "${aws:PrincipalTag/u}" } } }),
  ]),
  asked(
    "a trusted network beside a wide block",
    [allow(blocks("20.0.0.0/7"))],
    trusting({ networks: ["21.0.0.0/8"] }),
  ),
  asked(
    "a trusted user's name",
    [allow({ Condition: { StringEquals: { "aws:username": "mailer" } } })],
    trusting({ principals: [`arn:aws:iam::${PARTNER}:user/mailer`] }),
  ),
  asked(
    "only roles of an account of which one is trusted",
    [
      allow({
        Principal: { AWS: PARTNER },
        Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${PARTNER}:role/*` } },
      }),
    ],
    trusting({ principals: [`arn:aws:iam::${PARTNER}:role/mailer`] }),
  ),
  asked("a chain of services, none of them one", [
    allow({ Condition: { "ForAllValues:StringNotEquals": { "aws:CalledVia": "athena.amazonaws.com" } } }),
    deny({ Condition: { StringNotLike: { "aws:CalledViaLast": "athena*" } } }),
  ]),
  asked("a chain of services that ends with one and begins with another", [
    allow({
      Condition: {
        StringEquals: {
          "aws:CalledViaFirst": "athena.amazonaws.com",
          "aws:CalledViaLast": "kms.amazonaws.com",
        },
      },
    }),
  ]),
  asked("a Deny for sessions alone", [
    allow(),
    deny({ Condition: { StringLike: { "aws:userid": "AROA*" } } }),
  ]),
  asked("a Deny for users and sessions", [
    allow(),
    deny({ Condition: { StringEquals: { "aws:PrincipalType": ["User", "AssumedRole"] } } }),
  ]),
  asked("a role's session by its name, but for its role", [
    allow({ Principal: { AWS: `arn:aws:sts::${PARTNER}:assumed-role/mailer/s1` } }),
    deny({ Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${PARTNER}:role/mailer` } } }),
  ]),
  asked("everyone but a session, of a role in a path", [
    {
      ...allow({ Principal: undefined }),
      NotPrincipal: { AWS: `arn:aws:sts::${PARTNER}:assumed-role/mailer/s1` },
    },
    deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${PARTNER}:role/team/mailer` } } }),
  ]),
];

export const CONDITIONS: readonly Asked[] = [...SINGLE, ...PAIRS, ...PARTLY, ...SEARCH];
