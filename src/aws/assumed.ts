import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import { renewed } from "./renewed.ts";

/**
 * Sessions of roles, each asked for when it is first needed and renewed before it ends. One client asks for all: an
 * organisation has thousands of accounts, and the SDK's own provider holds a client for each.
 *
 * @param config of a client that calls with the credentials that may assume the roles
 * @param how what every session is asked for with
 */
export const assumedRoles = (
  config: () => Promise<Record<string, unknown>>,
  how: Omit<AssumeRoleCommandInput, "RoleArn">,
): ((roleArn: string) => AwsCredentialIdentityProvider) => {
  const providers = new Map<string, AwsCredentialIdentityProvider>();
  let asking: Promise<(roleArn: string) => Promise<AwsCredentialIdentity>> | null = null;
  return (roleArn) => {
    const known = providers.get(roleArn);
    if (known !== undefined) return known;
    const provider = renewed(async () => {
      const ask = await (asking ??= asker(config, how));
      return ask(roleArn);
    });
    providers.set(roleArn, provider);
    return provider;
  };
};

const asker = async (
  config: () => Promise<Record<string, unknown>>,
  how: Omit<AssumeRoleCommandInput, "RoleArn">,
): Promise<(roleArn: string) => Promise<AwsCredentialIdentity>> => {
  const { AssumeRoleCommand, STSClient } = await import("@aws-sdk/client-sts");
  const client = new STSClient(await config());
  return async (RoleArn) => {
    const { Credentials: given } = await client.send(new AssumeRoleCommand({ ...how, RoleArn }));
    if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined)
      throw new Error(`The answer of AssumeRole has no credentials of ${RoleArn}.`);
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
      ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
    };
  };
};
