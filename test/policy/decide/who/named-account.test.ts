import { expect } from "chai";
import { ask, IDENTITY } from "../../../../proof/question.ts";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";

const OWNER = "111111111111";
const PARTNER = "222222222222";
const [FIRST, SECOND] = ["o-aaaaaaaaaa", "o-bbbbbbbbbb"];

const statement = (Effect: string, Principal: unknown, Condition: object): object => ({
  Effect,
  Principal,
  Action: "ses:Send*",
  Resource: IDENTITY,
  Condition,
});

describe("an account that a policy names", () => {
  it("needs few steps where no service can call for anybody", () => {
    const named = statement(
      "Allow",
      { AWS: "arn:aws:iam::333333333333:role/x" },
      { StringLike: { "aws:PrincipalAccount": OWNER } },
    );
    const forItself = statement("Allow", "*", {
      StringLike: { "aws:PrincipalAccount": "${aws:SourceAccount}" },
    });
    const deny = statement("Deny", "*", {
      StringLike: {
        "aws:SourceArn": [
          `arn:aws:cognito-idp:us-east-1:${OWNER}:userpool/one`,
          `arn:aws:lambda:*:${OWNER}:function:*`,
        ],
      },
    });
    const documents = [[named], [forItself, deny]].map((Statement) =>
      JSON.stringify({ Version: "2012-10-17", Statement }),
    );
    expect(decideExposure(ask(documents)).exposure).to.equal("private");
  });
});

type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const allow = (Condition: Condition, Principal: unknown = "*"): object =>
  statement("Allow", Principal, Condition);
const deny = (Condition: Condition): object => statement("Deny", "*", Condition);

/** The exposure, and who can. */
const answer = (...statements: readonly object[]): string => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const { exposure, allowedTo } = decideExposure(ask([text]));
  return [exposure, ...allowedTo.map(({ kind, name }) => `${kind} ${name}`)].join(", ");
};

const vpcs = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `vpc-0a1b2c${10 + index}`);

describe("an account in a place that a policy names", () => {
  for (const [operator, key, first, second, found, by = "aws:PrincipalAccount"] of [
    ["StringEquals", "aws:PrincipalOrgID", FIRST, SECOND, `organization ${FIRST}`],
    ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", `${FIRST}/*`, `${SECOND}/*`, `organization ${FIRST}`],
    ["StringEquals", "aws:SourceVpc", "vpc-0a1b2c3d", "vpc-0a1b2c3e", "network vpc-0a1b2c3d"],
    ["StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d", "vpce-0a1b2c3e", "network vpce-0a1b2c3d"],
    ["StringEquals", "aws:VpceOrgID", FIRST, SECOND, `network ${FIRST}`],
    ["StringEquals", "aws:VpceAccount", "333333333333", "444444444444", "network 333333333333"],
    [
      "ArnEquals",
      "aws:SourceVpcArn",
      "arn:aws:ec2:us-east-1:333333333333:vpc/vpc-0a1b2c3d",
      "arn:aws:ec2:us-east-1:444444444444:vpc/vpc-0a1b2c3e",
      "network arn:aws:ec2:us-east-1:333333333333:vpc/vpc-0a1b2c3d",
    ],
    [
      "ArnLike",
      "aws:SourceVpcArn",
      "arn:aws:ec2:*:333333333333:vpc/*",
      "arn:aws:ec2:*:444444444444:vpc/*",
      "network 333333333333",
    ],
    ["StringEquals", "aws:Ec2InstanceSourceVpc", "vpc-0a1b2c3d", "vpc-0a1b2c3e", "network vpc-0a1b2c3d"],
    ["IpAddress", "aws:SourceIp", "203.0.113.0/24", "198.51.100.0/24", "network 203.0.113.0/24"],
    [
      "StringLike",
      "aws:userid",
      "AIDAEXAMPLE000000001",
      "AIDAEXAMPLE000000002",
      "principal AIDAEXAMPLE000000001",
    ],
    [
      "StringLike",
      "aws:userid",
      "AROAEXAMPLE000000001:*",
      "AROAEXAMPLE000000002:*",
      "principal AROAEXAMPLE000000001",
    ],
    ["StringEquals", "aws:SourceOrgID", FIRST, SECOND, `organization ${FIRST}`, "aws:SourceAccount"],
  ] as const) {
    const within = allow({ [operator]: { [key]: [first, second] } });
    const but = (id: string): object =>
      deny({ [operator]: { [key]: second }, StringNotEquals: { [by]: id } });

    it(`is a party where anybody can from another place: ${operator} ${key}`, () => {
      expect(answer(within, but(PARTNER))).to.equal(`cross-account, account ${PARTNER}, ${found}`);
    });

    it(`is none where only the owner can from the second place: ${operator} ${key}`, () => {
      expect(answer(within, but(OWNER))).to.equal(`restricted, ${found}`);
    });
  }

  it("is a party where the place alone is not enough", () => {
    for (const place of [
      { "aws:PrincipalOrgID": FIRST },
      { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" },
      { "aws:SourceVpc": "vpc-0a1b2c3d" },
    ])
      expect(answer(allow({ StringEquals: { ...place, "aws:PrincipalAccount": PARTNER } }))).to.equal(
        `cross-account, account ${PARTNER}`,
      );
  });

  it("is none where anybody can from the place", () => {
    const named = deny({ StringEquals: { "aws:PrincipalAccount": PARTNER } });
    expect(answer(allow({ StringEquals: { "aws:PrincipalOrgID": FIRST } }), named)).to.equal(
      `restricted, organization ${FIRST}`,
    );
    expect(answer(allow({ ArnLike: { "aws:SourceVpcArn": `arn:aws:ec2:*:${PARTNER}:vpc/*` } }))).to.equal(
      `restricted, network ${PARTNER}`,
    );
    expect(answer(allow({ ArnLike: { "aws:SourceVpcArn": `arn:aws:ec2:*:${OWNER}:vpc/*` } }))).to.equal(
      `restricted, network ${OWNER}`,
    );
  });

  it("is a party beside the organisation that another statement lets in", () => {
    expect(
      answer(
        allow({ StringEquals: { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" } }),
        allow({ StringEquals: { "aws:PrincipalAccount": PARTNER } }),
      ),
    ).to.equal(`cross-account, account ${PARTNER}, organization \${aws:ResourceOrgID}`);
  });

  it("is found behind eleven places from which anybody can", () => {
    const only = deny({
      StringEquals: { "aws:SourceVpc": "vpc-0a1b2c21" },
      StringNotEquals: { "aws:PrincipalAccount": PARTNER },
    });
    expect(answer(allow({ StringEquals: { "aws:SourceVpc": vpcs(12) } }), only)).to.equal(
      ["cross-account", `account ${PARTNER}`, ...vpcs(11).map((id) => `network ${id}`)].join(", "),
    );
  });
});

describe("an account that an AWS service acts for", () => {
  const services = ["sns.amazonaws.com", "ses.amazonaws.com"];
  const both = "service ses.amazonaws.com, service sns.amazonaws.com";
  for (const [title, expected, ...statements] of [
    [
      "is a party beside itself",
      `cross-account, account ${PARTNER}`,
      allow({ StringEquals: { "aws:SourceAccount": PARTNER } }),
      allow({}, { AWS: PARTNER }),
    ],
    [
      "is a party by the ARN of its resource",
      `cross-account, account ${PARTNER}`,
      allow({ ArnLike: { "aws:SourceArn": `arn:aws:sns:*:${PARTNER}:*` } }),
    ],
    [
      "is a party in an organisation that is named",
      `cross-account, account ${PARTNER}, organization ${FIRST}`,
      allow({ StringEquals: { "aws:SourceOrgID": FIRST, "aws:SourceAccount": PARTNER } }),
    ],
    [
      "is a party beside services by name",
      `cross-account, account ${PARTNER}, ${both}`,
      allow({ StringEquals: { "aws:SourceAccount": PARTNER } }, { Service: services }),
    ],
    [
      "is none where it is the owner",
      `restricted, ${both}`,
      allow({ StringEquals: { "aws:SourceAccount": OWNER } }, { Service: services }),
    ],
    [
      "is none where it is the owner, and the service is named by a condition",
      "restricted, service sns.amazonaws.com",
      allow({
        StringEquals: { "aws:SourceAccount": OWNER, "aws:PrincipalServiceName": "sns.amazonaws.com" },
      }),
    ],
    [
      "is none where it is in a network from which others can themselves",
      "restricted, network 198.51.100.0/24, network 203.0.113.0/24",
      allow({ IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"] } }),
      deny({
        IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
        StringNotEquals: { "aws:SourceAccount": PARTNER },
        Bool: { "aws:PrincipalIsAWSService": "true" },
      }),
    ],
    [
      "is a party by the one of two services that not anybody can use",
      `cross-account, account ${PARTNER}, ${both}`,
      allow({ StringEquals: { "aws:PrincipalServiceName": services } }),
      deny({
        StringEquals: { "aws:PrincipalServiceName": "ses.amazonaws.com" },
        StringNotEquals: { "aws:SourceAccount": PARTNER },
      }),
    ],
  ] as const)
    it(title, () => {
      expect(answer(...statements)).to.equal(expected);
    });
});
