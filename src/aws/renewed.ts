import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";

/** Milliseconds before its end at which a temporary credential is asked for anew. */
const RENEW_BEFORE = 5 * 60_000;

/** Asks once for all who want it, and again when the credential is about to expire; a refusal is not kept. */
export const renewed = (provider: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider => {
  let held: AwsCredentialIdentity | null = null;
  let asking: Promise<AwsCredentialIdentity> | null = null;
  return async (...args) => {
    if (held !== null && endOf(held) - RENEW_BEFORE >= Date.now()) return held;
    asking ??= provider(...args).finally(() => {
      asking = null;
    });
    held = await asking;
    return held;
  };
};

const endOf = ({ expiration }: AwsCredentialIdentity): number =>
  expiration?.getTime() ?? Number.POSITIVE_INFINITY;
