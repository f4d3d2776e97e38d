import type { RuleMeta } from "../../model/rule.ts";
import { SES_IDENTITY } from "../../services/ses/identity.ts";
import { pageOf } from "../pages.ts";

/** Everything about SES-002 but its judgement. */
export const meta: RuleMeta = {
  id: "SES-002",
  version: "1.0.0",
  title: "Identity Verification Status",
  failureTitle: "An SES identity is not verified",
  headline: "SES identities are not verified",
  name: "IdentityVerificationStatus",
  description:
    "Every Amazon SES identity should be verified. The rule fails an identity whose verification is pending, has " +
    "failed or was never started.",
  rationale:
    "Amazon SES sends only from identities whose owner has shown that the domain or address is his. An identity that " +
    "stays unverified cannot be used: mail that relies on it does not go out. Often it is a leftover, or a DNS record " +
    "that somebody removed without knowing what it was for.",
  provider: "aws",
  service: "ses",
  resourceKind: SES_IDENTITY,
  categories: ["security", "operational-excellence"],
  riskLevel: "LOW",
  compliance: [
    {
      standard: "APRA",
      clause: "21",
      strength: "context",
      why: "Shows that a sending identity is under the owner's control; a small part of keeping an information asset in order.",
      source: "own reading; Conformity names the standard for this rule and no clause",
    },
    {
      standard: "NIST4",
      clause: "CM-6",
      strength: "context",
      why: "Finds identities that are not in the state in which they are meant to be used.",
      source: "own reading; Conformity names the standard for this rule and no control",
    },
    {
      standard: "NIST5",
      clause: "CM-6",
      strength: "context",
      why: "An identity that is not verified is not in the state that was meant.",
      source: "own reading",
    },
    {
      standard: "ISO27001",
      clause: "A.8.9",
      strength: "context",
      why: "An identity that is not verified is not in the state that was meant.",
      source: "own reading",
    },
  ],
  cwe: [],
  audit: {
    console: [
      { text: "Open the Amazon SES console in the Region of the identities and choose Identities." },
      { text: "Check that the identity status of each is Verified." },
    ],
    cli: [
      {
        text: "Print the verification status; it should be Success.",
        code: "aws ses get-identity-verification-attributes --region us-east-1 --identities example.com",
        language: "sh",
      },
    ],
  },
  remediation: {
    summary:
      "Verify the identity again: publish the record that SES asks for in the domain's DNS, or follow the link in the " +
      "message to the address. Delete identities that nobody needs.",
    console: [
      {
        text: "Open the identity and follow the instructions of its Authentication tab, or choose Resend for an address.",
      },
      { text: "Delete the identity where nobody sends from it." },
    ],
    cli: [
      {
        text: "Start the verification of a domain; publish the token as a TXT record _amazonses.example.com.",
        code: "aws ses verify-domain-identity --region us-east-1 --domain example.com",
        language: "sh",
      },
      {
        text: "Or of an address; its owner has to follow the link that is sent to it.",
        code: "aws ses verify-email-identity --region us-east-1 --email-address info@example.com",
        language: "sh",
      },
      {
        text: "Or delete what is not needed.",
        code: "aws ses delete-identity --region us-east-1 --identity example.com",
        language: "sh",
      },
    ],
    iac: [
      {
        text: "Terraform: the record, and a resource that waits for the verification.",
        code: `resource "aws_route53_record" "verification" {
  zone_id = aws_route53_zone.example.zone_id
  name    = "_amazonses.example.com"
  type    = "TXT"
  ttl     = 600
  records = [aws_ses_domain_identity.example.verification_token]
}

resource "aws_ses_domain_identity_verification" "example" {
  domain     = aws_ses_domain_identity.example.domain
  depends_on = [aws_route53_record.verification]
}`,
        language: "hcl",
      },
    ],
  },
  references: [
    {
      title: "Amazon SES: verified identities",
      url: "https://docs.aws.amazon.com/ses/latest/dg/verify-addresses-and-domains.html",
    },
    {
      title: "Conformity: Identity Verification Status",
      url: "https://www.trendmicro.com/cloudoneconformity/knowledge-base/aws/SES/identity-verification-status.html",
    },
  ],
  url: pageOf("SES-002"),
  settings: {},
};
