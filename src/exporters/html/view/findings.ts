import { refersTo } from "../../../model/document-reference.ts";
import type { Finding, LocatedEvidence } from "../../../model/finding.ts";
import type { Exception } from "../../../model/exception.ts";
import type { Refusal } from "../../../model/fact.ts";
import type { History } from "../../../model/history.ts";
import type { RunRule } from "../../../model/results.ts";
import type { Witness } from "../../../model/verdict.ts";
import type { Collected } from "../collect.ts";
import { policyText, type PolicyText } from "../policy-text.ts";
import { followUpView, type FollowUpView } from "./follow-up.ts";
import { CHANGE, counted, grouped, listed, RISK, ROLE, STATUS, type Word } from "../text.ts";
import {
  anchorOf,
  placeText,
  timeView,
  whereView,
  type WhereView,
  type Entry,
  type TimeView,
} from "./atoms.ts";

export interface FindingsView {
  readonly groups: readonly FindingGroup[];
  readonly total: number;
  readonly leftOut: string | null;
}

interface FindingGroup {
  readonly id: string;
  readonly ruleAnchor: string;
  readonly title: string;
  /** Made one after the other: each has its policies' texts. */
  readonly findings: readonly (() => FindingView)[];
}

interface FindingView {
  readonly anchor: string;
  readonly id: string;
  readonly name: string;
  readonly status: Word;
  readonly risk: string;
  readonly message: string;
  readonly resource: string;
  readonly kind: string;
  readonly where: WhereView;
  readonly owner: string | null;
  readonly collectedAt: TimeView;
  readonly firstSeenAt: TimeView;
  readonly change: string | null;
  readonly openSince: string | null;
  readonly followUp: FollowUpView | null;
  /** How often it failed in the observation period; null where no history was given. */
  readonly failedBefore: string | null;
  readonly place: string | null;
  readonly data: readonly Entry[];
  readonly documents: readonly DocumentView[];
  readonly explanations: readonly ExplanationView[];
  readonly witness: WitnessView | null;
  readonly faults: readonly FaultView[];
  readonly exception: Exception | null;
  readonly unread: Refusal | null;
  readonly lastFailure: { readonly at: TimeView; readonly message: string } | null;
  readonly remedy: string | null;
  readonly ruleAnchor: string;
}

interface DocumentView extends PolicyText {
  readonly name: string;
  readonly sha256: string;
}

interface ExplanationView {
  readonly number: number;
  readonly role: Word;
  readonly document: string | null;
  readonly at: string;
  readonly says: string;
  readonly place: string | null;
}

interface WitnessView {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: readonly Entry[];
}

interface FaultView {
  readonly document: string;
  readonly fingerprint: string;
  readonly place: string | null;
}

/** What is not a pass, by rule; within a rule the worst first. */
export const findingsView = ({ head, details }: Collected, history?: History): FindingsView => {
  const kept = details.values();
  return {
    groups: head.rules
      .map((rule) => group(rule, kept, { now: head.run.now, history }))
      .filter(({ findings }) => findings.length > 0),
    total: details.total(),
    leftOut: details.total() > kept.length ? counted(details.total() - kept.length, "further finding") : null,
  };
};

interface Surroundings {
  readonly now: string;
  readonly history: History | undefined;
}

const group = (rule: RunRule, kept: readonly Finding[], around: Surroundings): FindingGroup => ({
  id: rule.id,
  ruleAnchor: anchorOf("r", rule.id),
  title: rule.title,
  findings: kept
    .filter(({ ruleId }) => ruleId === rule.id)
    .map((finding) => () => findingView(finding, rule, around)),
});

const findingView = (finding: Finding, rule: RunRule, { now, history }: Surroundings): FindingView => {
  const { resource, status, exception, unread, witness, lastFailure } = finding;
  return {
    anchor: anchorOf("f", finding.id),
    id: finding.id,
    name: resource.name,
    status: STATUS[status],
    risk: RISK[finding.riskLevel],
    message: finding.message,
    resource: resource.id,
    kind: resource.kind,
    where: whereView(resource),
    owner: resource.owner,
    collectedAt: timeView(finding.collectedAt),
    firstSeenAt: timeView(finding.firstSeenAt),
    change: finding.change === null ? null : CHANGE[finding.change],
    openSince: finding.openSince?.slice(0, 10) ?? null,
    followUp: followUpView(finding, now),
    failedBefore: failedBefore(finding, history),
    place: placeText(finding.location),
    data: Object.entries(finding.data).map(([name, value]) => ({ name, value })),
    documents: documentsOf(finding),
    explanations: finding.evidence.map(explanation),
    witness: witness === null ? null : witnessView(witness),
    faults: finding.faults.map(({ document, fingerprint, location }) => ({
      document,
      fingerprint,
      place: placeText(location),
    })),
    exception,
    unread,
    lastFailure: lastFailure === null ? null : { at: timeView(lastFailure.at), message: lastFailure.message },
    remedy: status === "NOT_EVALUATED" ? null : rule.remediation.summary,
    ruleAnchor: anchorOf("r", rule.id),
  };
};

/** Of a finding that fails or needs review; how often it failed says whether a control worked over the period. */
const failedBefore = ({ id, status }: Finding, history: History | undefined): string | null =>
  history === undefined || status === "NOT_EVALUATED"
    ? null
    : `in ${grouped(history.failures.get(id) ?? 0)} of ${counted(history.observations.length, "earlier scan")}`;

/** The policies that the explanations speak of: DKIM is a matter of none. */
const documentsOf = ({ documents, evidence }: Finding): readonly DocumentView[] =>
  documents.flatMap(({ name, text, sha256 }, index) => {
    const marks = marksOf(evidence, name, index);
    return marks.length === 0 ? [] : [{ name, sha256, ...policyText(text, marks) }];
  });

const marksOf = (
  evidence: readonly LocatedEvidence[],
  document: string,
  documentIndex: number,
): readonly { readonly at: LocatedEvidence["at"]; readonly number: number; readonly mark: string }[] =>
  evidence.flatMap((item, index) =>
    refersTo(item, document, documentIndex)
      ? [{ at: item.at, number: index + 1, mark: ROLE[item.role].mark }]
      : [],
  );

const explanation = (item: LocatedEvidence, index: number): ExplanationView => ({
  number: index + 1,
  role: ROLE[item.role],
  document: item.document ?? null,
  at: item.at === "" ? "the whole document" : item.at,
  says: item.says,
  place: placeText(item.location),
});

const witnessView = ({ principal, action, resource, context }: Witness): WitnessView => ({
  principal,
  action,
  resource,
  context: Object.entries(context).map(([name, value]) => ({
    name,
    value: typeof value === "string" ? value : listed(value, "(no value)"),
  })),
});
