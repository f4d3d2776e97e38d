import type { AwsSecurityFinding, StatusReason } from "@aws-sdk/client-securityhub";
import { statusReason } from "../../exporters/asff/compliance.ts";
import { sealed } from "../../exporters/asff/digest.ts";
import { PRODUCT } from "../../exporters/asff/product-fields.ts";

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
