import { isCovered } from "../../model/covered.ts";
import type { Finding, FindingFault } from "../../model/finding.ts";
import type { Remediation } from "../../model/remediation.ts";
import { visibleLine } from "../../text/visible.ts";
import type { SarifResult } from "./builder.ts";
import { fixesOf } from "./fixes.ts";
import { digest, type LineHashes } from "./fingerprint.ts";
import {
  codeFlow,
  primaryLocation,
  primaryPlace,
  relatedLocation,
  relatedPlaces,
  type Related,
} from "./locations.ts";
import { messageLink, messageText, sentence } from "./message.ts";
import type { Profile } from "./options.ts";
import { SEVERITY } from "./severity.ts";
import { relativeUri } from "./uri.ts";

/** What could not be decided or read must not block a pull request as High: it has a rule of its own. */
export const reviewId = (ruleId: string): string => `${ruleId}-REVIEW`;

/** A result, and how much it matters where not all can be kept. */
export interface Ranked {
  readonly rank: number;
  readonly result: SarifResult;
}

/** The results of one finding: one for each fault, one for what is open, one for each last known fault of what was not read. */
export const resultsOf = (
  finding: Finding,
  profile: Profile,
  hashes: LineHashes,
  remediation?: Remediation,
): readonly Ranked[] => {
  if ((finding.exception !== null || isCovered(finding)) && profile === "github") return [];
  if (finding.status === "FAILURE")
    return finding.faults.map((fault) => failed(finding, fault, hashes, remediation));
  if (finding.status === "SUCCESS") {
    return profile === "github" ? [] : [{ rank: 0, result: passed(finding, hashes) }];
  }
  const undecided = open(finding, profile, hashes);
  return finding.status === "NEEDS_REVIEW" ? [undecided] : [undecided, ...stale(finding, hashes)];
};

const failed = (
  finding: Finding,
  fault: FindingFault,
  hashes: LineHashes,
  remediation?: Remediation,
): Ranked => {
  const place = primaryPlace(finding, fault);
  const related = relatedPlaces(finding, fault, place);
  const flow = codeFlow(finding, fault, place);
  return {
    rank: SEVERITY[finding.riskLevel].rank,
    result: {
      ...common(
        finding,
        fault,
        related,
        [policyRemark(finding, fault), proofRemark(finding, fault)].join(" ").trim(),
      ),
      ruleId: finding.ruleId,
      level: SEVERITY[finding.riskLevel].level,
      locations: [primaryLocation(finding, place)],
      partialFingerprints: {
        primaryLocationLineHash: hashes.of(finding.ruleId, relativeUri(place.file), fault.fingerprint),
      },
      fingerprints: { "postern/v1": digest(finding.id, fault.document, ...indexOf(fault)) },
      ...(flow === null ? {} : { codeFlows: [flow] }),
      ...fixesOf(finding, fault, remediation),
    },
  };
};

/** Policies of one name are told apart by their index. */
const indexOf = ({ documentIndex }: FindingFault): readonly string[] =>
  documentIndex === undefined ? [] : [String(documentIndex)];

const open = (finding: Finding, profile: Profile, hashes: LineHashes): Ranked => {
  const place = primaryPlace(finding, null);
  const ruleId = reviewId(finding.ruleId);
  const unread = finding.unread;
  return {
    rank: 0.5,
    result: {
      ...common(
        finding,
        null,
        relatedPlaces(finding, null, place),
        unread === null ? "" : `${unread.operation} was refused: ${unread.code}.`,
      ),
      ruleId,
      level: "warning",
      ...(profile === "github" ? {} : { kind: finding.status === "NEEDS_REVIEW" ? "review" : "open" }),
      locations: [primaryLocation(finding, place)],
      partialFingerprints: {
        primaryLocationLineHash: hashes.of(
          ruleId,
          relativeUri(place.file),
          digest(finding.id, finding.status),
        ),
      },
    },
  };
};

const passed = (finding: Finding, hashes: LineHashes): SarifResult => {
  const place = primaryPlace(finding, null);
  return {
    ...common(finding, null, [], ""),
    ruleId: finding.ruleId,
    kind: "pass",
    level: "none",
    locations: [primaryLocation(finding, place)],
    partialFingerprints: {
      primaryLocationLineHash: hashes.of(finding.ruleId, relativeUri(place.file), digest(finding.id)),
    },
  };
};

/** A result that is missing from an upload is "fixed" to GitHub: what was not read again is said again, and that it is old. */
const stale = (finding: Finding, hashes: LineHashes): readonly Ranked[] => {
  const last = finding.lastFailure;
  if (last === null) return [];
  const known: Finding = {
    ...finding,
    evidence: [],
    data: last.data,
    location: last.location,
    message: `Not looked at again since ${last.at}; then: ${last.message}`,
  };
  return last.faults.map((fault) => {
    const { rank, result } = failed(known, fault, hashes);
    return {
      rank,
      result: { ...result, properties: { ...result.properties, stale: true, seenAt: last.at } },
    };
  });
};

const common = (
  finding: Finding,
  fault: FindingFault | null,
  related: readonly Related[],
  remark: string,
): Pick<SarifResult, "message" | "relatedLocations" | "properties" | "suppressions"> => ({
  message: {
    text: [sentence(messageText(finding.message)), messageText(remark), links(related)]
      .filter((text) => text !== "")
      .join(" "),
  },
  ...(related.length === 0 ? {} : { relatedLocations: related.map(relatedLocation) }),
  ...(finding.exception === null
    ? {}
    : {
        suppressions: [
          {
            kind: "external",
            status: "accepted",
            justification: visibleLine(
              `${finding.exception.reason} (${finding.exception.approver}, ${finding.exception.ticket}, until ${finding.exception.expires})`,
            ),
          },
        ],
      }),
  // The properties of a SARIF result; a new one is a member here.
  properties: {
    findingId: finding.id,
    status: finding.status,
    resourceKind: finding.resource.kind,
    partition: finding.resource.partition,
    account: finding.resource.account,
    region: finding.resource.region,
    ...(fault === null ? {} : { [isPolicy(finding, fault) ? "policyName" : "fault"]: fault.document }),
    ...(finding.change === null ? {} : { change: finding.change }),
    ...(fault === null || finding.witness === null ? {} : { witness: finding.witness }),
    data: finding.data,
  },
});

/** A fault is in a policy, or in a fact such as `dkim`. */
const isPolicy = ({ documents }: Finding, { document }: FindingFault): boolean =>
  documents.some(({ name }) => name === document);

/** Tells the results of one finding apart, where its message does not. */
const policyRemark = (finding: Finding, fault: FindingFault): string =>
  isPolicy(finding, fault) && !finding.message.includes(fault.document) ? `Policy ${fault.document}.` : "";

/** The request that was found, by the fault that lets it in: the first. GitHub shows no properties, so that the message says it. */
const proofRemark = ({ witness, faults }: Finding, fault: FindingFault): string =>
  witness === null || fault.fingerprint !== faults[0]?.fingerprint
    ? ""
    : `Proof: ${witness.principal} may call ${witness.action}.`;

const links = (related: readonly Related[]): string =>
  related.length === 0 ? "" : `See ${related.map(({ id, says }) => messageLink(says, id)).join(", ")}.`;
