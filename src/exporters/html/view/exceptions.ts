import type { Exception, ExceptionEntry } from "../../../model/exception.ts";
import type { Collected } from "../collect.ts";
import { EXCEPTION_STATE, grouped, type Word } from "../text.ts";
import { anchorOf } from "./atoms.ts";

export interface ExceptionView {
  readonly rule: string;
  readonly match: readonly string[];
  readonly reason: string;
  readonly approver: string;
  readonly approvedAt: string;
  readonly expires: string;
  readonly ticket: string;
  readonly state: Word;
  readonly count: string;
  readonly findings: readonly { readonly anchor: string; readonly number: number }[];
}

/** Links to details that this page holds; an exception may cover thousands. */
const SHOWN_LINKS = 20;

export const exceptionViews = ({ summary, details }: Collected): readonly ExceptionView[] => {
  const detailed = new Set(details.values().map(({ id }) => id));
  return summary.exceptions.map((entry) => exceptionView(entry, detailed));
};

const exceptionView = (
  { exception, state, findings }: ExceptionEntry,
  detailed: ReadonlySet<string>,
): ExceptionView => ({
  rule: exception.rule,
  match: matchTexts(exception.match),
  reason: exception.reason,
  approver: exception.approver,
  approvedAt: exception.approvedAt,
  expires: exception.expires,
  ticket: exception.ticket,
  state: EXCEPTION_STATE[state],
  count: grouped(findings.length),
  findings: findings
    .filter((id) => detailed.has(id))
    .slice(0, SHOWN_LINKS)
    .map((id, index) => ({ anchor: anchorOf("f", id), number: index + 1 })),
});

const matchTexts = ({
  resource,
  account,
  region,
  tag,
  fingerprint,
  place,
}: Exception["match"]): readonly string[] => [
  ...(resource === undefined ? [] : [`resource ${resource}`]),
  ...(account === undefined ? [] : [`account ${account}`]),
  ...(region === undefined ? [] : [`region ${region}`]),
  ...(tag === undefined ? [] : [`tag ${tag.key}${tag.value === undefined ? "" : `=${tag.value}`}`]),
  ...(fingerprint === undefined ? [] : [`grant ${fingerprint}`]),
  ...(place === undefined ? [] : [`comment ${place.file}:${place.line}`]),
];
