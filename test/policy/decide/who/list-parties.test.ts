import { expect } from "chai";
import { OWNER_ONLY, type Trust } from "../../../../src/model/trust.ts";
import { ask } from "../../../../proof/question.ts";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import { policy, type Members } from "../explain/support.ts";

const OWNER = "111111111111";
const JANE = "arn:aws:iam::222222222222:user/Jane";

/** Who can reach the identity, by these statements of one policy. */
const parties = (statements: readonly Members[], trust: Partial<Trust> = {}): readonly string[] =>
  decideExposure(ask([policy(...statements)], { ...OWNER_ONLY, ...trust })).allowedTo.map(
    ({ kind, name }) => `${kind} ${name}`,
  );

const when = (operator: string, key: string, value: unknown): Members => ({
  Condition: { [operator]: { [key]: value } },
});
const denied = (members: Members): Members => ({ Effect: "Deny", ...members });

describe("those who can reach the resource", () => {
  it("are everyone where it is exposed, and nobody where it is private", () => {
    expect(parties([{}])).to.deep.equal(["everyone *"]);
    expect(parties([{ Principal: { AWS: OWNER } }])).to.deep.equal([]);
  });

  it("are accounts in the order of their ids, each once", () => {
    const AWS = ["333333333333", "arn:aws:iam::222222222222:root", "333333333333", OWNER];
    expect(parties([{ Principal: { AWS } }, { Principal: { AWS: "222222222222" } }])).to.deep.equal([
      "account 222222222222",
      "account 333333333333",
    ]);
  });

  it("are the principals of an account that are named, where nobody else in it can", () => {
    const role = "arn:aws:iam::222222222222:role/mailer";
    expect(parties([{ Principal: { AWS: [role, JANE] } }])).to.deep.equal([
      `principal ${role}`,
      `principal ${JANE}`,
    ]);
    expect(parties([{ Principal: { AWS: [JANE, "222222222222"] } }])).to.deep.equal(["account 222222222222"]);
  });

  it("are without a principal that a Deny keeps out", () => {
    const role = "arn:aws:iam::222222222222:role/mailer";
    const deny = denied({ Principal: { AWS: JANE } });
    expect(parties([{ Principal: { AWS: [role, JANE] } }, deny])).to.deep.equal([`principal ${role}`]);
  });

  it("are an account where only a service acts for it, whatever principals of it are named", () => {
    const source = when("StringEquals", "aws:SourceAccount", "222222222222");
    expect(parties([source, denied({ Principal: { AWS: JANE } })])).to.deep.equal(["account 222222222222"]);
  });

  it("are principals that a condition names", () => {
    expect(parties([when("ArnEquals", "aws:PrincipalArn", JANE)])).to.deep.equal([`principal ${JANE}`]);
    expect(parties([when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::222222222222:role/a*")])).to.deep.equal(
      ["account 222222222222"],
    );
  });

  it("are not who is trusted", () => {
    const AWS = ["222222222222", "333333333333"];
    expect(parties([{ Principal: { AWS } }], { accounts: ["222222222222"] })).to.deep.equal([
      "account 333333333333",
    ]);
    expect(parties([{ Principal: { AWS: JANE } }], { principals: [JANE] })).to.deep.equal([]);
  });

  it("are organisations, by id, each of several", () => {
    const ids = ["o-other00000", "o-own1234567"];
    expect(parties([when("StringEquals", "aws:PrincipalOrgID", ids)])).to.deep.equal([
      "organization o-other00000",
      "organization o-own1234567",
    ]);
    expect(
      parties([when("StringEquals", "aws:PrincipalOrgID", ids)], { organizations: ["o-other00000"] }),
    ).to.deep.equal(["organization o-own1234567"]);
  });

  it("are networks, endpoints and VPCs as they are written", () => {
    expect(
      parties([
        when("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "198.51.100.0/24"]),
        when("StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef1"),
        when("StringEquals", "aws:SourceVpc", "vpc-0123456789abcdef1"),
      ]),
    ).to.deep.equal([
      "network 198.51.100.0/24",
      "network 203.0.113.0/24",
      "network vpc-0123456789abcdef1",
      "network vpce-0123456789abcdef1",
    ]);
  });

  it("are 32 places and no more, and a network inside another only as that", () => {
    const ids = Array.from({ length: 40 }, (_, index) => `vpc-0a1b2c${10 + index}`);
    expect(parties([when("StringEquals", "aws:SourceVpc", ids)])).to.deep.equal(
      ids.slice(0, 32).map((id) => `network ${id}`),
    );
    expect(parties([when("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "203.0.113.0/28"])])).to.deep.equal([
      "network 203.0.113.0/24",
    ]);
  });

  it("are unique ids of users and of roles, whatever the name of the session", () => {
    const ids = ["AIDAEXAMPLE000000001", "AROAEXAMPLE000000001:*"];
    expect(parties([when("StringLike", "aws:userid", ids)])).to.deep.equal([
      "principal AIDAEXAMPLE000000001",
      "principal AROAEXAMPLE000000001",
    ]);
  });

  it("are services by name, and any where none is named", () => {
    const Service = ["sns.amazonaws.com", "cognito-idp.amazonaws.com"];
    expect(parties([{ Principal: { Service } }])).to.deep.equal([
      "service cognito-idp.amazonaws.com",
      "service sns.amazonaws.com",
    ]);
    const any = when("Bool", "aws:PrincipalIsAWSService", "true");
    expect(parties([any])).to.deep.equal(["service *"]);
    expect(parties([any, { Principal: { Service: "sns.amazonaws.com" } }])).to.deep.equal([
      "service *",
      "service sns.amazonaws.com",
    ]);
    expect(parties([when("StringEquals", "aws:PrincipalServiceName", "sns.amazonaws.com")])).to.deep.equal([
      "service sns.amazonaws.com",
    ]);
  });

  it("are a service that a Deny leaves", () => {
    const Service = ["sns.amazonaws.com", "cognito-idp.amazonaws.com"];
    const deny = denied(when("StringEquals", "aws:PrincipalServiceName", "sns.amazonaws.com"));
    expect(parties([{ Principal: { Service } }, deny])).to.deep.equal(["service cognito-idp.amazonaws.com"]);
  });

  it("are the organisation whose resources a service acts for, and not a trusted one", () => {
    const source = when("StringEquals", "aws:SourceOrgID", "o-own1234567");
    expect(parties([source])).to.deep.equal(["organization o-own1234567"]);
    expect(parties([source], { organizations: ["o-own1234567"] })).to.deep.equal(["service *"]);
  });

  it("are the account whose resources a service acts for", () => {
    expect(parties([when("StringEquals", "aws:SourceAccount", "222222222222")])).to.deep.equal([
      "account 222222222222",
    ]);
    expect(
      parties([when("StringEquals", "aws:SourceAccount", "222222222222")], { accounts: ["222222222222"] }),
    ).to.deep.equal(["service *"]);
  });

  it("are several kinds in a fixed order", () => {
    expect(
      parties([
        { Principal: { Service: "sns.amazonaws.com" } },
        when("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
        when("StringEquals", "aws:PrincipalOrgID", "o-own1234567"),
        { Principal: { AWS: "333333333333" } },
      ]),
    ).to.deep.equal([
      "account 333333333333",
      "organization o-own1234567",
      "network 203.0.113.0/24",
      "service sns.amazonaws.com",
    ]);
    expect(parties([{ Principal: { AWS: [JANE, "333333333333"] } }])).to.deep.equal([
      "account 333333333333",
      `principal ${JANE}`,
    ]);
  });
});
