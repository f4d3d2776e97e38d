import type { Remediation } from "../../model/remediation.ts";

/** `github`: what GitHub reads and shows · `full`: passes and accepted risks too, for other readers of SARIF. */
export type Profile = "github" | "full";

export interface SarifOptions {
  readonly profile?: Profile;
  /** Results kept of one run, the most severe first; 5,000 for GitHub, which shows no more, and all in the full profile. */
  readonly maximumResults?: number;
  /** Of one file, behind which the next one begins; what GitHub takes where absent. */
  readonly maximumCharacters?: number;
  /** Planned fixes, which become the `fixes` of results in source code. */
  readonly remediation?: Remediation;
  /** Whether several files can be written; where not, the twenty-first run is an error. */
  readonly parts?: boolean;
  /** Takes what a person must know and the file cannot say. */
  readonly warn?: (message: string) => void;
}
