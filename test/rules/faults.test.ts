import { expect } from "chai";
import { OWNER_ONLY } from "../../src/model/trust.ts";
import type { AnyRule, Known } from "../../src/model/rule.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { defaultSettings } from "../../src/model/rule.ts";
import { EXAMPLE_IDENTITY, identityWith, policy, statement, when } from "../../src/rules/example-policies.ts";
import { SENDING_ACTIONS } from "../../src/services/ses/actions.ts";
import type { SesIdentity } from "../../src/services/ses/identity.ts";
import { identityQuestion } from "../../src/services/ses/question.ts";
import { faultsOf } from "../../src/rules/faults.ts";
import { rule as crossAccount } from "../../src/rules/ses-004-cross-account-access/rule.ts";
import { rule as service } from "../../src/rules/pst-002-unbound-service-grant/rule.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { resourceOf } from "../../src/testing/case-resource.ts";

/** The canonical faults of a rule over an identity with these policies. */
const faults = (rule: AnyRule, ...documents: readonly string[]): readonly string[] => {
  const resource = resourceOf(SES_KIND, identityWith(...documents));
  const context = {
    now: "2026-01-01T00:00:00.000Z",
    trust: OWNER_ONLY,
    settings: defaultSettings(rule.meta),
  };
  const verdict: Verdict = rule.judge(resource, context);
  return verdict.status === "FAILURE" ? verdict.faults.map(({ canonical }) => canonical) : [];
};

const PARTNER = { Principal: { AWS: "444455556666" } } as const;
const GRANT = policy(statement({ ...PARTNER, Sid: "a" }));

const IDENTITY = resourceOf(SES_KIND, identityWith()) as Known<SesIdentity, "policies">;
const QUESTION = identityQuestion(IDENTITY, SENDING_ACTIONS, {
  now: "2026-01-01T00:00:00.000Z",
  trust: OWNER_ONLY,
});

const ofService = (name: string): readonly string[] =>
  faults(service, policy(statement({ Principal: { Service: name } })));

/** The canonical faults of a grant to him, whatever is objected to. */
const canonical = (AWS: string): readonly string[] =>
  faultsOf(
    { ...QUESTION, documents: [{ name: "Policy-1", text: policy(statement({ Principal: { AWS } })) }] },
    { accepting: null },
    () => true,
  ).map((fault) => fault.canonical);

describe("faults of grants to outsiders", () => {
  const SAME: readonly (readonly [string, string])[] = [
    ["white space", JSON.stringify(JSON.parse(GRANT), null, 4)],
    ["another Sid", GRANT.replace('"Sid":"a"', '"Sid":"b"')],
    ["a statement that is no list", GRANT.replace("[{", "{").replace("}]}", "}}")],
    ["a list of one", policy(statement({ Principal: { AWS: ["444455556666"] } }))],
    [
      "the root's ARN for the account",
      policy(statement({ Principal: { AWS: "arn:aws:iam::444455556666:root" } })),
    ],
    [
      "actions in another order and case",
      policy(statement({ ...PARTNER, Action: ["SES:SendRawEmail", "ses:sendemail"] })),
    ],
    [
      "a statement beside it that grants nothing to outsiders",
      policy(statement(PARTNER), statement({ Principal: { AWS: "111122223333" } })),
    ],
    [
      "statements in another order",
      policy(statement({ Principal: { AWS: "111122223333" } }), statement(PARTNER)),
    ],
  ];
  for (const [name, document] of SAME) {
    it(`survive ${name}`, () => {
      expect(faults(crossAccount, document)).to.deep.equal(faults(crossAccount, GRANT));
    });
  }

  const WIDER: readonly (readonly [string, string])[] = [
    ["another account", policy(statement({ Principal: { AWS: ["444455556666", "777788889999"] } }))],
    ["another action", policy(statement({ ...PARTNER, Action: "ses:Send*" }))],
    ["another resource", policy(statement({ ...PARTNER, Resource: "*" }))],
  ];
  for (const [name, document] of WIDER) {
    it(`change with ${name}`, () => {
      const changed = faults(crossAccount, document);
      expect(changed).to.have.length(1);
      expect(changed).not.to.deep.equal(faults(crossAccount, GRANT));
    });
  }

  it("change when a condition on what is sent falls away", () => {
    const limited = policy(
      statement({ ...PARTNER, ...when("StringEquals", "ses:FromAddress", "a@example.com") }),
    );
    expect(faults(crossAccount, limited)).not.to.deep.equal(faults(crossAccount, GRANT));
  });

  it("change when a Deny beside the grant does", () => {
    const denying = (Action: string): readonly string[] =>
      faults(crossAccount, policy(statement(PARTNER), statement({ Effect: "Deny", Action })));
    expect(denying("ses:SendRawEmail")).to.have.length(1);
    expect(denying("ses:SendRawEmail")).not.to.deep.equal(faults(crossAccount, GRANT));
    expect(denying("ses:SendRawEmail")).not.to.deep.equal(denying("ses:SendBounce"));
  });

  it("are one for each document that grants", () => {
    const own = policy(statement({ Principal: { AWS: "111122223333" } }));
    expect(
      faults(crossAccount, GRANT, own, policy(statement({ Principal: { AWS: "777788889999" } }))),
    ).to.have.length(2);
  });

  // Security Hub knows a finding by this text: another for the same grant would be a new finding.
  it("are spelt as they were in every release", () => {
    const grant = statement({
      Principal: { AWS: ["arn:aws:iam::444455556666:root", "111122223333"] },
      Action: ["ses:SendRawEmail", "SES:SendEmail"],
      Condition: {
        "ForAnyValue:StringLikeIfExists": { "AWS:PrincipalTag/Team": ["b", "a"] },
        Bool: { "aws:SecureTransport": true },
      },
    });
    const denial = statement({ Effect: "Deny", Action: "ses:SendBounce" });
    const conditions = [
      ["ForAnyValue", "StringLike", true, "aws:principaltag/team", ["a", "b"]],
      [null, "Bool", false, "aws:securetransport", ["true"]],
    ].map((condition) => JSON.stringify(condition));
    const resource = [false, [EXAMPLE_IDENTITY]];
    const lines = [
      [
        "Allow",
        false,
        ["AWS 111122223333", "AWS 444455556666"],
        [false, ["ses:sendemail", "ses:sendrawemail"]],
        resource,
        conditions,
      ],
      ["Deny", false, ["AWS *"], [false, ["ses:sendbounce"]], resource, []],
    ].map((line) => JSON.stringify(line));
    expect(faults(crossAccount, policy(denial, grant))).to.deep.equal([lines.join("\n")]);
  });

  it("of a user are not those of an account that is a part of his name", () => {
    const root = "arn:aws:iam::444455556666:root";
    expect(canonical(root)).to.deep.equal(canonical("444455556666"));
    const name = `arn:aws:iam::777788889999:user/${root}`;
    expect(canonical(name).join()).to.include(name);
    expect(canonical(root.replace("aws", "aws-us-gov"))).to.deep.equal(canonical("444455556666"));
  });

  it("are not of a document whose grant another document denies", () => {
    const denied = policy(statement({ Principal: { AWS: "777788889999" } }));
    const denial = policy(statement({ Effect: "Deny", Principal: { AWS: "777788889999" } }));
    expect(faults(crossAccount, denied, denial, GRANT)).to.have.length(1);
    expect(faults(crossAccount, denied, denial, GRANT)).to.deep.equal(faults(crossAccount, GRANT));
  });

  it("of a service change with the service", () => {
    expect(ofService("cognito-idp.amazonaws.com")).to.have.length(1);
    expect(ofService("cognito-idp.amazonaws.com")).not.to.deep.equal(ofService("sns.amazonaws.com"));
    expect(ofService("cognito-idp.amazonaws.com").join()).to.contain(EXAMPLE_IDENTITY);
  });
});
