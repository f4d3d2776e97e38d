import type { Finding, FindingResource } from "../../model/finding.ts";
import type { Run } from "../../model/results.ts";
import { dateTime, oneLine, property, prose, some, uuid } from "./strings.ts";

export const observationUuid = (run: Run, findingId: string): string =>
  uuid("observation", run.now, findingId);
export const riskUuid = (run: Run, findingId: string): string => uuid("risk", run.now, findingId);
const itemUuid = (resourceId: string): string => uuid("resource", resourceId);
export const platformUuid = (run: Run): string => uuid("platform", run.tool.name, run.tool.version);

/** One rule's answer about one resource. */
export const observation = (finding: Finding, run: Run): object => ({
  uuid: observationUuid(run, finding.id),
  title: oneLine(`${finding.ruleId} ${finding.resource.name}`),
  description: prose(finding.message),
  props: [
    property("rule-id", finding.ruleId),
    property("status", finding.status),
    property("risk-level", finding.riskLevel),
    property("finding-id", finding.id),
    property("first-seen", finding.firstSeenAt),
    ...(finding.change === null ? [] : [property("change", finding.change)]),
    ...finding.faults.map(({ fingerprint }) => property("fingerprint", fingerprint)),
  ],
  methods: ["TEST"],
  types: ["finding"],
  origins: [{ actors: [{ type: "tool", "actor-uuid": platformUuid(run) }] }],
  subjects: [{ "subject-uuid": itemUuid(finding.resource.id), type: "inventory-item" }],
  ...some(
    "relevant-evidence",
    finding.documents.map(({ name, sha256 }) => ({
      description: prose(`Policy ${name}`),
      props: [property("sha256", sha256)],
    })),
  ),
  collected: dateTime(finding.collectedAt, run.now),
});

export const inventoryItem = (resource: FindingResource): object => ({
  uuid: itemUuid(resource.id),
  description: prose(resource.name),
  props: [
    property("resource-id", resource.id),
    property("kind", resource.kind),
    ...(resource.account === null ? [] : [property("account", resource.account)]),
    ...(resource.region === null ? [] : [property("region", resource.region)]),
  ],
});

/** A failure is a risk: open, or accepted until a day. */
export const risk = (finding: Finding, run: Run, remediation: string): object => {
  const { exception } = finding;
  return {
    uuid: riskUuid(run, finding.id),
    title: oneLine(`${finding.title}: ${finding.resource.name}`),
    description: prose(finding.message),
    statement: prose(
      exception === null
        ? finding.message
        : `Accepted by ${exception.approver} on ${exception.approvedAt} (${exception.ticket}): ${exception.reason}`,
    ),
    props: [property("risk-level", finding.riskLevel)],
    status: exception === null ? "open" : "deviation-approved",
    ...(exception === null ? {} : { deadline: dateTime(`${exception.expires}T23:59:59Z`, run.now) }),
    remediations: [
      {
        uuid: uuid("remediation", run.now, finding.id),
        lifecycle: "recommendation",
        title: "Remediation",
        description: prose(remediation),
      },
    ],
    "related-observations": [{ "observation-uuid": observationUuid(run, finding.id) }],
  };
};
