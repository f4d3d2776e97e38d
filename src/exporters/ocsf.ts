import { createHash } from "node:crypto";
import type { Exporter, Piece } from "../model/exporter.ts";
import { isAboutScope, type Finding } from "../model/finding.ts";
import type { Gone, ResultsRecord, Run, RunRecord, RunRule } from "../model/results.ts";
import type { RiskLevel } from "../model/rule.ts";
import type { Status } from "../model/verdict.ts";
import { visible } from "../text/visible.ts";
import { awsType } from "./aws-types.ts";
import { findingTitle } from "./finding-title.ts";
import { firstOfScope, forEveryRule } from "./first-of-scope.ts";

export interface OcsfOptions {
  /** One event a line instead of one array: what collectors of logs read. */
  readonly lines?: boolean;
}

/** OCSF 1.5.0, Compliance Finding (class 2003): one event a finding, and one for a scope that no rule could read. */
export const ocsf: Exporter<OcsfOptions> = {
  name: "ocsf",
  extension: "ocsf.json",
  open: ({ lines = false }) => {
    const isFirst = firstOfScope();
    let head: RunRecord | null = null;
    let rules: ReadonlyMap<string, RunRule> = new Map();
    let first = true;
    const event = (value: object): readonly Piece[] => {
      const json = JSON.stringify(value, shown);
      const text = lines ? `${json}\n` : `${first ? "" : ",\n"}${json}`;
      first = false;
      return [{ text }];
    };
    return (record: ResultsRecord): readonly Piece[] => {
      if (record.kind === "run") {
        head = record;
        rules = new Map(record.rules.map((rule) => [rule.id, rule]));
        return lines ? [] : [{ text: "[\n" }];
      }
      if (head === null) throw new Error("the stream begins with its run");
      if (record.kind === "finding" && !isFirst(record)) return [];
      if (record.kind === "finding" && isAboutScope(record.resource))
        return event(findingEvent(forEveryRule(record), head.run, undefined));
      if (record.kind === "finding") return event(findingEvent(record, head.run, rules.get(record.ruleId)));
      if (record.kind === "gone") return event(goneEvent(record, head.run, rules.get(record.ruleId)));
      return record.kind === "summary" && !lines ? [{ text: "\n]\n" }] : [];
    };
  },
};

/** Every text of an event shows what is invisible. */
const shown = (_: string, value: unknown): unknown => (typeof value === "string" ? visible(value) : value);

const CLASS_UID = 2003;

/** https://schema.ocsf.io: severity_id of a failure. What is open is low, a pass informational. */
const SEVERITY: Readonly<Record<RiskLevel, readonly [id: number, name: string]>> = {
  LOW: [2, "Low"],
  MEDIUM: [3, "Medium"],
  HIGH: [4, "High"],
  VERY_HIGH: [5, "Critical"],
  EXTREME: [5, "Critical"],
};

/** compliance.status_id; Warning is OCSF's word for a check that gave no result for want of information. */
const COMPLIANCE: Readonly<Record<Status, readonly [id: number, name: string]>> = {
  SUCCESS: [1, "Pass"],
  NEEDS_REVIEW: [2, "Warning"],
  NOT_EVALUATED: [2, "Warning"],
  FAILURE: [3, "Fail"],
};

const ACTIVITY = { create: [1, "Create"], update: [2, "Update"], close: [3, "Close"] } as const;

const FINDING_STATUS = {
  new: [1, "New"],
  open: [2, "In Progress"],
  suppressed: [3, "Suppressed"],
  resolved: [4, "Resolved"],
} as const;

type Common = Pick<Finding, "id" | "ruleId" | "status" | "title" | "resource" | "scope" | "firstSeenAt"> &
  Partial<Pick<Finding, "data">>;

const base = (
  finding: Common,
  run: Run,
  rule: RunRule | undefined,
  activity: keyof typeof ACTIVITY,
): object => {
  const { id, ruleId, status, resource, firstSeenAt } = finding;
  const [activityId, activityName] = ACTIVITY[activity];
  const [complianceId, complianceName] = COMPLIANCE[status];
  return {
    class_uid: CLASS_UID,
    class_name: "Compliance Finding",
    category_uid: 2,
    category_name: "Findings",
    activity_id: activityId,
    activity_name: activityName,
    type_uid: CLASS_UID * 100 + activityId,
    type_name: `Compliance Finding: ${activityName}`,
    ...time("time", run.now),
    metadata: {
      version: "1.5.0",
      // The profile requires `cloud`, which source code has not.
      ...(resource.account === null ? {} : { profiles: ["cloud"] }),
      uid: eventUid(id, run.now),
      product: { uid: "postern", name: "Postern", vendor_name: "Postern", version: run.tool.version },
      event_code: ruleId,
    },
    finding_info: {
      uid: id,
      title: findingTitle(finding, rule),
      types: ["Software and Configuration Checks/AWS Security Best Practices"],
      ...time("first_seen_time", firstSeenAt),
      ...time("last_seen_time", run.now),
      ...(rule === undefined ? {} : { desc: rule.description, src_url: rule.url }),
    },
    compliance: {
      status_id: complianceId,
      status: complianceName,
      control: ruleId,
      standards: [...new Set(rule?.compliance.map(({ standard }) => standard))],
      requirements: rule?.compliance.map(({ standard, clause }) => `${standard} ${clause}`) ?? [],
    },
    resources: [
      {
        uid: resource.id,
        name: resource.name,
        type: awsType(resource.kind),
        ...(resource.account === null || resource.region === null ? {} : { region: resource.region }),
        ...(resource.account === null || resource.partition === null
          ? {}
          : { cloud_partition: resource.partition }),
      },
    ],
    ...(resource.account === null
      ? {}
      : {
          cloud: {
            provider: "AWS",
            // The scan reads no names of accounts; their id is what people know them by here.
            account: {
              uid: resource.account,
              name: resource.account,
              type: "AWS Account",
              type_id: 10,
            },
            ...(resource.region === null ? {} : { region: resource.region }),
          },
        }),
    ...(rule === undefined
      ? {}
      : {
          remediation: {
            desc: rule.remediation.summary,
            references: [rule.url, ...rule.references.map(({ url }) => url)],
          },
        }),
  };
};

const findingEvent = (finding: Finding, run: Run, rule: RunRule | undefined): object => {
  const { status, change, exception, message, riskLevel, documents, faults, data, unread } = finding;
  const [severityId, severity] =
    status === "FAILURE"
      ? SEVERITY[riskLevel]
      : status === "SUCCESS"
        ? ([1, "Informational"] as const)
        : SEVERITY.LOW;
  const evidences = evidencesOf(finding);
  const [statusId, statusName] =
    exception !== null
      ? FINDING_STATUS.suppressed
      : finding.lastFailure !== null && status === "SUCCESS"
        ? FINDING_STATUS.resolved
        : FINDING_STATUS[change === "unchanged" ? "open" : "new"];
  return {
    ...base(finding, run, rule, change === null || change === "new" ? "create" : "update"),
    severity_id: severityId,
    severity,
    status_id: statusId,
    status: statusName,
    status_code: status,
    message: message,
    ...(evidences.length === 0 ? {} : { evidences }),
    unmapped: {
      data,
      ...(run.tool.tables === undefined ? {} : { tables: run.tool.tables }),
      documents: documents.map(({ name, sha256 }) => ({ name: name, sha256 })),
      fingerprints: faults.map(({ fingerprint }) => fingerprint),
      ...(exception === null
        ? {}
        : {
            exception: {
              reason: exception.reason,
              approver: exception.approver,
              expires: exception.expires,
              ticket: exception.ticket,
            },
          }),
      ...(unread === null ? {} : { unread: { operation: unread.operation, code: unread.code } }),
    },
  };
};

/** The elements that bear on the answer and the request that would be accepted, each as data of its own form. */
const evidencesOf = ({ evidence, witness }: Finding): readonly object[] => [
  ...(witness === null ? [] : [{ name: "accepted request", data: witness }]),
  ...evidence.map(({ document, at, role, says }) => ({
    name: role,
    data: { ...(document === undefined ? {} : { document }), at, says },
  })),
];

/** The same for the same event, and another for each run. */
const eventUid = (finding: string, now: string): string =>
  createHash("sha256")
    .update(JSON.stringify([finding, now]))
    .digest("hex")
    .slice(0, 32);

const goneEvent = (gone: Gone, run: Run, rule: RunRule | undefined): object => {
  const [statusId, statusName] = FINDING_STATUS.resolved;
  return {
    ...base(gone, run, rule, "close"),
    severity_id: 1,
    severity: "Informational",
    status_id: statusId,
    status: statusName,
    status_code: gone.status,
    message: "The resource or the rule is no more.",
  };
};

/** OCSF counts milliseconds since 1970; what is no time is left out. */
const time = (name: string, iso: string): Readonly<Record<string, number>> => {
  const milliseconds = Date.parse(iso);
  return Number.isNaN(milliseconds) ? {} : { [name]: milliseconds };
};
