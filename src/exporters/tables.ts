import type { ExceptionEntry } from "../model/exception.ts";
import type { Finding } from "../model/finding.ts";
import type { Coverage, Gone, StandardResult, Summary } from "../model/results.ts";
import { placeOf } from "./place-of.ts";

export type Cell = string | number | boolean | null;

/** One column: its name, what stands there, and what kind of text that is. */
export type Column<T> = readonly [name: string, cell: (row: T) => Cell, kind?: "account" | "time"];

export type Columns<T> = readonly Column<T>[];

export const FINDINGS: Columns<Finding> = [
  ["status", ({ status }) => status],
  ["rule", ({ ruleId }) => ruleId],
  ["title", ({ title }) => title],
  ["risk", ({ riskLevel }) => riskLevel],
  ["resource", ({ resource }) => resource.name],
  ["resource_id", ({ resource }) => resource.id],
  ["kind", ({ resource }) => resource.kind],
  ["account", ({ resource }) => resource.account, "account"],
  ["region", ({ resource }) => resource.region],
  ["owner", ({ resource }) => resource.owner, "account"],
  ["message", ({ message }) => message],
  ["data", ({ data }) => pairs(data)],
  ["file", (finding) => placeOf(finding)?.file ?? null],
  ["line", (finding) => placeOf(finding)?.startLine ?? null],
  ["collected_at", ({ collectedAt }) => collectedAt, "time"],
  ["first_seen_at", ({ firstSeenAt }) => firstSeenAt, "time"],
  ["change", ({ change }) => change],
  ["open_since", ({ openSince }) => openSince ?? null, "time"],
  ["assigned_to", ({ followUp }) => followUp?.owner ?? null],
  ["due", ({ followUp }) => followUp?.due ?? null, "time"],
  ["management_response", ({ followUp }) => followUp?.response?.response ?? null],
  ["unread_operation", ({ unread }) => unread?.operation ?? null],
  ["unread_code", ({ unread }) => unread?.code ?? null],
  ["exception_reason", ({ exception }) => exception?.reason ?? null],
  ["exception_approver", ({ exception }) => exception?.approver ?? null],
  ["exception_expires", ({ exception }) => exception?.expires ?? null, "time"],
  ["exception_ticket", ({ exception }) => exception?.ticket ?? null],
  [
    "documents_sha256",
    ({ documents }) => documents.map(({ name, sha256 }) => `${name}=${sha256}`).join("; "),
  ],
  ["fingerprints", ({ faults }) => faults.map(({ fingerprint }) => fingerprint).join("; ")],
  ["finding_id", ({ id }) => id],
  ["scope", ({ scope }) => scope],
];

const pairs = (data: Finding["data"]): string =>
  Object.entries(data)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");

export const COVERAGE: Columns<Coverage> = [
  ["scope", ({ scope }) => scope],
  ["service", ({ service }) => service],
  ["status", ({ status }) => status],
  ["population_known", ({ populationKnown }) => populationKnown],
  ["listed", ({ listed }) => listed],
  ["read", ({ read }) => read],
  ["unread", ({ unread }) => unread],
  ["gone", ({ gone }) => gone],
  ["excluded", ({ excluded }) => excluded],
  ["refused_operation", ({ refusal }) => refusal?.operation ?? null],
  ["refused_code", ({ refusal }) => refusal?.code ?? null],
  ["refused_message", ({ refusal }) => refusal?.message ?? null],
  ["reason", ({ reason }) => reason],
];

export const GONE: Columns<Gone> = [
  ["rule", ({ ruleId }) => ruleId],
  ["last_status", ({ status }) => status],
  ["resource", ({ resource }) => resource.name],
  ["resource_id", ({ resource }) => resource.id],
  ["account", ({ resource }) => resource.account, "account"],
  ["region", ({ resource }) => resource.region],
  ["first_seen_at", ({ firstSeenAt }) => firstSeenAt, "time"],
  ["finding_id", ({ id }) => id],
];

interface ClauseRow {
  readonly standard: StandardResult;
  readonly clause: StandardResult["clauses"][number];
}

export const CLAUSES: Columns<ClauseRow> = [
  ["standard", ({ standard }) => standard.standard],
  ["edition", ({ standard }) => standard.edition],
  ["clause", ({ clause }) => clause.clause],
  ["title", ({ clause }) => clause.title],
  ["status", ({ clause }) => clause.status],
  ["success", ({ clause }) => clause.counts.success],
  ["failure", ({ clause }) => clause.counts.failure],
  ["needs_review", ({ clause }) => clause.counts.needsReview],
  ["not_evaluated", ({ clause }) => clause.counts.notEvaluated],
  ["excepted", ({ clause }) => clause.counts.excepted],
  [
    "rules",
    ({ clause }) =>
      clause.rules.map(({ ruleId, strength, why }) => `${ruleId} (${strength}): ${why}`).join("; "),
  ],
  ["source", ({ standard }) => standard.url],
];

export const clauseRows = ({ standards }: Summary): readonly ClauseRow[] =>
  standards.flatMap((standard) => standard.clauses.map((clause) => ({ standard, clause })));

export const EXCEPTIONS: Columns<ExceptionEntry> = [
  ["rule", ({ exception }) => exception.rule],
  ["state", ({ state }) => state],
  ["resource", ({ exception }) => exception.match.resource ?? null],
  ["account", ({ exception }) => exception.match.account ?? null, "account"],
  ["region", ({ exception }) => exception.match.region ?? null],
  [
    "tag",
    ({ exception: { match } }) =>
      match.tag === undefined
        ? null
        : `${match.tag.key}${match.tag.value === undefined ? "" : `=${match.tag.value}`}`,
  ],
  ["fingerprint", ({ exception }) => exception.match.fingerprint ?? null],
  [
    "place",
    ({ exception: { match } }) =>
      match.place === undefined ? null : `${match.place.file}:${match.place.line}`,
  ],
  ["reason", ({ exception }) => exception.reason],
  ["approver", ({ exception }) => exception.approver],
  ["approved_at", ({ exception }) => exception.approvedAt, "time"],
  ["expires", ({ exception }) => exception.expires, "time"],
  ["ticket", ({ exception }) => exception.ticket],
  ["findings", ({ findings }) => findings.length],
];
