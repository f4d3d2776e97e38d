/** Distinct policies as they are met: what the guides show, what tools write, what people get wrong. 300 to 1,500 bytes. */
const ID = "arn:aws:ses:us-east-1:111111111111:identity/example.com";

type Json = Readonly<Record<string, unknown>>;

const statement = (sid: string, parts: Json): Json => ({
  Sid: sid,
  Effect: "Allow",
  Principal: "*",
  Action: ["ses:SendEmail", "ses:SendRawEmail"],
  Resource: ID,
  ...parts,
});

/** Each shape with a number in it, so that no two texts are equal; the comment is its share of the mix. */
const SHAPES: readonly ((n: number) => readonly Json[])[] = [
  // A named account, its root, a role: 4 of 16.
  (n) => [statement(`Partner${n}`, { Principal: { AWS: account(n) } })],
  (n) => [
    statement(`Root${n}`, {
      Principal: { AWS: [`arn:aws:iam::${account(n)}:root`, "111111111111"] },
      Action: "ses:Send*",
    }),
  ],
  (n) => [
    statement(`Role${n}`, {
      Principal: { AWS: `arn:aws:iam::${account(n)}:role/mail/sender-${n}` },
      Condition: { StringLike: { "ses:FromAddress": `*@team${n}.example.com` } },
    }),
  ],
  (n) => [statement(`Own${n}`, { Principal: { AWS: `arn:aws:iam::111111111111:role/app-${n}` } })],
  // Everybody with nothing that says who: 3 of 16.
  (n) => [statement(`Open${n}`, { Action: ["ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail"] })],
  (n) => [
    statement(`From${n}`, {
      Condition: {
        StringLike: { "ses:FromAddress": `*@sub${n}.example.com` },
        Bool: { "aws:SecureTransport": "true" },
      },
    }),
  ],
  (n) => [
    statement(`IfExists${n}`, { Condition: { StringEqualsIfExists: { "aws:SourceAccount": account(n) } } }),
  ],
  // An organisation, an account, a network, an endpoint: 4 of 16.
  (n) => [statement(`Org${n}`, { Condition: { StringEquals: { "aws:PrincipalOrgID": organisation(n) } } })],
  (n) => [
    statement(`Account${n}`, {
      Condition: { StringEquals: { "aws:PrincipalAccount": [account(n), account(n + 1)] } },
    }),
  ],
  (n) => [
    statement(`Office${n}`, {
      Condition: { IpAddress: { "aws:SourceIp": [`203.0.${n % 256}.0/24`, `198.51.${n % 256}.0/24`] } },
    }),
  ],
  (n) => [
    statement(`Endpoint${n}`, {
      Condition: { StringEquals: { "aws:SourceVpce": `vpce-0a1b2c3d${n.toString(16).padStart(8, "0")}` } },
    }),
  ],
  // A service, bound and not: 2 of 16.
  (n) => [
    statement(`Cognito${n}`, {
      Principal: { Service: "cognito-idp.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "111111111111" },
        ArnLike: { "aws:SourceArn": `arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_${n}` },
      },
    }),
  ],
  (n) => [statement(`Sns${n}`, { Principal: { Service: "sns.amazonaws.com" } })],
  // A Deny beside it: 3 of 16.
  (n) => [
    statement(`All${n}`, { Action: "ses:Send*" }),
    statement(`NotOrg${n}`, {
      Effect: "Deny",
      Action: "ses:*",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": organisation(n) } },
    }),
  ],
  (n) => [
    statement(`Partner${n}`, { Principal: { AWS: account(n) }, Action: "ses:Send*" }),
    statement(`NotElsewhere${n}`, {
      Effect: "Deny",
      Action: "ses:*",
      Condition: { NotIpAddress: { "aws:SourceIp": `203.0.${n % 256}.0/24` } },
    }),
    statement(`Tls${n}`, {
      Effect: "Deny",
      Action: "ses:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
  ],
  (n) => [
    statement(`One${n}`, { Principal: { AWS: account(n) } }),
    statement(`Two${n}`, {
      Principal: { AWS: account(n + 7) },
      Condition: { "ForAllValues:StringLike": { "ses:Recipients": `*@team${n}.example.com` } },
    }),
    statement(`Three${n}`, {
      Condition: {
        StringEquals: { "aws:PrincipalOrgID": organisation(n) },
        ArnLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/mailer-${n}` },
      },
    }),
  ],
];

const account = (n: number): string => String(200_000_000_000 + n * 7919).padStart(12, "0");

const organisation = (n: number): string => `o-${n.toString(36).padStart(10, "0")}`;

export const RESOURCE: string = ID;

/** As they are written by tools, by the guides and by the console. */
const INDENTS = [0, 2, 4] as const;

/** The shortest are met with blanks in them, or not at all. */
const SHORTEST = 300;

/** As many texts, no two alike. */
export const realistic = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => {
    const shape = SHAPES[n % SHAPES.length];
    const policy = { Version: "2012-10-17", Id: `policy-${n}`, Statement: shape?.(n) ?? [] };
    const text = JSON.stringify(policy, null, INDENTS[n % INDENTS.length]);
    return text.length < SHORTEST ? JSON.stringify(policy, null, 4) : text;
  });
