import type { AwsSecurityFinding, StatusReason } from "@aws-sdk/client-securityhub";
import { statusReason } from "../../exporters/asff/compliance.ts";
import { sealed } from "../../exporters/asff/digest.ts";
import { ORIGIN, PRODUCT } from "../../exporters/asff/product-fields.ts";

/** The reason code of a finding whose status is that of an earlier run. */
export const NOT_EVALUATED = "NOT_EVALUATED_IN_LAST_RUN";

const reasons = (finding: AwsSecurityFinding): readonly StatusReason[] =>
  finding.Compliance?.StatusReasons ?? [];

export const isMarked = (finding: AwsSecurityFinding): boolean =>
  reasons(finding).some(({ ReasonCode }) => ReasonCode === NOT_EVALUATED);

/** The finding with its last status and severity, active, and the reason why this run has no newer ones. */
export const notEvaluated = (finding: AwsSecurityFinding, why: string): AwsSecurityFinding =>
  sealed({
    ...finding,
    RecordState: "ACTIVE",
    Compliance: {
      ...finding.Compliance,
      StatusReasons: [
        ...reasons(finding).filter(({ ReasonCode }) => ReasonCode !== NOT_EVALUATED),
        statusReason(NOT_EVALUATED, why),
      ],
    },
  });

export const archived = (finding: AwsSecurityFinding): AwsSecurityFinding =>
  sealed({ ...finding, RecordState: "ARCHIVED" });

const FINGERPRINT = `${PRODUCT}fingerprint`;
const SEEN = `${PRODUCT}fingerprints-seen`;

const listed = (text: string | undefined): readonly string[] => (text ?? "").split(" ").filter(Boolean);

/** Fingerprints of the faults that a finding has, and of those that it remembers. */
const faultsSeen = ({ ProductFields = {} }: AwsSecurityFinding): readonly string[] => [
  ...new Set([...listed(ProductFields[SEEN]), ...listed(ProductFields[FINGERPRINT])]),
];

/** Of 32 characters and a blank each, below the 1024 that a value may have. */
const REMEMBERED = 30;

/** The finding with the faults that the previous one had or remembered, so that one that comes back is known. */
export const rememberingFaults = (
  finding: AwsSecurityFinding,
  previous: AwsSecurityFinding | undefined,
): AwsSecurityFinding => {
  const now = new Set(listed(finding.ProductFields?.[FINGERPRINT]));
  const seen = (previous === undefined ? [] : faultsSeen(previous)).filter((fault) => !now.has(fault));
  return seen.length === 0
    ? finding
    : sealed({
        ...finding,
        ProductFields: { ...finding.ProductFields, [SEEN]: seen.slice(-REMEMBERED).join(" ") },
      });
};

/** Who wrote the policy that it is about, where that is known. */
export const originOf = ({ ProductFields }: AwsSecurityFinding): string | undefined =>
  ProductFields?.[ORIGIN];

/** The finding with the origin that the previous one had, for as long as it says the same; who was first to be known stays. */
export const rememberingOrigin = (
  finding: AwsSecurityFinding,
  previous: AwsSecurityFinding | undefined,
): AwsSecurityFinding => {
  const origin = previous === undefined ? undefined : originOf(previous);
  const isSame =
    finding.Compliance?.Status === previous?.Compliance?.Status &&
    finding.ProductFields?.[FINGERPRINT] === previous?.ProductFields?.[FINGERPRINT];
  return origin === undefined || !isSame
    ? finding
    : { ...finding, ProductFields: { ...finding.ProductFields, [ORIGIN]: origin } };
};

/** Whether it fails by a fault that the previous one neither had nor remembers. */
export const hasUnseenFault = (finding: AwsSecurityFinding, previous: AwsSecurityFinding): boolean => {
  const seen = new Set(faultsSeen(previous));
  return (
    finding.Compliance?.Status === "FAILED" &&
    listed(finding.ProductFields?.[FINGERPRINT]).some((fault) => !seen.has(fault))
  );
};

const SUPPRESSED = `${PRODUCT}suppressed`;

/** An accepted risk that is still one: a pass needs nobody's acceptance. */
export const isAccepted = (finding: AwsSecurityFinding): boolean =>
  finding.Compliance?.Status !== "PASSED" &&
  reasons(finding).some(({ ReasonCode }) => ReasonCode === "RISK_ACCEPTED");

/** Remembers in the finding itself that its workflow was suppressed from here, so that it can be taken back. */
export const suppressedByUs = (finding: AwsSecurityFinding): AwsSecurityFinding =>
  sealed({ ...finding, ProductFields: { ...finding.ProductFields, [SUPPRESSED]: "true" } });

export const isSuppressedByUs = (finding: AwsSecurityFinding): boolean =>
  finding.ProductFields?.[SUPPRESSED] === "true";
