import type { Exception } from "../model/exception.ts";
import type { FollowUpPlan } from "../model/follow-up.ts";
import type { RiskLevel } from "../model/rule.ts";
import type { SettingValue } from "../model/rule-context.ts";
import type { Trust } from "../model/trust.ts";

/** What the configuration says of one rule; a member that is not there leaves the rule's own. */
export interface RuleChoice {
  readonly enabled?: boolean;
  readonly riskLevel?: RiskLevel;
  readonly settings?: Readonly<Record<string, SettingValue>>;
}

/** The level from which failures end a run with 1. */
type FailOn = RiskLevel | "never";

/** The configuration as it is written in `postern.config.yaml`, checked; members that were not written are empty. */
export interface Config {
  readonly trust: Trust;
  /** What a scan reads where no flag says otherwise. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** As --fail-on takes it; null where it is not written. */
  readonly failOn: FailOn | null;
  /** As --allow takes it. */
  readonly allow: readonly ("undecided" | "unread")[];
  /** Path of the baseline, from the file's folder; null where it is not written. */
  readonly baseline: string | null;
  readonly rules: Readonly<Record<string, RuleChoice>>;
  readonly exceptions: readonly Exception[];
  /** With the defaults for what is not written. */
  readonly followUp: FollowUpPlan;
  /** As `-f` takes them: `html=report.html`. */
  readonly outputs: readonly string[];
  /** Package names or paths; loaded only where the file was named. */
  readonly plugins: readonly string[];
}

/** A configuration and where it came from. */
export interface LoadedConfig {
  readonly config: Config;
  /** The file's name without folders: reports print it. */
  readonly name: string;
  /** The folder that relative paths and packages are looked up from. */
  readonly folder: string;
  readonly sha256: string;
  /** Whether it was named by `--config` or `POSTERN_CONFIG`, not merely found. */
  readonly explicit: boolean;
  /** `file:line` of an element, for messages. */
  readonly where: (at: `/${string}` | "") => string;
}
