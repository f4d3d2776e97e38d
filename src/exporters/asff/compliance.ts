import type { Compliance, ComplianceStatus, StatusReason } from "@aws-sdk/client-securityhub";
import type { Finding } from "../../model/finding.ts";
import type { RunRule } from "../../model/results.ts";
import type { Mapping } from "../../model/rule.ts";
import { fitted, fittedLine } from "./text.ts";

const STATUS: Readonly<Record<Finding["status"], ComplianceStatus>> = {
  FAILURE: "FAILED",
  SUCCESS: "PASSED",
  NEEDS_REVIEW: "WARNING",
  NOT_EVALUATED: "NOT_AVAILABLE",
};

const STRENGTHS: readonly Mapping["strength"][] = ["primary", "supporting", "context"];

/** Status, its reasons, and the clauses of the rule's mappings, the strongest first where they are too many. */
export const compliance = (finding: Finding, rule: RunRule | undefined): Compliance => {
  const mappings = STRENGTHS.flatMap((strength) =>
    (rule?.compliance ?? []).filter((mapping) => mapping.strength === strength),
  );
  const requirements = unique(mappings.map((mapping) => fittedLine(requirementOf(mapping), 64)));
  const standards = unique(
    mappings.map(({ standard }) => fittedLine(IN_SECURITY_HUB[standard]?.id ?? standard, 64)),
  );
  const reasons = reasonsOf(finding);
  return {
    Status: STATUS[finding.status],
    ...(reasons.length === 0 ? {} : { StatusReasons: reasons }),
    ...(requirements.length === 0 ? {} : { RelatedRequirements: requirements.slice(0, 32) }),
    ...(standards.length === 0
      ? {}
      : { AssociatedStandards: standards.slice(0, 20).map((StandardsId) => ({ StandardsId })) }),
  };
};

/**
 * Standards by the names that Security Hub gives to its own findings, so that one filter finds both.
 *
 * Source: Security Hub user guide, "Required top-level ASFF attributes" and the pages of its standards.
 */
const IN_SECURITY_HUB: Readonly<Record<string, { readonly requirement: string; readonly id: string }>> = {
  NIST4: { requirement: "NIST.800-53.r4 ", id: "standards/nist-800-53/v/4.0.0" },
  NIST5: { requirement: "NIST.800-53.r5 ", id: "standards/nist-800-53/v/5.0.0" },
  PCI: { requirement: "PCI DSS v4.0.1/", id: "standards/pci-dss/v/4.0.1" },
  CISAWSF: {
    requirement: "CIS AWS Foundations Benchmark v7.0.0/",
    id: "standards/cis-aws-foundations-benchmark/v/7.0.0",
  },
};

const requirementOf = ({ standard, clause }: Mapping): string =>
  `${IN_SECURITY_HUB[standard]?.requirement ?? `${standard} `}${clause}`;

const unique = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** A reason in the format's form: the code in UPPER_SNAKE_CASE, the description within a limit of our own. */
export const statusReason = (code: string, description: string): StatusReason => {
  const text = fitted(description, 512);
  return { ReasonCode: upperSnake(code), ...(text === null ? {} : { Description: text }) };
};

const reasonsOf = (finding: Finding): StatusReason[] => {
  if (finding.status === "SUCCESS") return [];
  const why = finding.unread?.code ?? finding.data["exposure"] ?? finding.status;
  const accepted = finding.exception;
  return [
    statusReason(why, finding.message),
    ...(accepted === null
      ? []
      : [
          statusReason(
            "RISK_ACCEPTED",
            `Accepted until ${accepted.expires} by ${accepted.approver} (${accepted.ticket}): ${accepted.reason}`,
          ),
        ]),
  ];
};

const upperSnake = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase()
    .slice(0, 64)
    .replace(/^_+|_+$/g, "") || "UNKNOWN";
