import { expect } from "chai";
import { OWNER_ONLY, type Trust } from "../../../../src/model/trust.ts";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import type { Reach } from "../../../../src/policy/question.ts";
import { ask, IDENTITY, OWNER } from "../../../../proof/question.ts";

type Members = Readonly<Record<string, unknown>>;

const statement = (members: Members): Members => ({
  Effect: "Allow",
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: IDENTITY,
  ...members,
});

const decided = (statements: readonly Members[], trust: Trust = OWNER_ONLY): Reach =>
  decideExposure(
    ask([JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statement) })], trust),
  );

const partiesOf = ({ allowedTo }: Reach): readonly string[] =>
  allowedTo.map(({ kind, name }) => `${kind} ${name}`);

describe("an AWS service that acts for a resource of the owner's", () => {
  const TIES: readonly Members[] = [
    { StringLike: { "aws:SourceArn": `arn:aws:cognito-idp:*:${OWNER}:userpool/*` } },
    { StringLike: { "aws:SourceArn": `arn:aws:lambda:*:${OWNER}:function:*` } },
    { ArnLike: { "aws:SourceArn": `arn:aws:sns:*:${OWNER}:*` } },
    { ArnEquals: { "aws:SourceArn": `arn:aws:sns:us-east-1:${OWNER}:bounces` } },
    { StringEquals: { "aws:SourceAccount": OWNER } },
    { StringEquals: { "aws:SourceOwner": OWNER } },
    { StringEquals: { "AWS:sourceaccount": "${aws:ResourceAccount}" } },
  ];
  for (const Condition of TIES)
    it(`is any service, and not the owner: ${JSON.stringify(Condition)}`, () => {
      const reach = decided([{ Condition }]);
      expect(reach.exposure).to.equal("restricted");
      expect(partiesOf(reach)).to.deep.equal(["service *"]);
      expect(reach.deputies).to.deep.equal([]);
    });

  it("is a stranger's doing where the name of his own resource can hold the owner's ARN", () => {
    for (const pattern of [
      `arn:aws:cloudwatch:*:${OWNER}:alarm:*`,
      `arn:aws:lambda:*:${OWNER}:*`,
      `arn:aws:*:${OWNER}:*`,
    ]) {
      const reach = decided([{ Condition: { StringLike: { "aws:SourceArn": pattern } } }]);
      expect(reach.exposure, pattern).to.equal("exposed");
    }
  });

  it("is named where the policy names it", () => {
    const reach = decided([
      {
        Principal: { Service: "cognito-idp.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": OWNER } },
      },
    ]);
    expect([reach.exposure, ...partiesOf(reach)]).to.deep.equal([
      "restricted",
      "service cognito-idp.amazonaws.com",
    ]);
    expect(reach.witness?.principal).to.equal("cognito-idp.amazonaws.com");
  });

  it("is left where a Deny keeps out whoever does not act for the owner", () => {
    const Condition = { StringNotEquals: { "aws:SourceAccount": OWNER } };
    expect(decided([{}, { Effect: "Deny", Condition }]).exposure).to.equal("restricted");
  });

  it("is nobody beside a Deny of its resources", () => {
    const Condition = { StringEquals: { "aws:SourceAccount": OWNER } };
    expect(decided([{ Condition }, { Effect: "Deny", Condition }]).exposure).to.equal("private");
  });

  it("is a service as well where the account or the organisation that it acts for is trusted", () => {
    const friend = "444444444444";
    const byAccount = decided([{ Condition: { StringEquals: { "aws:SourceAccount": friend } } }], {
      ...OWNER_ONLY,
      accounts: [friend],
    });
    expect([byAccount.exposure, ...partiesOf(byAccount)]).to.deep.equal(["restricted", "service *"]);
    const byOrganisation = decided(
      [{ Condition: { StringEquals: { "aws:SourceOrgID": "o-friend12345" } } }],
      {
        ...OWNER_ONLY,
        organizations: ["o-friend12345"],
      },
    );
    expect([byOrganisation.exposure, ...partiesOf(byOrganisation)]).to.deep.equal([
      "restricted",
      "service *",
    ]);
  });

  it("is an outsider's doing where it acts for a named account", () => {
    const reach = decided([{ Condition: { StringEquals: { "aws:SourceAccount": "222222222222" } } }]);
    expect([reach.exposure, ...partiesOf(reach)]).to.deep.equal(["cross-account", "account 222222222222"]);
  });
});

describe("an account that aws:userid tells of", () => {
  const IN_ORGANISATION = { StringEquals: { "aws:PrincipalOrgID": "o-own1234567" } };

  it("is no place of its own, where anybody in the organisation can do the same", () => {
    const reach = decided([
      {
        Condition: {
          ...IN_ORGANISATION,
          StringNotLike: { "aws:userid": ["AROA*", "AIDA*", "222222222222"] },
        },
      },
    ]);
    expect(reach.exposure).to.equal("restricted");
    expect(partiesOf(reach)).to.deep.equal(["organization o-own1234567"]);
  });

  it("is a party where the id of its root user is asked for", () => {
    const reach = decided([{ Condition: { StringEquals: { "aws:userid": "222222222222" } } }]);
    expect(reach.exposure).to.equal("cross-account");
    expect(partiesOf(reach)).to.deep.equal(["account 222222222222"]);
  });
});
