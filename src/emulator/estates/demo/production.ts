import type { PlannedRegions } from "../estate.ts";
import { allow, aws, deny, root, service } from "../statements.ts";
import {
  AGENCY,
  ENDPOINT,
  MARKETING,
  NO_POLICY,
  OFFICE,
  ORGANISATION,
  PRODUCTION,
  SHOP_SYSTEM,
} from "./parties.ts";

/** The account that the business runs in: mostly in order, with what years leave behind. */
export const PRODUCTION_REGIONS: PlannedRegions = {
  "us-east-1": [
    {
      name: "example.com",
      exposure: "exposed",
      why: "a policy from a migration allows everyone, without a condition",
      policies: { "migration-2019": [allow("*")] },
    },
    {
      name: "receipts@shop.example",
      exposure: "exposed",
      why: "the address is open, whatever its closed domain says",
      policies: { "shop-receipts": [allow(aws("*"))] },
    },
    {
      name: "shop.example",
      exposure: "cross-account",
      why: "the account of the shop system may send",
      policies: { "shop-system": [allow(aws(root(SHOP_SYSTEM)))] },
    },
    {
      name: "orders.shop.example",
      exposure: "private",
      why: "a role of the owner's",
      policies: { orders: [allow(aws(`arn:aws:iam::${PRODUCTION}:role/order-mailer`))] },
    },
    { name: "billing@example.com", exposure: "private", why: NO_POLICY },
    {
      name: "signup.example.com",
      exposure: "restricted",
      why: "Cognito may send, with nothing that ties it to a source",
      policies: { cognito: [allow(service("cognito-idp.amazonaws.com"))] },
    },
    {
      name: "login.example.com",
      exposure: "restricted",
      why: "Cognito may send for user pools of the owner's account only",
      policies: {
        cognito: [
          allow(service("cognito-idp.amazonaws.com"), { StringEquals: { "aws:SourceAccount": PRODUCTION } }),
        ],
      },
    },
    {
      name: "reports.example.com",
      exposure: "restricted",
      why: "only from the office's network",
      policies: { office: [allow("*", { IpAddress: { "aws:SourceIp": OFFICE } })] },
    },
    {
      name: "status.example.com",
      exposure: "exposed",
      why: "the two halves of the internet are all of it",
      policies: { network: [allow("*", { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } })] },
    },
    {
      name: "vault.example.com",
      exposure: "unread",
      why: "its policies are refused",
      policies: { vault: [allow(aws(root(PRODUCTION)))] },
    },
  ],
  "us-west-2": [
    { name: "west.example.com", exposure: "private", why: NO_POLICY },
    {
      name: "alerts.west.example.com",
      exposure: "private",
      why: "open, but a second policy denies every other account",
      policies: {
        alerts: [allow("*")],
        guard: [deny("*", { StringNotEquals: { "aws:PrincipalAccount": PRODUCTION } })],
      },
    },
    {
      name: "ops@west.example.com",
      exposure: "restricted",
      why: "only through one VPC endpoint",
      policies: { endpoint: [allow("*", { StringEquals: { "aws:SourceVpce": ENDPOINT } })] },
    },
    {
      name: "legacy.west.example.com",
      exposure: "private",
      why: "the grant ended years ago",
      policies: { legacy: [allow("*", { DateLessThan: { "aws:CurrentTime": "2021-01-01T00:00:00Z" } })] },
      verification: "Failed",
    },
  ],
  "eu-west-1": [
    {
      name: "example.org",
      exposure: "restricted",
      why: "members of the organisation only",
      policies: { organisation: [allow("*", { StringEquals: { "aws:PrincipalOrgID": ORGANISATION } })] },
    },
    {
      name: "news.example.org",
      exposure: "exposed",
      why: "IfExists lets in everyone who is in no organisation",
      policies: {
        organisation: [allow("*", { StringEqualsIfExists: { "aws:PrincipalOrgID": ORGANISATION } })],
      },
    },
    {
      name: "jobs.example.org",
      exposure: "exposed",
      why: "ForAllValues holds where the key is missing",
      policies: {
        organisation: [allow("*", { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": ORGANISATION } })],
      },
    },
    {
      name: "press.example.org",
      exposure: "restricted",
      why: "open, but a guard denies everyone outside the organisation",
      policies: {
        press: [allow("*"), deny("*", { StringNotEqualsIfExists: { "aws:PrincipalOrgID": ORGANISATION } })],
      },
    },
    {
      name: "events.example.org",
      exposure: "exposed",
      why: "the guard does not reach who is in no organisation",
      policies: {
        events: [
          allow("*"),
          deny("*", { "ForAnyValue:StringNotEquals": { "aws:PrincipalOrgID": ORGANISATION } }),
        ],
      },
    },
    {
      name: "newsletter@example.org",
      exposure: "cross-account",
      why: "two accounts may send, one of them foreign",
      policies: { agency: [allow(aws(root(MARKETING), root(AGENCY)))] },
    },
    {
      name: "imprint@example.org",
      exposure: "invalid",
      why: "the document has a key twice",
      policies: {
        imprint:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",' +
          '"Principal":{"AWS":"111122223333"},"Action":"ses:SendEmail","Resource":"$ARN"}]}',
      },
    },
    {
      name: "forms.example.org",
      exposure: "private",
      why: "everyone of the owner's account",
      policies: { forms: [allow("*", { StringEquals: { "aws:PrincipalAccount": PRODUCTION } })] },
      verification: "Pending",
    },
  ],
  "eu-central-1": [
    {
      name: "example.net",
      exposure: "exposed",
      why: "a source account is a key that a direct caller never has, and IfExists forgives that",
      policies: { relay: [allow("*", { StringEqualsIfExists: { "aws:SourceAccount": PRODUCTION } })] },
    },
    {
      name: "mail.example.net",
      exposure: "restricted",
      why: "AWS services on behalf of the owner's account only",
      policies: { relay: [allow("*", { StringEquals: { "aws:SourceAccount": PRODUCTION } })] },
    },
    { name: "hr@example.net", exposure: "private", why: NO_POLICY },
    {
      name: "travel.example.net",
      exposure: "exposed",
      why: "one account is denied, all others may send",
      policies: { travel: [allow("*"), deny(aws(root(AGENCY)))] },
    },
    {
      name: "audit.example.net",
      exposure: "exposed",
      why: "raw mail is denied, plain mail is not",
      policies: { audit: [allow("*", undefined, "ses:Send*"), deny("*", undefined, "ses:SendRawEmail")] },
      dkim: { enabled: false, status: "NotStarted", tokens: [] },
    },
    {
      name: "payments.example.net",
      exposure: "gone",
      why: "it is deleted between the listing and the reading",
    },
  ],
};
