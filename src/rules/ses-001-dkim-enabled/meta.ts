import type { RuleMeta } from "../../model/rule.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { pageOf } from "../pages.ts";

/** Everything about SES-001 but its judgement. */
export const meta: RuleMeta = {
  id: "SES-001",
  version: "1.0.0",
  title: "DKIM Enabled",
  failureTitle: "DKIM is not enabled",
  headline: "SES identities send mail without a DKIM signature",
  name: "DkimEnabled",
  description:
    "Mail sent through an Amazon SES identity should carry a DKIM signature of its domain. The rule fails an identity " +
    "for which signing is switched off, or whose keys SES has not found in DNS.",
  rationale:
    "A DKIM signature lets the receiver check that a message comes from the domain that it names and was not changed " +
    "on its way. Without one, mail of the identity looks no different from a forgery, mailbox providers trust it less, " +
    "and a strict DMARC policy for the domain rejects the owner's own mail.",
  provider: "aws",
  service: "ses",
  resourceKind: SES_IDENTITY,
  categories: ["security"],
  riskLevel: "LOW",
  compliance: [
    {
      standard: "NIST4",
      clause: "SC-8",
      strength: "context",
      why: "A signature shows a receiver that a message was changed on its way; the control itself is about the organisation's own transmissions.",
      source: "own reading; Conformity's page names no standard for this rule",
    },
    {
      standard: "NIST5",
      clause: "SC-8",
      strength: "context",
      why: "A signature shows that mail was not changed on its way; it hides nothing.",
      source: "own reading",
    },
    {
      standard: "ISO27001",
      clause: "A.5.14",
      strength: "context",
      why: "A signature lets the receiver tell the owner's mail from forged mail.",
      source: "own reading",
    },
  ],
  cwe: ["CWE-345"],
  audit: {
    console: [
      { text: "Open the Amazon SES console in the Region of the identities and choose Identities." },
      { text: "Open an identity and choose the Authentication tab." },
      { text: "Under DKIM, check that the configuration is successful and that signatures are enabled." },
    ],
    cli: [
      {
        text: "Print DKIM state and status. Both DkimEnabled true and the status Success are needed.",
        code: "aws ses get-identity-dkim-attributes --region us-east-1 --identities example.com",
        language: "sh",
      },
    ],
  },
  remediation: {
    summary:
      "Generate DKIM tokens for the domain, publish the three CNAME records that they name, wait until the status is " +
      "Success, and switch signing on. An address follows its domain.",
    console: [
      { text: "Open the domain's Authentication tab and choose Edit under DKIM." },
      { text: "Choose Easy DKIM, enable DKIM signatures, and save." },
      { text: "Publish the CNAME records that the page shows in the domain's DNS." },
    ],
    cli: [
      {
        text: "Ask for the tokens; for each, publish TOKEN._domainkey.example.com as a CNAME for TOKEN.dkim.amazonses.com.",
        code: "aws ses verify-domain-dkim --region us-east-1 --domain example.com",
        language: "sh",
      },
      {
        text: "Switch signing on when the status is Success.",
        code: "aws ses set-identity-dkim-enabled --region us-east-1 --identity example.com --dkim-enabled",
        language: "sh",
      },
    ],
    iac: [
      {
        text: "Terraform: tokens and their records.",
        code: `resource "aws_ses_domain_dkim" "example" {
  domain = aws_ses_domain_identity.example.domain
}

resource "aws_route53_record" "dkim" {
  count   = 3
  zone_id = aws_route53_zone.example.zone_id
  name    = "\${aws_ses_domain_dkim.example.dkim_tokens[count.index]}._domainkey"
  type    = "CNAME"
  ttl     = 600
  records = ["\${aws_ses_domain_dkim.example.dkim_tokens[count.index]}.dkim.amazonses.com"]
}`,
        language: "hcl",
      },
    ],
  },
  references: [
    {
      title: "Amazon SES: authenticating email with DKIM",
      url: "https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim.html",
    },
    {
      title: "Conformity: DKIM Enabled",
      url: "https://www.trendmicro.com/cloudoneconformity/knowledge-base/aws/SES/dkim-enabled.html",
    },
  ],
  url: pageOf("SES-001"),
  settings: {},
};
