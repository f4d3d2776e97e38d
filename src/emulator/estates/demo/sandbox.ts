import type { PlannedIdentity, PlannedRegions } from "../estate.ts";
import { allow, aws, deny, root } from "../statements.ts";
import { NO_POLICY, ORGANISATION, PRODUCTION, SANDBOX } from "./parties.ts";

/** Where people try things out. */
export const SANDBOX_REGIONS: PlannedRegions = {
  "us-east-1": [
    {
      name: "sandbox.example",
      exposure: "exposed",
      why: "everything is allowed to everyone",
      policies: { all: [allow("*", undefined, "ses:*")] },
    },
    { name: "alice@sandbox.example", exposure: "private", why: NO_POLICY, verification: "Pending" },
    { name: "bob@sandbox.example", exposure: "private", why: NO_POLICY },
    {
      name: "carol@sandbox.example",
      exposure: "exposed",
      why: "the caller writes the user agent himself",
      policies: { carol: [allow("*", { StringLike: { "aws:UserAgent": "*carol*" } })] },
    },
    {
      name: "dave@sandbox.example",
      exposure: "private",
      why: "the account that owns it",
      policies: { dave: [allow(aws(root(SANDBOX)))] },
      verification: "Failed",
    },
    {
      name: "test.sandbox.example",
      exposure: "exposed",
      why: "the end is far away",
      policies: { test: [allow("*", { DateLessThan: { "aws:CurrentTime": "2099-12-31T23:59:59Z" } })] },
      dkim: { enabled: false, status: "NotStarted", tokens: [] },
    },
    {
      name: "load.sandbox.example",
      exposure: "cross-account",
      why: "the production account may send",
      policies: { load: [allow("*", { StringEquals: { "aws:PrincipalAccount": PRODUCTION } })] },
    },
    {
      name: "demo.sandbox.example",
      exposure: "restricted",
      why: "open, but only members of the organisation escape the guard",
      policies: {
        demo: [allow("*"), deny("*", { StringNotEquals: { "aws:PrincipalOrgID": ORGANISATION } })],
      },
    },
  ],
  "eu-west-1": [
    {
      name: "poc.sandbox.example",
      exposure: "exposed",
      why: "any organisation will do",
      policies: { poc: [allow("*", { StringLike: { "aws:PrincipalOrgID": "o-*" } })] },
    },
    {
      name: "spike@sandbox.example",
      exposure: "invalid",
      why: "the policy has no statement",
      policies: { spike: '{"Version":"2012-10-17","Statement":[]}' },
    },
    { name: "tmp.sandbox.example", exposure: "private", why: NO_POLICY, verification: "Pending" },
  ],
  "eu-central-1": [
    {
      name: "lab.sandbox.example",
      exposure: "exposed",
      why: "everyone who signs in with a second factor, in whatever account",
      policies: { lab: [allow("*", { Bool: { "aws:MultiFactorAuthPresent": "true" } })] },
    },
    { name: "erin@lab.sandbox.example", exposure: "private", why: NO_POLICY },
  ],
};

/** Stands in the region that a service control policy refuses, so nobody gets to see it. */
export const REFUSED_IDENTITY: PlannedIdentity = {
  name: "hidden.sandbox.example",
  exposure: "unread",
  why: "its whole region is refused",
  policies: { hidden: [allow("*")] },
};
