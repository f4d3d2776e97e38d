/** @type {import("postern").RuleMeta} */
export const meta = {
  id: "__RULE_ID__",
  version: "0.1.0",
  title: "Few Policies on an SES Identity",
  name: "FewPolicies",
  description: "An SES identity should have few sending policies, so that somebody can know them all.",
  rationale: "Policies add up: one that nobody remembers keeps letting its sender in.",
  provider: "aws",
  service: "ses",
  resourceKind: "aws.ses.identity",
  categories: ["security"],
  riskLevel: "LOW",
  compliance: [],
  cwe: [],
  audit: {
    console: [{ text: "Open the identity in the Amazon SES console, Authorization tab, and count the policies." }],
    cli: [
      {
        text: "List the names of the policies.",
        code: "aws ses list-identity-policies --identity example.com",
        language: "sh",
      },
    ],
  },
  remediation: {
    summary: "Join the policies that are needed into one and delete the others.",
    console: [{ text: "Delete a policy in the Authorization tab of the identity." }],
    cli: [
      {
        text: "Delete a policy.",
        code: "aws ses delete-identity-policy --identity example.com --policy-name old",
        language: "sh",
      },
    ],
    iac: [],
  },
  references: [
    {
      title: "Amazon SES: identity authorization policies",
      url: "https://docs.aws.amazon.com/ses/latest/dg/identity-authorization-policies.html",
    },
  ],
  url: "https://example.com/rules/__RULE_ID__",
  settings: {
    most: { type: "number", default: 3, description: "How many policies an identity may have." },
  },
};
