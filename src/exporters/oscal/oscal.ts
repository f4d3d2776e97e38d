import type { Exporter, Piece } from "../../model/exporter.ts";
import type { Finding, FindingResource } from "../../model/finding.ts";
import type { Coverage, ResultsRecord, RunRecord, Summary } from "../../model/results.ts";
import { controlFinding, nistClauses, otherClauses, reviewedControls, type OpenFinding } from "./controls.ts";
import { inventoryItem, observation, platformUuid, risk } from "./observation.ts";
import { dateTime, oneLine, property, prose, some, uuid } from "./strings.ts";

/**
 * OSCAL assessment results 1.2 (NIST): an observation a finding, a finding a control of SP 800-53 Rev. 4.
 *
 * Observations are written as they come. Of the rest only what is not a pass, and the names of the resources, are kept.
 */
export const oscal: Exporter = {
  name: "oscal",
  extension: "oscal.json",
  open: () => {
    let document: Draft | null = null;
    return (record: ResultsRecord): readonly Piece[] => {
      if (record.kind === "run") {
        document = {
          head: record,
          controls: reviewedControls(record),
          resources: new Map(),
          open: [],
          risks: [],
          gaps: [],
          observed: false,
        };
        return [{ text: opening(record) }];
      }
      if (document === null) throw new Error("the stream begins with its run");
      switch (record.kind) {
        case "finding":
          return [{ text: taken(document, record) }];
        case "coverage":
          if (record.status === "unread" || record.status === "partial") document.gaps.push(record);
          return [];
        case "gone":
          return [];
        case "summary":
          return [{ text: closing(document, record) }];
      }
    };
  },
};

interface Draft {
  readonly head: RunRecord;
  readonly controls: readonly string[];
  readonly resources: Map<string, FindingResource>;
  readonly open: OpenFinding[];
  readonly risks: object[];
  readonly gaps: Coverage[];
  observed: boolean;
}

const taken = (draft: Draft, finding: Finding): string => {
  const { run, rules } = draft.head;
  const { id, ruleId, status, resource } = finding;
  draft.resources.set(resource.id, resource);
  if (status !== "SUCCESS") draft.open.push({ id, ruleId, status });
  if (status === "FAILURE") {
    const rule = rules.find((one) => one.id === ruleId);
    draft.risks.push(risk(finding, run, rule?.remediation.summary ?? ""));
  }
  const text = `${draft.observed ? ",\n" : '"observations":[\n'}${JSON.stringify(observation(finding, run))}`;
  draft.observed = true;
  return text;
};

const importedUuid = ({ run }: RunRecord): string => uuid("run", run.now, run.tool.version);

const opening = (head: RunRecord): string => {
  const { run } = head;
  const metadata = {
    title: "Cloud posture: assessment results",
    "last-modified": run.now,
    version: run.now,
    "oscal-version": "1.2.1",
    remarks:
      "The findings support an assessment; they do not establish that a control is met. Policies of the organisation were not weighed.",
  };
  return `{"assessment-results":{"metadata":${JSON.stringify(metadata)},\n"import-ap":{"href":"#${importedUuid(head)}"},\n"results":[{`;
};

const closing = (draft: Draft, summary: Summary): string => {
  const { head } = draft;
  const { run } = head;
  const controls = nistClauses(summary);
  const rest = {
    uuid: uuid("result", run.now, summary.snapshotSha256),
    title: "Findings of the run",
    description: summary.complete
      ? "The whole population was read and judged; no sample was drawn."
      : prose(`Not all of the population could be read: ${summary.incomplete.join(" ")}`),
    start: dateTime(run.startedAt, run.now),
    ...(summary.finishedAt === null ? {} : { end: dateTime(summary.finishedAt, run.now) }),
    props: [
      property("complete", String(summary.complete)),
      property("success", String(summary.counts.success)),
      property("failure", String(summary.counts.failure)),
      property("needs-review", String(summary.counts.needsReview)),
      property("not-evaluated", String(summary.counts.notEvaluated)),
      property("excepted", String(summary.counts.excepted)),
      ...otherClauses(summary),
    ],
    "local-definitions": {
      ...some("inventory-items", [...draft.resources.values()].map(inventoryItem)),
      "assessment-assets": {
        "assessment-platforms": [
          { uuid: platformUuid(run), title: oneLine(`${run.tool.name} ${run.tool.version}`) },
        ],
      },
    },
    "reviewed-controls": {
      "control-selections": [
        {
          description: "Controls of NIST SP 800-53 Rev. 4 that rules of this run speak to.",
          "include-controls": draft.controls.map((id) => ({ "control-id": id })),
        },
      ],
    },
    ...(draft.gaps.length === 0
      ? {}
      : { "assessment-log": { entries: draft.gaps.map((gap) => logEntry(gap, head)) } }),
    ...some("risks", draft.risks),
    ...some(
      "findings",
      controls.map((clause) => controlFinding(clause, draft.open, run)).filter((finding) => finding !== null),
    ),
  };
  const backMatter = { resources: [runResource(head, summary)] };
  const separator = draft.observed ? "\n],\n" : "\n";
  return `${separator}${JSON.stringify(rest).slice(1)}],\n"back-matter":${JSON.stringify(backMatter)},\n"uuid":"${uuid("results", run.now, summary.snapshotSha256)}"}}\n`;
};

const logEntry = ({ scope, status, refusal, reason }: Coverage, { run }: RunRecord): object => ({
  uuid: uuid("gap", run.now, scope),
  title: oneLine(`${scope}: ${status}`),
  description: prose(
    refusal === null
      ? (reason ?? "The scope was not read to its end.")
      : `${refusal.operation}: ${refusal.code}. ${refusal.message}`,
  ),
  start: dateTime(run.startedAt, run.now),
});

/** Stands for an assessment plan: what was run, and how. */
const runResource = (head: RunRecord, summary: Summary): object => ({
  uuid: importedUuid(head),
  title: "The run",
  description: "What was run, with which settings, over which snapshot.",
  props: [
    property("tool", `${head.run.tool.name} ${head.run.tool.version}`),
    ...Object.entries(head.run.tool.tables ?? {}).map(([name, date]) => property("table", `${name} ${date}`)),
    property("now", head.run.now),
    property("snapshot-sha256", summary.snapshotSha256),
    ...(head.run.configuration === null
      ? []
      : [property("configuration-sha256", head.run.configuration.sha256)]),
    ...head.rules.map(({ id, version }) => property("rule", `${id} ${version}`)),
  ],
});
