import type { RiskLevel } from "../../model/rule.ts";

export interface SarifSeverity {
  /** GitHub wants a string; a number makes it refuse the file. Its bands: over 9.0 critical, 7.0 high, 4.0 medium. */
  readonly score: string;
  readonly level: "note" | "warning" | "error";
  /** For choosing the most severe; larger is worse. */
  readonly rank: number;
}

export const SEVERITY: Readonly<Record<RiskLevel, SarifSeverity>> = {
  LOW: { score: "3.0", level: "note", rank: 1 },
  MEDIUM: { score: "5.5", level: "warning", rank: 2 },
  HIGH: { score: "8.6", level: "error", rank: 3 },
  VERY_HIGH: { score: "9.3", level: "error", rank: 4 },
  EXTREME: { score: "9.8", level: "error", rank: 5 },
};
