import type { PlannedRegions } from "../estate.ts";
import { allow, aws, deny, root, service } from "../statements.ts";
import { AGENCY, MARKETING, NO_POLICY, ORGANISATION, PRODUCTION } from "./parties.ts";

const DKIM_OFF = { enabled: false, status: "NotStarted", tokens: [] } as const;

/** Campaigns and agencies: much is shared, some of it with everyone. */
export const MARKETING_REGIONS: PlannedRegions = {
  "us-east-1": [
    {
      name: "campaigns.example",
      exposure: "exposed",
      why: "whoever sends may send, as long as the sender's address fits",
      policies: { campaigns: [allow("*", { StringLike: { "ses:FromAddress": "*@campaigns.example" } })] },
    },
    {
      name: "spring.campaigns.example",
      exposure: "exposed",
      why: "a star stands in the list beside the agency",
      policies: { spring: [allow(aws(root(AGENCY), "*"))] },
    },
    {
      name: "summer.campaigns.example",
      exposure: "cross-account",
      why: "the agency's account may send",
      policies: { summer: [allow(aws(AGENCY))] },
      dkim: DKIM_OFF,
    },
    {
      name: "autumn.campaigns.example",
      exposure: "exposed",
      why: "a role of that name can be made in any account",
      policies: {
        autumn: [allow("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/CampaignMailer" } })],
      },
    },
    {
      name: "winter.campaigns.example",
      exposure: "cross-account",
      why: "the pattern of roles is held to the agency's account",
      policies: {
        winter: [allow("*", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${AGENCY}:role/Campaign*` } })],
      },
    },
    { name: "offers@campaigns.example", exposure: "private", why: NO_POLICY },
    {
      name: "loyalty.example",
      exposure: "exposed",
      why: "the caller puts tags on himself",
      policies: { loyalty: [allow("*", { StringEquals: { "aws:PrincipalTag/team": "loyalty" } })] },
    },
    {
      name: "surveys.example",
      exposure: "exposed",
      why: "every call is encrypted",
      policies: { surveys: [allow("*", { Bool: { "aws:SecureTransport": "true" } })] },
      dkim: DKIM_OFF,
    },
    {
      name: "webinars.example",
      exposure: "cross-account",
      why: "the production account may send",
      policies: { webinars: [allow(aws(root(PRODUCTION)))] },
    },
  ],
  "us-west-2": [
    { name: "west.campaigns.example", exposure: "private", why: NO_POLICY, verification: "Pending" },
    {
      name: "partners@west.campaigns.example",
      exposure: "cross-account",
      why: "a user of the agency's",
      policies: { partners: [allow(aws(`arn:aws:iam::${AGENCY}:user/campaign-mailer`))] },
    },
  ],
  "eu-west-1": [
    {
      name: "fashion.example",
      exposure: "exposed",
      why: "one policy is closed, the other open",
      policies: { agency: [allow(aws(AGENCY))], "agency-fallback": [allow("*")] },
    },
    {
      name: "shoes.fashion.example",
      exposure: "undecided",
      why: "open, but a statement that is Deny or Allow, by which of its keys is read, may take it back",
      policies: {
        open: [allow("*")],
        guard:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Principal":"*",' +
          '"Action":"ses:*","Resource":"$ARN"}]}',
      },
    },
    {
      name: "hats.fashion.example",
      exposure: "invalid",
      why: "the text is not JSON",
      policies: { hats: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":' },
    },
    {
      name: "style@fashion.example",
      exposure: "exposed",
      why: "a narrow network with IfExists does not hold callers from a VPC endpoint",
      policies: { style: [allow("*", { IpAddressIfExists: { "aws:SourceIp": "198.51.100.0/24" } })] },
    },
    {
      name: "outlet.fashion.example",
      exposure: "restricted",
      why: "members of the organisation only, by path",
      policies: {
        outlet: [
          allow("*", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${ORGANISATION}/r-ab12/*` } }),
        ],
      },
    },
    {
      name: "press@fashion.example",
      exposure: "private",
      why: "it only denies",
      policies: { press: [deny("*")] },
      verification: "TemporaryFailure",
    },
    {
      name: "club.fashion.example",
      exposure: "unread",
      why: "its policies are refused",
      policies: { club: [allow("*")] },
    },
  ],
  "eu-central-1": [
    {
      name: "outdoor.example",
      exposure: "exposed",
      why: "all accounts but one",
      policies: { outdoor: [allow("*", { StringNotEquals: { "aws:PrincipalAccount": AGENCY } })] },
    },
    {
      name: "trail.outdoor.example",
      exposure: "restricted",
      why: "Pinpoint may send, with nothing that ties it to a source",
      policies: { pinpoint: [allow(service("pinpoint.amazonaws.com"))] },
    },
    {
      name: "summit@outdoor.example",
      exposure: "private",
      why: "the owner's account, named by its id",
      policies: { summit: [allow(aws(MARKETING))] },
    },
    { name: "camp.outdoor.example", exposure: "private", why: NO_POLICY, dkim: DKIM_OFF },
  ],
};
