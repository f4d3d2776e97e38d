import type { RuleMeta } from "postern";
import { SNS_TOPIC } from "../../topic.ts";

export const meta: RuleMeta = {
  id: "EXP-001",
  version: "0.1.0",
  title: "SNS Topic Open to Everyone",
  name: "OpenTopics",
  description: "An Amazon SNS topic must not let strangers publish to it or subscribe to what is published.",
  rationale:
    "A stranger who can publish feeds false messages to everything that listens; one who can subscribe reads every " +
    "message. The wildcard that SNS itself puts into a new topic's policy is harmless, because of its condition on " +
    "aws:SourceOwner.",
  provider: "aws",
  service: "sns",
  resourceKind: SNS_TOPIC,
  categories: ["security"],
  riskLevel: "HIGH",
  compliance: [
    {
      standard: "NIST4",
      clause: "AC-3",
      strength: "supporting",
      why: "The topic's policy is what enforces who may publish and subscribe.",
      source: "own reading; Prowler maps public SNS policies to the same control",
    },
  ],
  cwe: ["CWE-732"],
  audit: {
    console: [
      { text: "Open the topic in the Amazon SNS console and choose the Access policy tab." },
      { text: 'Look for an Allow to "*" whose condition does not keep strangers out.' },
    ],
    cli: [
      {
        text: "Print the policy.",
        code: "aws sns get-topic-attributes --topic-arn arn:aws:sns:us-east-1:111122223333:orders --query Attributes.Policy",
        language: "sh",
      },
    ],
  },
  remediation: {
    summary: "Name the publishers and subscribers in Principal, or require aws:PrincipalOrgID.",
    console: [{ text: "Edit the access policy of the topic and name the principals." }],
    cli: [
      {
        text: "Put the narrower policy.",
        code: "aws sns set-topic-attributes --topic-arn arn:aws:sns:us-east-1:111122223333:orders --attribute-name Policy --attribute-value file://policy.json",
        language: "sh",
      },
    ],
    iac: [],
  },
  references: [
    {
      title: "Amazon SNS: example cases for access control",
      url: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    },
  ],
  url: "https://github.com/postern-security/postern/blob/main/examples/plugin-sns/README.md",
  settings: {},
};
