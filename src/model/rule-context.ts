import type { Trust } from "./trust.ts";

export type SettingValue = string | number | boolean | readonly string[];

export type Settings = Readonly<Record<string, SettingValue>>;

export interface RuleContext {
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly trust: Trust;
  readonly settings: Settings;
}
