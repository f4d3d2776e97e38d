import { expect } from "chai";
import { queryOf } from "../../../../src/policy/decide/search/query.ts";
import {
  comparedWith,
  familiarAccounts,
  isAskedFor,
  namedAccounts,
  namesOf,
  OWN_ORGANIZATION,
  servicesByWildcard,
} from "../../../../src/policy/decide/request/named-or-trusted.ts";
import type { Environment } from "../../../../src/policy/decide/request/environment.ts";
import { emptyNameCache } from "../../../../src/policy/decide/request/name-cache.ts";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import { ask } from "../../../../proof/question.ts";

const TRUST = {
  accounts: ["555555555555"],
  organizations: ["o-trusted123"],
  principals: ["arn:aws:iam::666666666666:user/Jane"],
  networks: [],
};

const worldOf = (values: readonly string[]): Environment => {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: "222222222222" },
      Action: "ses:SendEmail",
      Resource: "arn:aws:ses:us-east-1:777777777777:identity/example.com",
      Condition: { StringLike: { "aws:PrincipalTag/t": values } },
    },
  });
  const parsed = parsePolicy(text);
  return queryOf(ask([text], TRUST), [isPolicy(parsed) ? parsed : null]).environment;
};

const namedBy = (...values: readonly string[]): readonly string[] => {
  const { organizations, ids, others, networks } = namesOf(worldOf(values));
  const given = [OWN_ORGANIZATION, ...TRUST.organizations];
  return [
    ...[...organizations].filter((name) => !given.includes(name)).map((name) => `organisation ${name}`),
    ...Array.from(ids, (name) => `id ${name}`),
    ...Array.from(others, (name) => `other ${name}`),
    ...networks.map((name) => `network ${name}`),
  ];
};

describe("what policies name", () => {
  for (const [text, ...names] of [
    ["o-own1234567", "organisation o-own1234567"],
    ["O-Own1234567", "organisation o-own1234567"],
    ["o-own1234567/r-ab12/*", "organisation o-own1234567"],
    ["o-own1234567-x"],
    ["x/o-own1234567"],
    ["o-own*"],
    ["AIDAEXAMPLE000000001", "id AIDAEXAMPLE000000001"],
    ["aidaexample000000001", "id AIDAEXAMPLE000000001"],
    ["AROAEXAMPLE000000001:*", "id AROAEXAMPLE000000001"],
    ["xAIDAEXAMPLE00000001"],
    ["AIDAEXAMPLE*"],
    ["AIDA"],
    ["vpc-0a1b2c3d", "other vpc-0a1b2c3d"],
    ["VPCE-0a1b2c3d", "other VPCE-0a1b2c3d", "other vpce-0a1b2c3d"],
    ["x/vpc-0a1b2c3d"],
    ["vpc-0a1b2c*"],
    ["vpc-0a1b2c3?"],
    ["arn:aws:sns:us-east-1:444444444444:topic", "other arn:aws:sns:us-east-1:444444444444:topic"],
    ["arn:aws:sns:us-east-1:444444444444:*"],
    ["sns.amazonaws.com", "other sns.amazonaws.com"],
    ["203.0.113.0/24", "other 203.0.113.0/24", "network 203.0.113.0/24"],
    ["2600:1f00::/40", "network 2600:1f00::/40"],
    ["0.0.0.0/0", "other 0.0.0.0/0"],
    ["::/0"],
    ["x:203.0.113.7"],
    ["203:x"],
    ["team"],
    ["${aws:PrincipalTag/u, 'o-own1234567'}", "organisation o-own1234567"],
    ["${aws:PrincipalTag/u,'o-own1234567' }", "organisation o-own1234567"],
    ["${aws:PrincipalTag/u,'vpc-1'}${aws:PrincipalTag/v,'vpc-2'}", "other vpc-1", "other vpc-2"],
  ] as const)
    it(`${JSON.stringify(text)}: ${names.join(", ") || "nothing"}`, () => {
      expect(namedBy(text)).to.deep.equal(names);
    });

  it("has networks in order, each once", () => {
    const blocks = ["203.0.113.0/24", "198.51.100.0/24", "203.0.113.0/24"];
    expect(namesOf(worldOf(blocks)).networks).to.deep.equal(["198.51.100.0/24", "203.0.113.0/24"]);
  });

  it("has the accounts that stand in principals and conditions, beside the owner and the trusted", () => {
    const environment = worldOf([
      "x333333333333:",
      "4444444444444",
      "arn:aws:sns:us-east-1:888888888888:topic",
      "9",
    ]);
    expect(namedAccounts(environment)).to.deep.equal(["222222222222", "333333333333", "888888888888"]);
    expect([...familiarAccounts(environment)].sort()).to.deep.equal([
      "111111111111",
      "222222222222",
      "333333333333",
      "555555555555",
      "666666666666",
      "888888888888",
    ]);
  });
});

/** Services whose resources the conditions on a source name with wildcards. */
const servicesOf = (condition: unknown): readonly string[] =>
  servicesByWildcard({
    ...worldOf([]),
    names: emptyNameCache(),
    policies: [
      JSON.stringify({
        Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*", Condition: condition },
      }),
    ]
      .map((text) => parsePolicy(text))
      .filter(isPolicy),
  });

describe("services whose resources are named by wildcards that reach over colons", () => {
  const topic = "arn:aws:sns:us-east-1:444444444444:*";
  const bucket = "arn:aws:s3:::b*";

  it("are those under string operators with wildcards", () => {
    expect(servicesOf({ StringLike: { "AWS:SourceArn": [topic, bucket, topic] } })).to.deep.equal([
      "sns",
      "s3",
    ]);
    expect(servicesOf({ StringNotLike: { "aws:SourceArn": topic } })).to.deep.equal(["sns"]);
    expect(servicesOf({ StringEquals: { "aws:SourceArn": topic } })).to.deep.equal([]);
    expect(
      servicesOf({
        StringLike: { "aws:PrincipalArn": topic, "xaws:SourceArn": topic, "aws:SourceArnX": topic },
      }),
    ).to.deep.equal([]);
    expect(
      servicesOf({ StringLike: { "aws:SourceArn": ["x" + topic, "arn:aws:*:us-east-1:4:x"] } }),
    ).to.deep.equal([]);
  });

  it("are those under ARN operators where several patterns can meet", () => {
    expect(servicesOf({ ArnLike: { "aws:SourceArn": topic } })).to.deep.equal([]);
    expect(servicesOf({ ArnLike: { "aws:SourceArn": [topic, topic] } })).to.deep.equal([]);
    expect(
      servicesOf({ ArnLike: { "aws:SourceArn": topic }, StringEquals: { "aws:SourceArn": bucket } }),
    ).to.deep.equal([]);
    expect(
      servicesOf({ ArnLike: { "aws:SourceArn": topic }, ArnNotEquals: { "aws:SourceArn": bucket } }),
    ).to.deep.equal(["sns", "s3"]);
  });
});

/** Of two statements, the second for another resource. */
const asking = (Condition: unknown, Resource = "*"): Environment => {
  const one = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
  const parsed = parsePolicy(
    JSON.stringify({ Version: "2012-10-17", Statement: [one, { ...one, Resource, Condition }] }),
  );
  return {
    ...worldOf([]),
    names: emptyNameCache(),
    policies: isPolicy(parsed) ? [parsed] : [],
  };
};

describe("the values that policies compare a key with", () => {
  it("are those of its conditions, in whatever case it is written, each once", () => {
    const environment = asking({
      StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"], "aws:SourceVpce": "vpce-1" },
      StringNotEquals: { "AWS:sourcevpc": ["vpc-3", "vpc-1"] },
    });
    expect(comparedWith(environment, "aws:sourcevpc")).to.deep.equal(["vpc-1", "vpc-2", "vpc-3"]);
    expect(comparedWith(environment, "aws:sourcevpce")).to.deep.equal(["vpce-1"]);
    expect(comparedWith(environment, "aws:referer")).to.deep.equal([]);
    expect(comparedWith(environment, "aws:sourcevpc")).to.equal(comparedWith(environment, "aws:sourcevpc"));
  });

  it("are no wildcards, no variables, and not whether it must be there", () => {
    const values = ["a*", "b?", "${aws:username}", "c"];
    const environment = asking({ StringLike: { "aws:Referer": values }, Null: { "aws:Referer": "true" } });
    expect(comparedWith(environment, "aws:referer")).to.deep.equal(["c"]);
  });
});

describe("whether policies ask for a key", () => {
  const time = "aws:currenttime";
  const name = "${aws:CurrentTime}";
  it("is seen in conditions, in variables of their values, and in resources", () => {
    expect(isAskedFor(asking({ DateLessThan: { "AWS:CurrentTime": "2030-01-01" } }), time)).to.equal(true);
    expect(isAskedFor(asking({ StringLike: { "aws:Referer": ["x", `a${name}`] } }), time)).to.equal(true);
    expect(isAskedFor(asking({}, `arn:aws:ses:us-east-1:111111111111:identity/${name}`), time)).to.equal(
      true,
    );
  });

  it("is not seen in another key, nor in a text that names it", () => {
    expect(isAskedFor(asking({ StringLike: { "aws:Referer": ["aws:CurrentTime", "x"] } }), time)).to.equal(
      false,
    );
    expect(isAskedFor(asking({ DateLessThan: { "aws:TokenIssueTime": "2030-01-01" } }), time)).to.equal(
      false,
    );
    expect(isAskedFor(asking({}), time)).to.equal(false);
  });
});
