import type { Exception } from "../../model/exception.ts";
import type { Exporter } from "../../model/exporter.ts";
import type { FollowUpPlan } from "../../model/follow-up.ts";
import type { ResultsRecord, Run, RunRecord } from "../../model/results.ts";
import type { RiskLevel } from "../../model/rule.ts";
import type { Settings } from "../../model/rule-context.ts";

/** Everything besides the snapshot and the baseline that the judgement followed from, in effect, after flags and file. */
export interface BundleSettings {
  readonly kind: "settings";
  readonly version: 1;
  readonly tool: Run["tool"];
  readonly now: string;
  readonly trust: Run["trust"];
  readonly rules: readonly {
    readonly id: string;
    readonly version: string;
    readonly riskLevel: RiskLevel;
    readonly settings: Settings;
  }[];
  readonly disabledRules: readonly string[];
  readonly plugins: readonly string[];
  readonly exceptions: readonly Exception[];
  /** Absent in bundles of older versions, whose findings have no owner and no due date. */
  readonly followUp?: FollowUpPlan;
  readonly configuration: Run["configuration"];
  /** Whether baseline.json lies beside it. */
  readonly baseline: boolean;
  /** The fingerprint of the key that the list of hashes was signed with; null where it was not signed. */
  readonly signedBy: string | null;
}

export interface SettingsOptions {
  readonly signedBy?: string;
}

/** The settings of a run, for `postern verify` to judge by again. */
export const settings: Exporter<SettingsOptions> = {
  name: "settings",
  extension: "json",
  open: ({ signedBy = null }: { readonly signedBy?: string | null }) => {
    let head: RunRecord | null = null;
    return (record: ResultsRecord) => {
      if (record.kind === "run") head = record;
      if (record.kind !== "summary") return [];
      if (head === null) throw new Error("the stream begins with its run");
      const exceptions = record.exceptions.map(({ exception }) => exception);
      return [{ text: `${JSON.stringify(settingsOf(head, exceptions, signedBy), null, 2)}\n` }];
    };
  },
};

const settingsOf = (
  { run, rules }: RunRecord,
  exceptions: readonly Exception[],
  signedBy: string | null,
): BundleSettings => ({
  kind: "settings",
  version: 1,
  tool: run.tool,
  now: run.now,
  trust: run.trust,
  rules: rules.map(({ id, version, riskLevel, effectiveSettings }) => ({
    id,
    version,
    riskLevel,
    settings: effectiveSettings,
  })),
  disabledRules: run.disabledRules,
  plugins: run.plugins,
  exceptions,
  ...(run.followUp === undefined ? {} : { followUp: run.followUp }),
  configuration: run.configuration,
  baseline: run.baseline !== null,
  signedBy,
});
