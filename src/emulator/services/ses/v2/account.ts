import type { JsonOperation } from "../../../protocol/rest-json.ts";

/** An account in the sandbox, as v1's GetSendQuota and GetAccountSendingEnabled say too. */
export const getAccount: JsonOperation = () => ({
  DedicatedIpAutoWarmupEnabled: false,
  EnforcementStatus: "HEALTHY",
  ProductionAccessEnabled: false,
  SendingEnabled: true,
  SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 },
});
