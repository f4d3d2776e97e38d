import type { WrittenFile } from "../../../model/exporter.ts";
import type { Collected } from "../collect.ts";
import type { HtmlOptions } from "../options.ts";
import { changesView, type ChangesView } from "./changes.ts";
import { coverView, type CoverView } from "./cover.ts";
import { executiveView, type ExecutiveView } from "./executive.ts";
import { exceptionViews, type ExceptionView } from "./exceptions.ts";
import { findingsView, type FindingsView } from "./findings.ts";
import { integrityView, type IntegrityView } from "./integrity.ts";
import { methodView, type MethodView } from "./method.ts";
import { periodView, type PeriodView } from "./period.ts";
import { planView, type PlanView } from "./plan.ts";
import { refusalsView, type RefusalsView } from "./refusals.ts";
import { remediationView, type RemediationView } from "./remediation.ts";
import { resourcesView, type ResourcesView } from "./resources.ts";
import { scopeView, type ScopeView } from "./scope.ts";
import { standardViews, type StandardView } from "./standards.ts";
import { summaryView, type SummaryView } from "./summary.ts";

/** All that the templates see: plain objects with every member present, null where there is nothing. */
export interface ReportView {
  readonly cover: CoverView;
  readonly executive: ExecutiveView;
  readonly summary: SummaryView;
  readonly scope: ScopeView;
  readonly refusals: RefusalsView;
  readonly method: MethodView;
  readonly standards: readonly StandardView[];
  readonly resources: ResourcesView;
  readonly findings: FindingsView;
  readonly exceptions: readonly ExceptionView[];
  readonly changes: ChangesView | null;
  readonly period: PeriodView | null;
  readonly plan: PlanView;
  readonly remediation: RemediationView | null;
  readonly integrity: IntegrityView;
}

export const reportView = (
  collected: Collected,
  options: HtmlOptions,
  files: readonly WrittenFile[],
): ReportView => {
  const executive = executiveView(collected, options.history !== undefined);
  return {
    cover: coverView(collected, options),
    executive,
    summary: summaryView(collected, executive.map === null || executive.map.below === null),
    scope: scopeView(collected),
    refusals: refusalsView(collected),
    method: methodView(collected),
    standards: standardViews(collected),
    resources: resourcesView(collected),
    findings: findingsView(collected, options.history),
    exceptions: exceptionViews(collected),
    changes: changesView(collected),
    period: periodView(collected, options.history),
    plan: planView(collected),
    remediation: remediationView(options.remediation),
    integrity: integrityView(collected, files),
  };
};
