import type { Refusal } from "../model/fact.ts";
import { problem } from "../model/problem.ts";
import { nearest } from "../text/nearest.ts";
import { profileOf, type Profile } from "./profile.ts";

interface Given {
  readonly profile?: string;
  readonly endpointUrl?: string;
}

/**
 * The SDK would go on to other credentials where a profile is missing.
 *
 * @throws a usage problem that names the nearest one.
 */
export const checkProfile = async (name: string): Promise<void> => {
  const profile = await profileOf(name);
  if (profile.exists) return;
  const [what, todo] = missing(profile);
  throw problem({ what, todo, kind: "usage" });
};

/** Why nobody calls, as a usage problem that names the cause and the way out. */
export const credentialProblem = async (refusal: Refusal, given: Given): Promise<Error> => {
  const asked = given.profile ?? process.env["AWS_PROFILE"];
  const profile = asked === undefined ? null : await profileOf(asked);
  const [what, todo] =
    ofProxy(refusal) ??
    (profile === null ? null : ofProfile(refusal, profile)) ??
    ofCall(refusal, asked === undefined ? "" : ` of profile ${asked}`, given.endpointUrl);
  return problem({ what, todo, kind: "usage" });
};

type Cause = readonly [what: string, todo: string];

/** A proxy's own answer: to CONNECT, or in place of the service's. */
const ofProxy = ({ code, message }: Refusal): Cause | null => {
  const status = /^Bad response: (\d{3})$/.exec(message)?.[1] ?? (code === "407" ? code : null);
  if (status === null) return null;
  return status === "407"
    ? [
        "the proxy asks for a user and a password (407)",
        "Put them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT.",
      ]
    : [
        `the proxy does not let the call through (${status})`,
        "Ask whoever runs it to allow *.amazonaws.com, or name hosts that need no proxy in NO_PROXY.",
      ];
};

/** What the profile asks for and does not get. */
const ofProfile = ({ code, message }: Refusal, profile: Profile): Cause | null => {
  const { name, settings } = profile;
  if (!profile.exists) return missing(profile);
  const isAboutCredentials = code === "CredentialsProviderError" || /Expired|Token|Unauthorized/.test(code);
  if (!isAboutCredentials) return null;
  if (/multi-factor|MFA/i.test(message))
    return [
      `profile ${name} asks for a code of a second factor, which only a person can give`,
      `Run eval "$(aws configure export-credentials --profile ${name} --format env)" and leave --profile out.`,
    ];
  if (settings["login_session"] !== undefined)
    return [`profile ${name} is not signed in`, `Run \`aws login --profile ${name}\`.`];
  if (settings["sso_session"] !== undefined || settings["sso_start_url"] !== undefined)
    return [
      `profile ${name} is not signed in to IAM Identity Center (SSO)`,
      `Run \`aws sso login --profile ${name}\`.`,
    ];
  return null;
};

const missing = ({ name, others }: Profile): Cause => {
  const near = nearest(name, others, () => 3);
  const there = `There are ${others.slice(0, 10).join(", ")}${others.length > 10 ? ", …" : ""}.`;
  const todo = others.length === 0 ? "There are none; `aws configure` makes one." : there;
  return [
    `the AWS configuration files have no profile ${name}`,
    near === null ? todo : `Did you mean ${near}?`,
  ];
};

const UNREACHED =
  /^(ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|TimeoutError|DeadlineExceeded|TimeIsUp|CERT|UNABLE|SELF_SIGNED|DEPTH_ZERO)/;

const ofCall = ({ code, message }: Refusal, where: string, endpointUrl: string | undefined): Cause => {
  if (code === "CredentialsProviderError")
    return [
      `there are no AWS credentials${where}`,
      "Sign in (`aws login` or `aws sso login`), set AWS_PROFILE, or give --profile.",
    ];
  if (/Expired/.test(code))
    return [`the AWS credentials${where} have expired`, "Sign in again, or get new ones."];
  if (code === "UnexpectedAnswer")
    return ["what answered is not AWS STS", `Check ${endpointUrl ?? "the proxy settings"}.`];
  if (UNREACHED.test(code))
    return [
      `AWS cannot be reached (${code}: ${message})`,
      `Check ${endpointUrl ?? "the network, HTTPS_PROXY and NO_PROXY"}.`,
    ];
  return [
    `AWS refuses the credentials${where} (${code}: ${message})`,
    "Check them with `aws sts get-caller-identity`.",
  ];
};
