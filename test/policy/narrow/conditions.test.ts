import { expect } from "chai";
import { copyFor, demanded, demandOf, NO_SERVICE, sourceOf } from "../../../src/policy/narrow/conditions.ts";
import type { Admitted } from "../../../src/policy/narrow/principals.ts";
import type { OpenStatement } from "../../../src/policy/narrow/proposal.ts";
import { allow, openOf, OWNER, type Members } from "./support.ts";

const PARTNER = "222222222222";
const ROLE = `arn:aws:iam::${PARTNER}:role/mailer`;
const ORGANIZATION = "o-a1b2c3d4e5";

const admitted = (some: Partial<Admitted>): Admitted => ({
  accounts: [],
  principals: [],
  organizations: [],
  from: "targets",
  ...some,
});

const demand = (some: Partial<Admitted>): unknown => demandOf(admitted(some), "aws");

describe("the one key that says who is admitted", () => {
  it("is the account, where there are accounts alone", () => {
    expect(demand({ accounts: [OWNER, PARTNER] })).to.deep.equal({
      operators: ["StringEquals", "StringLike", "ForAnyValue:StringEquals"],
      key: "aws:PrincipalAccount",
      values: [OWNER, PARTNER],
    });
  });

  it("is the ARN, where there are roles, with all of the accounts beside them", () => {
    expect(demandOf(admitted({ principals: [ROLE], accounts: [OWNER] }), "aws-us-gov")).to.deep.equal({
      operators: ["ArnEquals", "ArnLike", "ForAnyValue:ArnLike"],
      key: "aws:PrincipalArn",
      values: [ROLE, `arn:aws-us-gov:*::${OWNER}:*`],
    });
  });

  it("is the organisation, where there are organisations alone", () => {
    expect(demand({ organizations: [ORGANIZATION] })).to.deep.include({
      key: "aws:PrincipalOrgID",
      values: [ORGANIZATION],
    });
    expect(demand({ organizations: [ORGANIZATION], accounts: [OWNER] })).to.equal(null);
    expect(demand({ organizations: [ORGANIZATION], principals: [ROLE] })).to.equal(null);
  });

  it("is none for nobody, nor for a session, of which the key holds the role", () => {
    expect(demand({})).to.equal(null);
    expect(demand({ principals: [ROLE, `arn:aws:sts::${PARTNER}:assumed-role/mailer/x`] })).to.equal(null);
  });
});

const added = (Condition: unknown, open: Partial<OpenStatement> = {}): unknown =>
  demanded({ ...openOf(allow(Condition === undefined ? {} : { Condition })), ...open }, sourceOf(OWNER));

const AT = "/Statement/0/Condition";
const SOURCE = { "aws:SourceAccount": OWNER };

describe("asking for one more thing in a statement", () => {
  it("adds a Condition where there is none", () => {
    expect(added(undefined)).to.deep.equal([{ op: "add", path: AT, value: { StringEquals: SOURCE } }]);
    expect(demanded(openOf(allow()), { ...sourceOf(OWNER), operators: [] })).to.equal(null);
  });

  it("adds the operator where it is missing, and the key where the operator is there", () => {
    expect(added({ Bool: { "aws:SecureTransport": "true" } })).to.deep.equal([
      { op: "add", path: `${AT}/StringEquals`, value: SOURCE },
    ]);
    expect(added({ StringEquals: { "aws:SourceOwner": "x" } })).to.deep.equal([
      { op: "add", path: `${AT}/StringEquals/aws:SourceAccount`, value: OWNER },
    ]);
  });

  it("takes the next operator where the key is taken, in whatever case it is written", () => {
    expect(added({ StringEquals: { "AWS:sourceaccount": "*" } })).to.deep.equal([
      { op: "add", path: `${AT}/StringLike`, value: SOURCE },
    ]);
    expect(added({ StringEquals: SOURCE, StringLike: SOURCE })).to.deep.equal([
      { op: "add", path: `${AT}/ForAnyValue:StringEquals`, value: SOURCE },
    ]);
  });

  it("is not possible where every operator speaks of the key, or Condition is no object", () => {
    const taken = { StringEquals: SOURCE, StringLike: SOURCE, "ForAnyValue:StringEquals": SOURCE };
    expect(added(taken)).to.equal(null);
    for (const broken of ["x", [], null, 1])
      expect(
        demanded({ ...openOf(allow()), raw: { Condition: broken } }, sourceOf(OWNER)),
        JSON.stringify(broken),
      ).to.equal(null);
    expect(
      demanded(
        { ...openOf(allow()), raw: { Condition: { StringEquals: "x", StringLike: {} } } },
        sourceOf(OWNER),
      ),
    ).to.deep.equal([{ op: "add", path: `${AT}/StringLike/aws:SourceAccount`, value: OWNER }]);
  });
});

const copied = (members: Members): unknown =>
  copyFor(openOf(allow(members)), { Service: "sns.amazonaws.com" }, NO_SERVICE);

describe("a copy of a statement for others", () => {
  const plain = allow({ Principal: { Service: "sns.amazonaws.com" } });
  const Condition = { Bool: { "aws:PrincipalIsAWSService": "false" } };

  it("has their principal and the demand, and not the Sid", () => {
    expect(copied({ Sid: "open" })).to.deep.equal({ ...plain, Condition });
  });

  it("keeps the conditions that are there", () => {
    expect(
      copied({ Condition: { Bool: { "aws:SecureTransport": "true" }, Null: { "aws:SourceIp": "false" } } }),
    ).to.deep.equal({
      ...plain,
      Condition: {
        Bool: { "aws:SecureTransport": "true", "aws:PrincipalIsAWSService": "false" },
        Null: { "aws:SourceIp": "false" },
      },
    });
  });

  it("is none where the demand cannot be added", () => {
    const key = { "aws:PrincipalIsAWSService": "true" };
    expect(copied({ Condition: { Bool: key, StringEquals: key } })).to.equal(null);
  });
});
