import { isThrottlingError, StandardRetryStrategy } from "@smithy/core/retry";
import type { RetryStrategyV2, SdkError, StandardRetryToken } from "@smithy/types";

/**
 * Tries again what failed on its way, and nothing that was throttled: a throttle concerns the pace of all calls of its
 * operation, and whoever paces them has to hear of it.
 */
export const retryingTransport = (attempts: number): RetryStrategyV2 => {
  const standard = new StandardRetryStrategy(attempts);
  return {
    acquireInitialRetryToken: (scope) => standard.acquireInitialRetryToken(scope),
    refreshRetryTokenForRetry: (token, info) =>
      info.errorType === "THROTTLING"
        ? Promise.reject(new Error("A throttled call waits for its turn."))
        : standard.refreshRetryTokenForRetry(token as StandardRetryToken, info),
    recordSuccess: (token) => standard.recordSuccess(token as StandardRetryToken),
  };
};

/** Whether AWS refused a call for coming too soon. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof Error && isThrottlingError(error as SdkError);
