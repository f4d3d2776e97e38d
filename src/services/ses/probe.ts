import { isUnread, unexpectedAnswer, type Unread } from "../../model/fact.ts";
import type { AwsAccess, ProbeResult } from "../../model/kind.ts";

/** Asked about where the account has no identity of its own: SES answers about it as about one without policies. */
const NOBODY = "example.com";

/** Tries the five calls that reading identities needs, on the first identity where there is one. */
export const probeSes = async (aws: AwsAccess): Promise<readonly ProbeResult[]> => {
  const sdk = await import("@aws-sdk/client-ses");
  const client = new sdk.SESClient(aws.clientConfig());
  const results: ProbeResult[] = [];
  const tried = async <T extends object>(
    operation: string,
    send: () => Promise<T>,
    member: keyof T & string,
  ): Promise<T | null> => {
    const answer = await aws.call(operation, send);
    const checked: { readonly value: T } | Unread =
      isUnread(answer) || answer.value[member] !== undefined ? answer : unexpectedAnswer(operation, member);
    results.push({
      operation,
      action: `ses:${operation}`,
      refusal: isUnread(checked) ? checked.unread : null,
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
    );
    await tried(
      "GetIdentityPolicies",
      () => client.send(new sdk.GetIdentityPoliciesCommand({ Identity, PolicyNames })),
      "Policies",
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
    return results;
  } finally {
    client.destroy();
  }
};
