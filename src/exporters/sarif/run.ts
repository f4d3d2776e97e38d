import type { Run, RunRecord } from "../../model/results.ts";
import type { ScopeId } from "../../model/scope.ts";
import { categoryOf } from "./category.ts";
import { SOURCE_ROOT, buildRun, type SarifResult, type SarifRule, type SarifRun } from "./builder.ts";
import { rulesOf } from "./rules.ts";
import { taxonomiesOf, type Taxonomies } from "./taxonomies.ts";

const HOME_PAGE = "https://github.com/postern-security/postern";

/** What all runs of one export share. */
export interface RunFrame {
  readonly version: string;
  readonly tables: Run["tool"]["tables"];
  readonly taxonomies: Taxonomies;
  readonly rules: readonly SarifRule[];
}

export const frameOf = ({ run, rules }: RunRecord): RunFrame => {
  const taxonomies = taxonomiesOf(rules);
  return {
    version: run.tool.version,
    tables: run.tool.tables,
    taxonomies,
    rules: rulesOf(rules, taxonomies),
  };
};

/** Results as they stand in a run of the frame's rules. */
export const builtResults = ({ rules }: RunFrame, results: readonly SarifResult[]): readonly SarifResult[] =>
  buildRun({ driver: { name: "Postern" } }, rules, results).results ?? [];

/** One scope's run. */
export const runOf = (
  { version, tables, taxonomies, rules }: RunFrame,
  scope: ScopeId,
  results: readonly SarifResult[],
  { continuation, dropped }: { readonly continuation: number; readonly dropped: number },
): SarifRun =>
  buildRun(
    {
      driver: {
        name: "Postern",
        informationUri: HOME_PAGE,
        version,
        semanticVersion: version,
        supportedTaxonomies: [...taxonomies.supported],
      },
      automationDetails: {
        id: categoryOf(scope, continuation),
        description: { text: `Postern on ${scope}` },
      },
      columnKind: "utf16CodeUnits",
      originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: "The root of the repository" } } },
      taxonomies: [...taxonomies.components],
      ...properties({
        ...(dropped === 0 ? {} : { resultsLeftOut: dropped }),
        ...(tables === undefined ? {} : { tables }),
      }),
    },
    rules,
    results,
  );

const properties = (bag: NonNullable<SarifRun["properties"]>): Pick<SarifRun, "properties"> =>
  Object.keys(bag).length === 0 ? {} : { properties: bag };
