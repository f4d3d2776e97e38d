import { jsonService } from "../../protocol/rest-json.ts";
import type { Service } from "../../protocol/service.ts";

/** Security Hub CSPM: findings in ASFF, imported, read and annotated. */
export const SECURITY_HUB: Service = jsonService({
  name: "securityhub",
  regional: true,
  routes: [],
  errorBody: ({ code, message }) => ({ Code: code, Message: message }),
});
