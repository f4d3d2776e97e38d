import { isObject, type Json, type JsonObject, textAt } from "../../protocol/json.ts";
import { timeOf } from "./checks.ts";
import { PROVIDER_FIELDS, type StoredFinding } from "./hub.ts";

/** Left alone by BatchImportFindings once the finding is there (API reference). */
const CUSTOMER_OWNED = [
  "Note",
  "UserDefinedFields",
  "VerificationState",
  "Workflow",
  "WorkflowState",
] as const;

/**
 * The finding as it is stored after an import; null where the update is not newer and so ignored.
 *
 * The provider's fields are replaced as a whole. `filled` are the fields that the service sets itself.
 */
export const merge = (
  stored: StoredFinding | null,
  sent: JsonObject,
  filled: JsonObject,
  now: number,
): StoredFinding | null => {
  const incoming = { ...withProviderFields(sent), ...filled };
  if (stored === null) return { ...fresh(now), finding: { RecordState: "ACTIVE", ...NEW, ...incoming } };
  const { finding: old, customerFields } = stored;
  if (timeOf(textAt(sent, "UpdatedAt")) <= timeOf(textAt(old, "UpdatedAt"))) return null;
  const kept = pick(old, [...CUSTOMER_OWNED, ...customerFields]);
  const merged = { RecordState: "ACTIVE", ...omit(incoming, CUSTOMER_OWNED), ...kept };
  return {
    ...fresh(now),
    finding: reopens(old, merged) ? { ...merged, ...NEW } : merged,
    customerFields,
  };
};

const NEW = { Workflow: { Status: "NEW" }, WorkflowState: "NEW" } as const;

const fresh = (now: number): Omit<StoredFinding, "finding"> => ({
  customerFields: new Set(),
  importedAt: now,
  at: now,
});

/** User guide: NOTIFIED and RESOLVED go back to NEW where a finding becomes active or stops passing; SUPPRESSED stays. */
const reopens = (old: JsonObject, merged: JsonObject): boolean => {
  const workflow = (old["Workflow"] as JsonObject)["Status"];
  if (workflow !== "NOTIFIED" && workflow !== "RESOLVED") return false;
  const activated = old["RecordState"] === "ARCHIVED" && merged["RecordState"] === "ACTIVE";
  const [before, after] = [complianceOf(old), complianceOf(merged)];
  return activated || (before === "PASSED" && after !== undefined && after !== "PASSED");
};

const complianceOf = (finding: JsonObject): Json | undefined =>
  isObject(finding["Compliance"]) ? finding["Compliance"]["Status"] : undefined;

/** Each of the provider's fields in both places: what FindingProviderFields says, else what the top level says. */
const withProviderFields = (sent: JsonObject): JsonObject => {
  const given = isObject(sent["FindingProviderFields"]) ? sent["FindingProviderFields"] : {};
  const fields = Object.fromEntries(
    PROVIDER_FIELDS.flatMap((name) => {
      const value = given[name] ?? sent[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const severity = fields["Severity"];
  if (!isObject(severity)) return { ...sent, ...fields, FindingProviderFields: fields };
  const whole = wholeSeverity(severity);
  return {
    ...sent,
    ...fields,
    Severity: whole,
    FindingProviderFields: { ...fields, Severity: pick(whole, ["Label", "Original"]) },
  };
};

/** User guide, "Severity": the lowest normalized value of each label. */
const NORMALIZED = { INFORMATIONAL: 0, LOW: 1, MEDIUM: 40, HIGH: 70, CRITICAL: 90 } as const;

/** Label and Normalized, each from the other where one is missing; the label wins. */
export const wholeSeverity = (severity: JsonObject): JsonObject => {
  const given = severity["Label"];
  const normalized = Number(severity["Normalized"] ?? 0);
  const labels = Object.entries(NORMALIZED);
  const label = typeof given === "string" ? given : labels.findLast(([, from]) => normalized >= from)?.[0];
  const lowest = labels.find(([name]) => name === label)?.[1] ?? 0;
  return {
    ...severity,
    Label: label ?? "INFORMATIONAL",
    Normalized: given === undefined ? normalized : lowest,
  };
};

const pick = (value: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]] as const])),
  );

const omit = (value: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
