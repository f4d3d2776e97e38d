import { createHash } from "node:crypto";
import type { Collected } from "../collect.ts";
import { parseScope } from "../../../model/scope.ts";
import { counted } from "../text.ts";
import { checkLogo, type HtmlOptions } from "../options.ts";
import { timeView, type TimeView } from "./atoms.ts";
import { verdictView, type VerdictView } from "./verdict.ts";

export interface CoverView {
  readonly title: string;
  readonly entity: string | null;
  readonly classification: string | null;
  readonly preparedBy: string | null;
  readonly logo: string | null;
  readonly reportId: string;
  readonly asOf: TimeView;
  readonly tool: string;
  readonly caller: string | null;
  readonly verdict: VerdictView;
}

export const coverView = (collected: Collected, options: HtmlOptions): CoverView => {
  const { run } = collected.head;
  return {
    title: options.title ?? titleOf(collected),
    entity: options.entity ?? null,
    classification: options.classification ?? null,
    preparedBy: options.preparedBy ?? null,
    logo: checkLogo(options.logo),
    reportId: reportId(collected),
    asOf: timeView(run.now),
    tool: `${run.tool.name} ${run.tool.version}`,
    caller: run.caller?.arn ?? null,
    verdict: verdictView(collected),
  };
};

/** "Security of SES in 3 accounts": what was judged, and where. */
const titleOf = ({ coverage }: Collected): string => {
  const scopes = coverage.values().map(({ scope }) => parseScope(scope));
  const services = [
    ...new Set(scopes.flatMap((scope) => (scope === null ? [] : [scope.service.toUpperCase()]))),
  ];
  const accounts = new Set(scopes.flatMap((scope) => (scope?.provider === "aws" ? [scope.account] : [])));
  const [only] = accounts;
  const where =
    only === undefined
      ? "source code"
      : accounts.size === 1
        ? `account ${only}`
        : counted(accounts.size, "account");
  return services.length === 0
    ? "Cloud posture report"
    : `Security of ${services.sort().join(" and ")} in ${where}`;
};

/** Names what the report rests on: equal for a repeated run, different for any other. */
const reportId = ({ head, summary }: Collected): string => {
  const { run, rules } = head;
  const basis = [
    run.tool,
    run.now,
    run.trust,
    run.configuration,
    rules.map(({ id, version, riskLevel, effectiveSettings }) => [id, version, riskLevel, effectiveSettings]),
    summary.snapshotSha256,
  ];
  return createHash("sha256").update(JSON.stringify(basis)).digest("hex").slice(0, 16);
};
