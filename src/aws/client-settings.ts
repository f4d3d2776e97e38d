import type { STSClient } from "@aws-sdk/client-sts";

/**
 * What a client of the SDK finds out from environment and profile, the same for all clients of a session. It takes as
 * long as a call, and where every account and region has a client of its own each would find it out anew.
 */
type ClientSettings = Partial<
  Pick<
    STSClient["config"],
    "useDualstackEndpoint" | "useFipsEndpoint" | "userAgentAppId" | "defaultsMode" | "authSchemePreference"
  >
>;

export const settingsOf = ({ config }: STSClient): ClientSettings => ({
  useDualstackEndpoint: config.useDualstackEndpoint,
  useFipsEndpoint: config.useFipsEndpoint,
  userAgentAppId: config.userAgentAppId,
  defaultsMode: config.defaultsMode,
  ...(config.authSchemePreference === undefined ? {} : { authSchemePreference: config.authSchemePreference }),
});
