import type { Policy } from "../../src/policy/shapes.ts";
import { freeText, list } from "./chosen.ts";
import { instances } from "./globs.ts";
import { distinct, TO_EXPAND, type Part } from "./part.ts";
import { mentions, valuesFor } from "./values.ts";

/**
 * Keys that an AWS service or an identity provider puts into a session. Whoever has the account has such sessions too: he
 * chooses what is his, but an ARN is one of his own account. Source: IAM user guide, "AWS global condition context keys"
 * and "Available keys for AWS web identity federation" and for SAML.
 */
interface SessionArn {
  readonly key: string;
  readonly service: string;
  /** Chatbot's ARNs have no region. */
  readonly isRegional: boolean;
  readonly resource: RegExp;
  readonly sample: string;
}

export const SESSION_ARNS: readonly SessionArn[] = [
  {
    key: "aws:SignInSessionArn",
    service: "signin",
    isRegional: true,
    resource: /^session\/[^:]+$/,
    sample: "session/7c9e6679-7425-40de-944b-e07fc1f90ae7",
  },
  {
    key: "aws:ChatbotSourceArn",
    service: "chatbot",
    isRegional: false,
    resource: /^chat-configuration\/[^:]+$/,
    sample: "chat-configuration/slack-channel/q",
  },
  {
    key: "ec2:SourceInstanceArn",
    service: "ec2",
    isRegional: true,
    resource: /^instance\/[^:]+$/,
    sample: "instance/i-0fedcba9876543210",
  },
  {
    key: "ssm:SourceInstanceArn",
    service: "ssm",
    isRegional: true,
    resource: /^managed-instance\/[^:]+$/,
    sample: "managed-instance/mi-0fedcba9876543210",
  },
  {
    key: "codebuild:ProjectArn",
    service: "codebuild",
    isRegional: true,
    resource: /^project\/[A-Za-z0-9_-]+$/,
    sample: "project/q",
  },
  {
    key: "codebuild:BuildArn",
    service: "codebuild",
    isRegional: true,
    resource: /^build\/[A-Za-z0-9_-]+:[^:]+$/,
    sample: "build/q:7c9e6679-7425-40de-944b-e07fc1f90ae7",
  },
];

/** Texts that the holder of the account chooses, of role sessions. */
export const SESSION_TEXTS: readonly string[] = [
  "glue:CredentialIssuingService",
  "glue:RoleAssumedBy",
  "identitystore:UserId",
  "cognito-identity.amazonaws.com:aud",
  "cognito-identity.amazonaws.com:sub",
  "accounts.google.com:aud",
  "accounts.google.com:sub",
  "graph.facebook.com:app_id",
  "graph.facebook.com:id",
  "www.amazon.com:app_id",
  "www.amazon.com:user_id",
  "saml:iss",
  "saml:sub",
  "saml:aud",
];

/** How somebody signed in with an identity pool: a list, of role sessions. */
export const SIGN_IN_METHODS = "cognito-identity.amazonaws.com:amr";

/** The account of the caller, whoever that is. */
const OWN = "${aws:PrincipalAccount}";

const arns = (policies: readonly Policy[], partition: string, one: SessionArn): readonly Part[] => {
  if (!mentions(policies, one.key)) return [{ mark: "", context: {} }];
  const fields = valuesFor(policies, one.key).map((pattern) => pattern.split(":"));
  const regions = one.isRegional
    ? ["us-east-1", ...fields.flatMap((some) => instances(some[3] ?? "", ["eu-west-1"]))]
    : [""];
  const resources = [
    one.sample,
    ...fields
      .map((some) => some.slice(5).join(":"))
      .flatMap((rest) => [
        ...instances(rest, ["", "q", "0123456789abcdef0", "i-0123456789abcdef0", one.sample]),
        rest.replace("*", "q"),
      ]),
  ].filter((text) => one.resource.test(text));
  const texts = regions
    .filter((region) => /^[a-z0-9-]*$/.test(region))
    .flatMap((region) =>
      [...new Set(resources)].map(
        (resource) => `${TO_EXPAND}arn:${partition}:${one.service}:${region}:${OWN}:${resource}`,
      ),
    );
  return [
    { mark: "", context: {} },
    ...[...new Set(texts)].map((text): Part => ({ mark: text, context: { [one.key]: text }, open: true })),
  ];
};

/** What a sign-in brings into any session. */
export const signIn = (policies: readonly Policy[], partition: string): readonly (readonly Part[])[] =>
  SESSION_ARNS.filter(({ key }) => key === "aws:SignInSessionArn").map((one) =>
    arns(policies, partition, one),
  );

/** What services and identity providers bring into a role's session. */
export const roleSession = (policies: readonly Policy[], partition: string): readonly (readonly Part[])[] => [
  ...SESSION_ARNS.filter(({ key }) => key !== "aws:SignInSessionArn").map((one) =>
    arns(policies, partition, one),
  ),
  ...SESSION_TEXTS.map((key) => freeText(policies, key, true)),
  list(policies, SIGN_IN_METHODS, true),
  delivery(policies),
];

/** How an instance got its role's credentials: by the older or the newer version of its metadata service. */
const delivery = (policies: readonly Policy[]): readonly Part[] =>
  distinct(
    [{}, { "ec2:RoleDelivery": "1.0" }, { "ec2:RoleDelivery": "2.0" }].map((context) => ({
      mark: "",
      context,
    })),
    ["ec2:RoleDelivery"],
    policies,
  );

const SERVER = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/;

/**
 * Called straight, which AWS marks with false or not at all, or through an MCP server that AWS runs: its page's text and
 * its "Availability" differ.
 */
export const servers = (policies: readonly Policy[]): readonly Part[] => {
  const via = ["aws:ViaAWSMCPService", "aws:CalledViaAWSMCP"];
  const names = [
    "quiet-mcp.amazonaws.com",
    ...valuesFor(policies, "aws:CalledViaAWSMCP").flatMap((one) => instances(one, ["quiet", "aws-mcp"])),
  ].filter((one) => SERVER.test(one));
  return distinct(
    [
      {},
      { "aws:ViaAWSMCPService": "false" },
      { "aws:ViaAWSMCPService": "true" },
      ...names.flatMap((name) => [
        { "aws:ViaAWSMCPService": "true", "aws:CalledViaAWSMCP": name },
        { "aws:CalledViaAWSMCP": name },
      ]),
    ].map((context) => ({ mark: "", context })),
    via,
    policies,
  );
};

/** Whether any policy asks for a key of a role's session. */
export const asksForSession = (policies: readonly Policy[]): boolean =>
  mentions(
    policies,
    "ec2:RoleDelivery",
    SIGN_IN_METHODS,
    ...SESSION_TEXTS,
    ...SESSION_ARNS.map(({ key }) => key),
  );
