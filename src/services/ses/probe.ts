import { isUnread, unexpectedAnswer, type Unread } from "../../model/fact.ts";
import type { AwsAccess, ProbeResult } from "../../model/kind.ts";
import type { LaneName } from "./lane.ts";

/** Asked about where the account has no identity of its own: SES answers about it as about one without policies. */
const NOBODY = "example.com";

/** v2 answers so about an identity that is not there: the call itself is allowed. */
const NOT_FOUND = "NotFoundException";

/** Tries the calls of every lane and those that all need, on the first identity where there is one. */
export const probeSes = async (aws: AwsAccess): Promise<readonly ProbeResult[]> => {
  const [sdk, v2] = await Promise.all([import("@aws-sdk/client-ses"), import("@aws-sdk/client-sesv2")]);
  const client = new sdk.SESClient(aws.clientConfig());
  const clientV2 = new v2.SESv2Client(aws.clientConfig());
  const results: ProbeResult[] = [];
  const tried = async <T extends object>(
    operation: string,
    send: () => Promise<T>,
    member: keyof T & string,
    lane?: LaneName,
  ): Promise<T | null> => {
    const answer = await aws.call(operation, send);
    const checked: { readonly value: T } | Unread =
      isUnread(answer) || answer.value[member] !== undefined ? answer : unexpectedAnswer(operation, member);
    const isAllowed = !isUnread(checked) || (lane !== undefined && checked.unread.code === NOT_FOUND);
    results.push({
      operation,
      action: `ses:${operation}`,
      refusal: isAllowed ? null : checked.unread,
      ...(lane === undefined ? {} : { lane }),
    });
    return isUnread(checked) ? null : checked.value;
  };
  try {
    const listed = await tried(
      "ListIdentities",
      () => client.send(new sdk.ListIdentitiesCommand({ MaxItems: 1 })),
      "Identities",
    );
    const Identity = listed?.Identities?.[0] ?? NOBODY;
    const Identities = [Identity];
    const PolicyNames = ["postern"];
    await tried(
      "ListIdentityPolicies",
      () => client.send(new sdk.ListIdentityPoliciesCommand({ Identity })),
      "PolicyNames",
      "v1",
    );
    await tried(
      "GetIdentityPolicies",
      () => client.send(new sdk.GetIdentityPoliciesCommand({ Identity, PolicyNames })),
      "Policies",
      "v1",
    );
    await tried(
      "GetIdentityVerificationAttributes",
      () => client.send(new sdk.GetIdentityVerificationAttributesCommand({ Identities })),
      "VerificationAttributes",
    );
    await tried(
      "GetIdentityDkimAttributes",
      () => client.send(new sdk.GetIdentityDkimAttributesCommand({ Identities })),
      "DkimAttributes",
    );
    await tried(
      "GetEmailIdentity",
      () => clientV2.send(new v2.GetEmailIdentityCommand({ EmailIdentity: Identity })),
      "Policies",
      "v2",
    );
    await tried(
      "GetEmailIdentityPolicies",
      () => clientV2.send(new v2.GetEmailIdentityPoliciesCommand({ EmailIdentity: Identity })),
      "Policies",
      "v2-policies",
    );
    return results;
  } finally {
    client.destroy();
    clientV2.destroy();
  }
};
