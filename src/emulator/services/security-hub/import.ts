import type { JsonOperation } from "../../protocol/rest-json.ts";
import { isObject, type Json, type JsonObject, textAt } from "../../protocol/json.ts";
import { refusal } from "../../protocol/refusal.ts";
import type { Context } from "../../protocol/service.ts";
import { asffFaults } from "./asff.ts";
import { findingKey, forgetOld, putFinding, type Hub } from "./hub.ts";
import { invalid } from "./invalid.ts";
import { merge } from "./merge.ts";
import { hubOf } from "./subscribed.ts";

/** API reference and partner guide: findings in a batch, bytes of a finding and of a batch. */
const LARGEST_BATCH = 100;
const LARGEST_FINDING = 240 * 1024;
const LARGEST_BODY = 6 * 1024 * 1024;

interface Failure {
  readonly [name: string]: string;
  readonly Id: string;
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export const batchImportFindings: JsonOperation = (input, context) => {
  const hub = hubOf(context);
  const findings = batchOf(input, context);
  for (const finding of findings) refuseForeign(finding, context);
  forgetOld(hub, context.now);
  const seen = new Set<string>();
  let stale = 0;
  const failed = findings.flatMap((finding): readonly Failure[] => {
    const id = textAt(finding, "Id");
    const failure = faultOf(finding, id, hub, context, seen);
    if (failure !== null) return [{ Id: id, ErrorCode: failure.code, ErrorMessage: failure.message }];
    if (!store(finding, hub, context)) stale++;
    return [];
  });
  context.note({ findings: findings.length, failed: failed.length, stale });
  return {
    FailedCount: failed.length,
    SuccessCount: findings.length - failed.length,
    FailedFindings: failed,
  };
};

/** The ids that faults can be bound to. */
export const findingIds = (input: JsonObject): readonly string[] =>
  (Array.isArray(input["Findings"]) ? (input["Findings"] as readonly Json[]) : []).flatMap((finding) =>
    isObject(finding) && typeof finding["Id"] === "string" ? [finding["Id"]] : [],
  );

const batchOf = (input: JsonObject, { bytes }: Context): readonly JsonObject[] => {
  // assumed: the status and name that a body beyond the limit gets
  if (bytes > LARGEST_BODY) throw refusal("RequestEntityTooLargeException", "Request Too Long", 413);
  const findings = input["Findings"];
  if (!Array.isArray(findings)) throw invalid("data should have required property 'Findings'");
  if (findings.length < 1) throw invalid("data.Findings should NOT have fewer than 1 items");
  if (findings.length > LARGEST_BATCH)
    throw invalid(`data.Findings should NOT have more than ${LARGEST_BATCH} items`);
  if (!findings.every(isObject)) throw invalid("data.Findings should be array of objects");
  return findings.map(withoutNulls);
};

/** Only at the top: deeper ones count as absent where they are checked. */
const withoutNulls = (finding: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(finding).filter(([, value]) => value !== null));

/** One finding of another account, or for another region, and the whole call is refused (prowler#867, cloud-custodian#3975). */
const refuseForeign = (finding: JsonObject, { caller, regionName }: Context): void => {
  const product = textAt(finding, "ProductArn");
  const [, , service, region, owner] = product.split(":");
  const foreign =
    service === "securityhub" &&
    (region !== regionName ||
      (owner !== "" && owner !== caller.account) ||
      (owner !== "" && finding["AwsAccountId"] !== undefined && finding["AwsAccountId"] !== caller.account));
  if (foreign)
    throw refusal(
      "AccessDeniedException",
      `User: ${caller.arn} is not authorized to perform: securityhub:BatchImportFindings on resource: ${product}`,
      403,
    );
};

const faultOf = (
  finding: JsonObject,
  id: string,
  hub: Hub,
  context: Context,
  seen: Set<string>,
): { readonly code: string; readonly message: string } | null => {
  const planned = context.faults.failing(id);
  if (planned !== null) return planned;
  const faults = asffFaults(finding, context.assumedRules);
  if (faults.length > 0)
    return {
      code: "InvalidInput",
      message: `Finding does not adhere to Amazon Finding Format. ${faults.join(", ")}.`,
    };
  const size = Buffer.byteLength(JSON.stringify(finding));
  if (size > LARGEST_FINDING)
    return { code: "FindingSizeExceeded", message: `Finding size ${size} exceeds the limit of 240 KB.` };
  const product = textAt(finding, "ProductArn");
  if (!isOwnProduct(product) && !hub.products.has(product))
    return { code: "InvalidAccess", message: `${product} is not enabled for import.` };
  // assumed: that the second of two with one identity fails
  if (context.assumedRules && seen.has(findingKey(finding)))
    return { code: "DuplicatedFindingIdentifier", message: "The finding is in the batch already." };
  seen.add(findingKey(finding));
  return null;
};

const isOwnProduct = (product: string): boolean => /:product\/(\d{12})\/default$/.test(product);

/** False where the update was not newer and so ignored. */
const store = (finding: JsonObject, hub: Hub, context: Context): boolean => {
  const stored = hub.findings.get(findingKey(finding)) ?? null;
  const merged = merge(stored, finding, filledBy(finding, context), context.now);
  if (merged !== null) putFinding(hub, merged, context);
  return merged !== null;
};

/** Fields that the service sets; a provider's own product may name itself. */
const filledBy = (finding: JsonObject, { regionName, now }: Context): JsonObject => {
  const [company = "", product = ""] = textAt(finding, "ProductArn").split(":product/")[1]?.split("/") ?? [];
  const own = isOwnProduct(textAt(finding, "ProductArn"));
  const names = {
    ProductName: (own ? finding["ProductName"] : undefined) ?? (own ? "Default" : product),
    CompanyName: (own ? finding["CompanyName"] : undefined) ?? (own ? "Personal" : company),
  };
  return {
    ...names,
    Region: regionName,
    ProcessedAt: new Date(now).toISOString(),
    ProductFields: {
      ...(finding["ProductFields"] as JsonObject | undefined),
      "aws/securityhub/FindingId": `${textAt(finding, "ProductArn")}/${textAt(finding, "Id")}`,
      "aws/securityhub/ProductName": names.ProductName,
      "aws/securityhub/CompanyName": names.CompanyName,
    },
  };
};
