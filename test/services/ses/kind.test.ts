import { expect } from "chai";
import * as fc from "fast-check";
import type { Known } from "../../../src/model/rule.ts";
import { awsScopeId } from "../../../src/model/scope.ts";
import { OWNER_ONLY } from "../../../src/model/trust.ts";
import { decideExposure } from "../../../src/policy/decide/decide.ts";
import { SENDING_ACTIONS } from "../../../src/services/ses/actions.ts";
import { SES_IDENTITY, type SesIdentity } from "../../../src/services/ses/identity.ts";
import { identityQuestion } from "../../../src/services/ses/question.ts";
import { SES_KIND } from "../../../src/services/ses/kind.ts";

const ARN = "arn:aws:ses:eu-west-1:111122223333:identity/example.com";
const REFUSED = {
  unread: { operation: "GetIdentityPolicies", code: "AccessDenied", message: "no", attempts: 2 },
};

const read = (members: Readonly<Record<string, unknown>> = {}): unknown =>
  SES_KIND.read({
    kind: "aws.ses.identity",
    scope: "aws/111122223333/eu-west-1/ses",
    id: ARN,
    ...members,
  });

describe("the SES identity's records", () => {
  it("name, owner and type follow from the ARN", () => {
    expect(read()).to.deep.include({ name: "example.com", owner: "111122223333", type: "Domain", arn: ARN });
    const address = ARN.replace("example.com", "jo+news/x:y@example.com");
    expect(read({ id: address })).to.deep.include({ name: "jo+news/x:y@example.com", type: "EmailAddress" });
    expect(read({ id: ARN.replace("arn:aws:", "arn:aws-us-gov:") })).to.include({ name: "example.com" });
  });

  it("a fact that is not there is absent, and a refused one stays refused", () => {
    expect(read()).to.deep.include({
      policies: undefined,
      dkim: undefined,
      verification: undefined,
      tags: undefined,
    });
    expect(read({ policies: REFUSED, dkim: REFUSED })).to.deep.include({ policies: REFUSED, dkim: REFUSED });
    expect(read({ policies: [] })).to.deep.include({ policies: [] });
  });

  it("in source code the owner is not known", () => {
    const scope = "files/infra/ses";
    const arn = "arn:aws:ses:us-east-1:000000000000:identity/example.com";
    expect(read({ scope, id: "iac:main.tf#a.b", arn })).to.deep.include({
      id: "iac:main.tf#a.b",
      owner: null,
      arn,
    });
    expect(read({ scope, id: "iac:main.tf#a.b", arn: ARN })).to.include({ owner: "111122223333" });
    expect(read({ scope, id: "iac:main.tf#a.b" })).to.have.property("problem");
  });

  const WRONG: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ["an id of another service", { id: "arn:aws:sns:eu-west-1:111122223333:topic" }],
    ["an account that is none", { id: ARN.replace("111122223333", "1") }],
    ["an ARN that is no text", { arn: 1 }],
    ["a type that is none", { type: "Managed" }],
    ["policies that are null", { policies: null }],
    ["policies that are a text", { policies: "none" }],
    ["a policy without a document", { policies: [{ name: "a" }] }],
    ["a document that is not a text", { policies: [{ name: "a", document: { Statement: [] } }] }],
    ["a place that is none", { policies: [{ name: "a", document: "{}", places: { "": { file: "x" } } }] }],
    ["an expression without a pointer", { policies: [{ name: "a", document: "{}", unresolved: [{}] }] }],
    ["DKIM without a status", { dkim: { enabled: true } }],
    ["DKIM that is a text", { dkim: { enabled: "true", status: "Success" } }],
    ["a verification that is a number", { verification: 1 }],
    ["tags that are numbers", { tags: { a: 1 } }],
    ["a refusal that does not say what", { policies: { unread: true } }],
    ["a refusal with a value beside it", { policies: { ...REFUSED, value: [] } }],
  ];
  for (const [name, members] of WRONG) {
    it(`${name} is a problem, never a default`, () => {
      expect(read(members)).to.have.property("problem");
    });
  }

  it("answers for whatever stands in a record", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("policies", "dkim", "type", "tags", "arn"), fc.jsonValue()),
        (members) => {
          expect(read(members)).to.be.an("object");
        },
      ),
    );
  });
});

const witnessOf = (name: string): unknown => {
  const arn = `arn:aws:ses:us-east-1:111122223333:identity/${name}`;
  const document = `{"Statement":{"Effect":"Allow","Principal":"*","Action":"ses:Send*","Resource":"${arn}"}}`;
  const record = {
    kind: SES_IDENTITY,
    scope: awsScopeId("111122223333", "us-east-1", "ses"),
    id: arn,
  } as const;
  const identity = SES_KIND.read({ ...record, policies: [{ name: "p", document }] }) as Known<
    SesIdentity,
    "policies"
  >;
  const question = identityQuestion(identity, SENDING_ACTIONS, {
    trust: OWNER_ONLY,
    now: "2026-11-23T16:00:00Z",
  });
  return decideExposure(question).witness?.context["ses:FromAddress"];
};

describe("identityQuestion", () => {
  it("gives a witness that sends from an address of the identity", () => {
    expect(witnessOf("mail.example.net")).to.equal("ceo@mail.example.net");
    expect(witnessOf("someone@example.net")).to.equal("someone@example.net");
  });
});
