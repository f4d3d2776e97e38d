import type { RuleCase } from "../../model/rule-case.ts";
import { IDENTITY_REFUSED, identityWith, policy, statement, when } from "../example-policies.ts";

const allowing = (Action: string | readonly string[], more = {}): RuleCase["record"] =>
  identityWith(policy(statement({ Action, ...more })));

/** Worked examples of PST-003. */
export const cases: readonly RuleCase[] = [
  {
    name: "everyone may read the identity",
    why: "GetEmailIdentity answers with the policies, the DKIM tokens, the MAIL FROM domain and the tags.",
    record: allowing("ses:GetEmailIdentity"),
    expect: {
      status: "FAILURE",
      data: { exposure: "exposed", allowedTo: "everyone" },
      faults: ["Policy-1"],
      says: "can read data of example.com",
    },
  },
  {
    name: "everyone may export data",
    why: "An export of message insights holds the recipients and the subjects of mails.",
    record: allowing(["ses:CreateExportJob", "ses:GetExportJob"]),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may list the S/MIME certificates",
    why: "Strangers have no use for them but to prepare an attack.",
    record: allowing("ses:List*"),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may read the metrics, with a condition on the API's version",
    why: "The caller chooses the version himself.",
    record: allowing("ses:BatchGetMetricData", when("StringEquals", "ses:ApiVersion", "2")),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may export metrics",
    why: "The caller chooses what he exports.",
    record: allowing("ses:CreateExportJob", when("StringEquals", "ses:ExportSourceType", "METRICS_DATA")),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may do everything",
    why: "ses:* was meant for sending and covers reading too.",
    record: allowing("ses:*"),
    expect: { status: "FAILURE" },
  },
  {
    name: "everyone may only send",
    why: "SES-003 fails that; who sends reads nothing.",
    record: identityWith(policy(statement())),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "everyone may change the identity",
    why: "PST-001 fails that.",
    record: allowing("ses:PutEmailIdentityDkimAttributes"),
    expect: { status: "SUCCESS" },
  },
  {
    name: "an action of the v1 API",
    why: "SES takes the v1 operations from the identity's owner alone, whatever its policies say.",
    record: allowing("ses:GetIdentityPolicies"),
    expect: { status: "SUCCESS", data: { exposure: "private" } },
  },
  {
    name: "one account may read the metrics",
    why: "An account that the policy names is no stranger.",
    record: allowing("ses:BatchGetMetricData", { Principal: { AWS: "444455556666" } }),
    expect: { status: "SUCCESS", data: { exposure: "cross-account", allowedTo: "account 444455556666" } },
  },
  {
    name: "no policy",
    why: "Only the owner's account can read.",
    record: identityWith(),
    expect: { status: "SUCCESS" },
  },
  {
    name: "a text that is not a policy",
    why: "What cannot be read as a policy cannot be called safe.",
    record: identityWith("[]"),
    expect: { status: "NEEDS_REVIEW", data: { exposure: "invalid" } },
  },
  {
    name: "policies that were refused",
    why: "What could not be read is neither a pass nor a failure.",
    record: IDENTITY_REFUSED,
    expect: { status: "NOT_EVALUATED" },
  },
];
