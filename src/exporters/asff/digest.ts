import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { createHash } from "node:crypto";
import { byCodeUnits } from "../../text/order.ts";
import { ORIGIN, PRODUCT } from "./product-fields.ts";

const DIGEST = `${PRODUCT}digest`;

/** Members that change although nothing else does. */
const TIMES = new Set(["CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt"]);

const WITNESS = `${PRODUCT}witness`;

/** Times of the request in a witness, which may be cut off behind any character. */
const WITNESS_TIMES = /("aws:(?:CurrentTime|EpochTime|TokenIssueTime)":")[^"]*/g;

/**
 * The finding with a digest of everything in it but its times, those of its witness and its origin, under ProductFields.
 *
 * Security Hub gives it back, so an unchanged finding is recognised whatever the service has added to it.
 */
export const sealed = (finding: AwsSecurityFinding): AwsSecurityFinding => {
  const { [DIGEST]: _, ...fields } = finding.ProductFields ?? {};
  const { [ORIGIN]: _origin, ...lasting } = fields;
  const witness = fields[WITNESS]?.replace(WITNESS_TIMES, "$1");
  const ProductFields = witness === undefined ? lasting : { ...lasting, [WITNESS]: witness };
  const content = Object.entries({ ...finding, ProductFields }).filter(([name]) => !TIMES.has(name));
  const digest = createHash("sha256")
    .update(canonical(Object.fromEntries(content)))
    .digest("hex");
  return { ...finding, ProductFields: { ...fields, [DIGEST]: digest.slice(0, 32) } };
};

/** Equal for findings that say the same; undefined on a finding that is not ours. */
export const digestOf = (finding: AwsSecurityFinding): string | undefined => finding.ProductFields?.[DIGEST];

/** JSON with sorted members; the format is a few levels deep, so this may recurse. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => byCodeUnits(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .join(",")}}`;
};
