import { jsonService } from "../../protocol/rest-json.ts";
import type { Service } from "../../protocol/service.ts";
import { getFindings } from "./get-findings.ts";
import { batchImportFindings, findingIds } from "./import.ts";
import { describeHub, enableSecurityHub } from "./subscribed.ts";
import { batchUpdateFindings } from "./update.ts";

/** Security Hub CSPM: findings in ASFF, imported, read and annotated. */
export const SECURITY_HUB: Service = jsonService({
  name: "securityhub",
  regional: true,
  routes: [
    { operation: "DescribeHub", at: "GET /accounts", answer: describeHub },
    { operation: "EnableSecurityHub", at: "POST /accounts", answer: enableSecurityHub },
    {
      operation: "BatchImportFindings",
      at: "POST /findings/import",
      answer: batchImportFindings,
      subjects: findingIds,
    },
    { operation: "GetFindings", at: "POST /findings", answer: getFindings },
    { operation: "BatchUpdateFindings", at: "PATCH /findings/batchupdate", answer: batchUpdateFindings },
  ],
  errorBody: ({ code, message }) => ({ Code: code, Message: message }),
});
