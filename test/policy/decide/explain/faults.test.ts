import { expect } from "chai";
import type { Hole } from "../../../../src/model/resource.ts";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import type { Reach } from "../../../../src/policy/question.ts";
import { ask, policy, hole } from "../asked.ts";

const faultOf = (reach: Reach): string => reach.faults.map((fault) => fault.canonical).join();

describe("faults", () => {
  const open = decideExposure(ask([policy({})]));

  it("are equal for equal grants", () => {
    for (const same of [
      policy({ Sid: "other" }),
      policy({ Principal: { AWS: ["*", "222222222222"] }, Action: ["ses:sendemail"] }),
      policy({ Principal: { AWS: "111111111111" }, Action: "ses:*" }, {}),
      policy({}, { Effect: "Deny", Action: "ses:SendBulkEmail" }),
      policy({}, { Effect: "Deny", Principal: { AWS: "333333333333" } }),
    ])
      expect(faultOf(decideExposure(ask([same]))), same).to.equal(faultOf(open));
  });

  it("differ where the grant is wider", () => {
    const narrower = policy({ Condition: { StringEquals: { "ses:FromAddress": ["a@example.com"] } } });
    const wider = policy({
      Condition: { StringEquals: { "ses:FromAddress": ["a@example.com", "b@example.com"] } },
    });
    const texts = [
      policy({}),
      policy({ Action: "ses:Send*" }),
      narrower,
      wider,
      policy({ Action: "ses:Send*" }, { Effect: "Deny", Action: "ses:SendBulkEmail" }),
    ];
    const faults = texts.map((text) => faultOf(decideExposure(ask([text]))));
    expect(new Set(faults).size).to.equal(texts.length);
  });

  it("are one for each document that lets a stranger in", () => {
    const reach = decideExposure(
      ask([policy({ Principal: { AWS: "222222222222" } }), policy({}), policy({ Action: "ses:Send*" })]),
    );
    expect(reach.faults.map((fault) => fault.document)).to.deep.equal(["Policy-2", "Policy-3"]);
  });
});

/** What is said of one condition, with its role. */
const said = (operator: string, value: unknown): string =>
  decideExposure(ask([policy({ Condition: { [operator]: { "aws:SourceAccount": value } } })]))
    .evidence.filter((one) => one.role !== "grants")
    .map((one) => `${one.role}: ${one.code ?? ""}`)
    .join();

describe("evidence", () => {
  it("says that Null with a set operator does not look at the key", () => {
    const always = "fails-to-limit: true-either-way";
    expect(said("ForAllValues:Null", "false")).to.equal(always);
    expect(said("ForAllValues:Null", "true")).to.equal(always);
    expect(said("Null", ["true", "false"])).to.equal(always);
    expect(said("ForAnyValue:Null", "true")).to.equal("limits: never-met");
    expect(said("Null", "true")).to.equal("fails-to-limit: requires-absence");
  });

  it("says why a condition does not restrict", () => {
    const reach = decideExposure(
      ask([policy({ Condition: { StringEqualsIfExists: { "aws:SourceAccount": "111111111111" } } })]),
    );
    const item = reach.evidence.find((one) => one.role === "fails-to-limit");
    expect(item?.at).to.equal("/Statement/0/Condition/StringEqualsIfExists/aws:SourceAccount");
    expect(item?.code).to.equal("if-exists");
    expect(item?.says).to.include("aws:SourceAccount under StringEqualsIfExists");
  });

  it("weighs every Deny, on a pass too", () => {
    const deny = {
      Effect: "Deny",
      Action: "ses:*",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-own1234567" } },
    };
    const pass = decideExposure(ask([policy({}, deny)]));
    expect(pass.exposure).to.equal("restricted");
    expect(pass.evidence.map((one) => one.role)).to.include("denies");
    const fail = decideExposure(
      ask([
        policy({}, { ...deny, Condition: { ...deny.Condition, Null: { "aws:PrincipalOrgID": "false" } } }),
      ]),
    );
    expect(fail.exposure).to.equal("exposed");
    expect(fail.evidence.map((one) => one.role)).to.include("fails-to-deny");
  });
});

const grantOf = (statement: object, at: Hole["at"]): string =>
  decideExposure(ask([policy(statement)], at === "" ? [] : hole(at)))
    .evidence.filter(({ role }) => role === "grants")
    .map((one) => one.says)
    .join(" ");

describe("whom a grant names", () => {
  it("is an expression where that is not resolved, and nobody where the list is empty", () => {
    expect(grantOf({ Principal: null }, "/Statement/0/Principal")).to.include("to whoever var.x names.");
    expect(
      grantOf({ Principal: undefined, NotPrincipal: { AWS: null } }, "/Statement/0/NotPrincipal/AWS"),
    ).to.include("to everyone but whoever var.x names.");
    expect(grantOf({ Principal: { AWS: [] } }, "")).to.include("to nobody.");
  });
});

describe("a witness", () => {
  it("carries what an identity provider says where the policy asks for it", () => {
    for (const key of ["saml:iss", "accounts.google.com:sub", "cognito-identity.amazonaws.com:aud"]) {
      const { witness } = decideExposure(ask([policy({ Condition: { StringEquals: { [key]: "alice" } } })]));
      expect(witness?.context, key).to.have.property(key, "alice");
    }
  });
});
