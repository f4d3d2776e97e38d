import { expect } from "chai";
import type { RuleCase } from "../../src/model/rule-case.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { identityWith, policy, statement, when } from "../../src/rules/example-policies.ts";
import { judged } from "./judged.ts";

const given = (members: Readonly<Record<string, unknown>>): string => policy(statement(members));

const OPEN = given({});

const PARTNER = given({ Principal: { AWS: "444455556666" } });

const PARTNERS = given({ Principal: { AWS: ["444455556666", "777788889999"] } });

const OWN = given({ Principal: { AWS: "111122223333" } });

const ORGANISATION = given(when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"));

const NETWORK = given(when("IpAddress", "aws:SourceIp", "203.0.113.0/24"));

const SERVICE = given({ Principal: { Service: "sns.amazonaws.com" } });

const SERVICES = given({ Principal: { Service: ["sns.amazonaws.com", "cognito-idp.amazonaws.com"] } });

const ANY_SERVICE = given(when("Bool", "aws:PrincipalIsAWSService", "true"));

const MANAGED = given({ Action: "ses:UpdateEmailIdentityPolicy" });

const BROKEN = given({ Effect: "allow" });

/** The policy of a partner whom only source code knows. */
const unresolved = (members: Readonly<Record<string, unknown>>): RuleCase["record"] => ({
  ...identityWith(),
  policies: [
    {
      name: "Policy-1",
      document: given({ ...members, Principal: { AWS: null } }),
      unresolved: [{ at: "/Statement/0/Principal/AWS", expression: "var.partner" }],
    },
  ],
});

const UNRESOLVED = unresolved({});

type Row = readonly [
  title: string,
  record: RuleCase["record"],
  status: Verdict["status"],
  message: string,
  data: Readonly<Record<string, string>>,
];

const EFFECT = 'Policy "Policy-1": line 1, column 48: Effect is "Allow" or "Deny"';

const PARTNER_UNKNOWN =
  'Policy "Policy-1": /Statement/0/Principal/AWS depends on the expression var.partner, which could not be resolved';

const reach = (exposure: string, allowedTo: string): Readonly<Record<string, string>> => ({
  exposure,
  allowedTo,
});

const SES_003: readonly Row[] = [
  [
    "an open policy",
    identityWith(OPEN),
    "FAILURE",
    'Anyone with an AWS account can send mail as example.com; policy "Policy-1" lets them.',
    reach("exposed", "everyone"),
  ],
  [
    "two open policies of three",
    identityWith(OPEN, PARTNER, OPEN),
    "FAILURE",
    'Anyone with an AWS account can send mail as example.com; policies "Policy-1" and "Policy-3" let them.',
    reach("exposed", "everyone"),
  ],
  [
    "three open policies",
    identityWith(OPEN, OPEN, OPEN),
    "FAILURE",
    'Anyone with an AWS account can send mail as example.com; policies "Policy-1", "Policy-2" and "Policy-3" let them.',
    reach("exposed", "everyone"),
  ],
  [
    "accounts",
    identityWith(PARTNERS),
    "SUCCESS",
    "No stranger can send mail as example.com; besides the owner account 444455556666 and account 777788889999 can.",
    reach("cross-account", "account 444455556666, account 777788889999"),
  ],
  [
    "an organisation and a network",
    identityWith(ORGANISATION, NETWORK),
    "SUCCESS",
    "No stranger can send mail as example.com; besides the owner it is open only to organisation o-a1b2c3d4e5 and network 203.0.113.0/24.",
    reach("restricted", "organisation o-a1b2c3d4e5, network 203.0.113.0/24"),
  ],
  [
    "a service",
    identityWith(SERVICE),
    "SUCCESS",
    "No stranger can send mail as example.com; besides the owner it is open only to service sns.amazonaws.com.",
    reach("restricted", "service sns.amazonaws.com"),
  ],
  [
    "the owner alone",
    identityWith(OWN),
    "SUCCESS",
    "Nobody but the owner and those trusted can send mail as example.com.",
    reach("private", "owner"),
  ],
  [
    "a broken policy",
    identityWith(BROKEN),
    "NEEDS_REVIEW",
    `Who can send mail as example.com cannot be told from a policy that is not valid. ${EFFECT}`,
    reach("invalid", "undecided"),
  ],
  [
    "an expression",
    UNRESOLVED,
    "NEEDS_REVIEW",
    `Whether a stranger can send mail as example.com cannot be decided. ${PARTNER_UNKNOWN}`,
    reach("undecided", "undecided"),
  ],
];

const FRIENDS_ONLY =
  "No account or organisation but the owner's and friendly ones can send mail as example.com.";

const SES_004: readonly Row[] = [
  [
    "everyone",
    identityWith(OPEN, PARTNER),
    "FAILURE",
    "Every AWS account can send mail as example.com, friendly or not.",
    reach("exposed", "everyone"),
  ],
  [
    "an account",
    identityWith(PARTNER),
    "FAILURE",
    "account 444455556666 can send mail as example.com, and is not among the friends.",
    reach("cross-account", "account 444455556666"),
  ],
  [
    "accounts",
    identityWith(PARTNERS),
    "FAILURE",
    "account 444455556666 and account 777788889999 can send mail as example.com, and are not among the friends.",
    reach("cross-account", "account 444455556666, account 777788889999"),
  ],
  [
    "an organisation beside a network",
    identityWith(NETWORK, ORGANISATION),
    "FAILURE",
    "organisation o-a1b2c3d4e5 can send mail as example.com, and is not among the friends.",
    {
      ...reach("restricted", "organisation o-a1b2c3d4e5, network 203.0.113.0/24"),
      doubts: "ses-global-keys",
    },
  ],
  [
    "a network",
    identityWith(NETWORK),
    "SUCCESS",
    FRIENDS_ONLY,
    reach("restricted", "network 203.0.113.0/24"),
  ],
  [
    "a service",
    identityWith(SERVICE),
    "SUCCESS",
    FRIENDS_ONLY,
    reach("restricted", "service sns.amazonaws.com"),
  ],
  ["the owner alone", identityWith(OWN), "SUCCESS", FRIENDS_ONLY, reach("private", "owner and friends")],
  [
    "a broken policy",
    identityWith(BROKEN),
    "NEEDS_REVIEW",
    `Which accounts can send mail as example.com cannot be told. ${EFFECT}`,
    reach("invalid", "undecided"),
  ],
  [
    "an expression",
    UNRESOLVED,
    "NEEDS_REVIEW",
    `Which accounts can send mail as example.com cannot be told. ${PARTNER_UNKNOWN}`,
    reach("undecided", "undecided"),
  ],
];

const NO_STRANGER = "No stranger can change example.com or who may use it.";

const PST_001: readonly Row[] = [
  [
    "policies that let everyone change policies",
    identityWith(MANAGED, OPEN, MANAGED),
    "FAILURE",
    'Anyone with an AWS account can change example.com or who may use it; policies "Policy-1" and "Policy-3" let them.',
    reach("exposed", "everyone"),
  ],
  ["everyone may send", identityWith(OPEN), "SUCCESS", NO_STRANGER, reach("private", "owner")],
  [
    "a partner may change policies",
    identityWith(given({ Action: "*", Principal: { AWS: "444455556666" } })),
    "SUCCESS",
    NO_STRANGER,
    reach("cross-account", "account 444455556666"),
  ],
  [
    "a broken policy",
    identityWith(BROKEN),
    "NEEDS_REVIEW",
    `Whether a stranger can change example.com or who may use it cannot be decided. ${EFFECT}`,
    reach("invalid", "undecided"),
  ],
  [
    "an expression",
    unresolved({ Action: "ses:UpdateEmailIdentityPolicy" }),
    "NEEDS_REVIEW",
    `Whether a stranger can change example.com or who may use it cannot be decided. ${PARTNER_UNKNOWN}`,
    reach("undecided", "undecided"),
  ],
  [
    "everyone may use actions that no table has",
    identityWith(OPEN, given({ Action: ["ses:SendSomethingNew", "ses:Foo?*", "ses:GetSendQuota"] })),
    "NEEDS_REVIEW",
    "Whether a stranger can change example.com or who may use it cannot be decided. Postern does not know the actions " +
      "ses:SendSomethingNew and ses:Foo?*, which policies allow strangers, so it cannot tell whether they change the " +
      "identity or send mail.",
    { ...reach("undecided", "undecided"), doubts: "action:ses:Foo?*,action:ses:SendSomethingNew" },
  ],
  [
    "an expression beside an action that no table has",
    unresolved({ Action: "ses:SendSomethingNew" }),
    "NEEDS_REVIEW",
    "Whether a stranger can change example.com or who may use it cannot be decided. Postern does not know the action " +
      "ses:SendSomethingNew, which policies may allow strangers, so it cannot tell whether it changes the identity or sends mail.",
    { ...reach("undecided", "undecided"), doubts: "action:ses:SendSomethingNew" },
  ],
];

const READABLE = given({ Action: "ses:Get*" });

const PST_003: readonly Row[] = [
  [
    "policies that let everyone read",
    identityWith(READABLE, OPEN, READABLE),
    "FAILURE",
    'Anyone with an AWS account can read data of example.com; policies "Policy-1" and "Policy-3" let them.',
    reach("exposed", "everyone"),
  ],
  [
    "a partner may read",
    identityWith(given({ Action: "ses:Get*", Principal: { AWS: "444455556666" } })),
    "SUCCESS",
    "No stranger can read data of example.com.",
    reach("cross-account", "account 444455556666"),
  ],
  [
    "an expression",
    unresolved({ Action: "ses:GetEmailIdentity" }),
    "NEEDS_REVIEW",
    `Whether a stranger can read data of example.com cannot be decided. ${PARTNER_UNKNOWN}`,
    reach("undecided", "undecided"),
  ],
];

const NO_SERVICE = "No policy of example.com lets an AWS service send without saying for whom.";

const FOR_ANYONE =
  "can be made to send mail as example.com by anyone: no condition says for whom it may act.";

const PST_002: readonly Row[] = [
  [
    "a service",
    identityWith(SERVICE),
    "FAILURE",
    `sns.amazonaws.com ${FOR_ANYONE}`,
    { services: "sns.amazonaws.com" },
  ],
  [
    "a service twice",
    identityWith(SERVICE, OPEN, SERVICE),
    "FAILURE",
    `sns.amazonaws.com ${FOR_ANYONE}`,
    { services: "sns.amazonaws.com" },
  ],
  [
    "services",
    identityWith(SERVICES),
    "FAILURE",
    `sns.amazonaws.com and cognito-idp.amazonaws.com ${FOR_ANYONE}`,
    { services: "sns.amazonaws.com, cognito-idp.amazonaws.com" },
  ],
  [
    "any service",
    identityWith(ANY_SERVICE),
    "FAILURE",
    `any AWS service ${FOR_ANYONE}`,
    { services: "*", doubts: "ses-global-keys" },
  ],
  ["accounts", identityWith(PARTNERS), "SUCCESS", NO_SERVICE, { services: "" }],
  [
    "a broken policy",
    identityWith(BROKEN),
    "NEEDS_REVIEW",
    `Which AWS services can send mail as example.com cannot be told. ${EFFECT}`,
    { services: "" },
  ],
  [
    "an expression",
    UNRESOLVED,
    "NEEDS_REVIEW",
    `Which AWS services can send mail as example.com cannot be told. ${PARTNER_UNKNOWN}`,
    { services: "" },
  ],
];

const faults = (id: string, ...documents: readonly string[]): readonly string[] => {
  const verdict = judged(id, identityWith(...documents));
  if (verdict.status !== "FAILURE") return [];
  expect(verdict.witness === undefined, id).to.equal(id === "PST-002");
  return verdict.faults.map(({ document }) => document);
};

describe("what the rules say", () => {
  for (const [id, rows] of Object.entries({
    "SES-003": SES_003,
    "SES-004": SES_004,
    "PST-001": PST_001,
    "PST-002": PST_002,
    "PST-003": PST_003,
  }))
    for (const [title, record, status, message, data] of rows)
      it(`${id} of ${title}: ${status}`, () => {
        const verdict = judged(id, record);
        expect(verdict).to.deep.include({ status, message, data });
        expect(verdict.evidence).not.to.have.length(0);
      });

  it("a failure names the policies at fault, and shows a request where somebody can send", () => {
    expect(faults("SES-003", OPEN, PARTNER, OPEN)).to.deep.equal(["Policy-1", "Policy-3"]);
    expect(faults("SES-004", OPEN, NETWORK, PARTNER)).to.deep.equal(["Policy-1", "Policy-3"]);
    expect(faults("PST-001", OPEN, MANAGED)).to.deep.equal(["Policy-2"]);
    expect(faults("PST-003", OPEN, READABLE)).to.deep.equal(["Policy-2"]);
    expect(faults("PST-002", OPEN, SERVICE)).to.deep.equal(["Policy-2"]);
  });

  it("friends of the settings and of the configuration are friends together", () => {
    const context = {
      trust: {
        accounts: ["444455556666"],
        organizations: ["o-a1b2c3d4e5"],
        principals: [],
        networks: [],
      },
      settings: { friendlyAccounts: ["777788889999"], friendlyOrganizations: ["o-zzzzzzzzzz"] },
    };
    const other = given(when("StringEquals", "aws:PrincipalOrgID", "o-zzzzzzzzzz"));
    expect(judged("SES-004", identityWith(PARTNERS, ORGANISATION, other), context).status).to.equal(
      "SUCCESS",
    );
    expect(judged("SES-004", identityWith(PARTNERS), { trust: context.trust }).data).to.deep.equal(
      reach("cross-account", "account 777788889999"),
    );
  });
});
