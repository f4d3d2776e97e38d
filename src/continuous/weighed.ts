import type { Config } from "../config/config.ts";
import { isCovered } from "../model/covered.ts";
import type { Finding } from "../model/finding.ts";
import { RISK_LEVELS } from "../model/rule.ts";

/** What stands against the resources of some findings, by the levels of a configuration; what was accepted does not. */
export interface Weighed {
  /** Failures from `failOn` up. */
  readonly failing: readonly Finding[];
  /** Failures below it. */
  readonly lesser: readonly Finding[];
  readonly undecided: readonly Finding[];
  readonly unread: readonly Finding[];
  readonly accepted: readonly Finding[];
}

/** Where no configuration says otherwise; as for the exit code of `scan`. */
export const FAIL_ON = "HIGH";

export const weighed = (all: readonly Finding[], config: Partial<Pick<Config, "failOn">> = {}): Weighed => {
  const failOn = config.failOn ?? FAIL_ON;
  const from = RISK_LEVELS.findIndex((level) => level === failOn);
  const isGrave = ({ riskLevel }: Finding): boolean => from >= 0 && RISK_LEVELS.indexOf(riskLevel) >= from;
  const asking = all.filter((finding) => finding.exception === null && !isCovered(finding));
  const failures = asking.filter(({ status }) => status === "FAILURE");
  return {
    failing: failures.filter(isGrave),
    lesser: failures.filter((finding) => !isGrave(finding)),
    undecided: asking.filter(({ status }) => status === "NEEDS_REVIEW"),
    unread: asking.filter(({ status }) => status === "NOT_EVALUATED"),
    accepted: all.filter(({ exception, status }) => exception !== null && status !== "SUCCESS"),
  };
};
