import type { Collected } from "../collect.ts";
import { RISK_LEVELS, type RiskLevel } from "../../../model/rule.ts";
import { counted, grouped, RISK, type Word } from "../text.ts";
import { totalOf } from "./counts.ts";

/** The answer of the first screen. */
export interface VerdictView extends Word {
  /** "22 of 62 SES identities can be …": of the gravest rules that fail. */
  readonly headlines: readonly string[];
  readonly sentence: string;
  /** What limits the answer, a sentence each. */
  readonly limits: readonly string[];
}

export const verdictView = (collected: Collected): VerdictView => ({
  ...headline(collected),
  headlines: headlines(collected),
  limits: limits(collected),
});

const headline = (collected: Collected): Word & { readonly sentence: string } => {
  const { summary, openFailures, failingResources } = collected;
  const { counts, resources, rules } = summary;
  const tested = `${counted(resources, "resource")} under ${counted(Object.keys(rules).length, "rule")}`;
  if (openFailures > 0)
    return {
      label: "Action needed",
      mark: "fail",
      sentence: `${grouped(failingResources)} of ${counted(resources, "resource")} ${failingResources === 1 ? "fails" : "fail"} at least one rule: ${byRisk(collected)}.`,
    };
  if (!summary.complete || counts.notEvaluated + counts.needsReview > 0)
    return {
      label: "Not determined",
      mark: "review",
      sentence:
        "Nothing that was read fails without an accepted exception, but not everything could be read and decided.",
    };
  if (counts.failure > 0)
    return {
      label: "Accepted risk",
      mark: "review",
      sentence: `All ${counted(counts.failure, "failing finding")} are covered by accepted exceptions.`,
    };
  if (totalOf(counts) === 0)
    return {
      label: "Not applicable",
      mark: "none",
      sentence: "No resources that the rules apply to were found.",
    };
  return { label: "Pass", mark: "pass", sentence: `Every finding passes: ${tested}.` };
};

/** Of rules of high risk and above, the most that a first page needs. */
const MOST_HEADLINES = 3;

/** The gravest first; a rule without a sentence of its own has none. */
const headlines = ({ head, openByRule, resourcesByRule }: Collected): readonly string[] =>
  head.rules
    .filter(({ id, riskLevel }) => (openByRule.get(id) ?? 0) > 0 && isGrave(riskLevel))
    .toSorted(
      (a, b) =>
        (openByRule.get(b.id) ?? 0) - (openByRule.get(a.id) ?? 0) ||
        RISK_LEVELS.indexOf(b.riskLevel) - RISK_LEVELS.indexOf(a.riskLevel),
    )
    .flatMap(({ id, headline: words }) =>
      words === undefined
        ? []
        : [`${grouped(openByRule.get(id) ?? 0)} of ${grouped(resourcesByRule.get(id) ?? 0)} ${words}.`],
    )
    .slice(0, MOST_HEADLINES);

const isGrave = (risk: RiskLevel): boolean => RISK_LEVELS.indexOf(risk) >= RISK_LEVELS.indexOf("HIGH");

/** "1 finding of very high risk, 44 of high", worst first. */
const byRisk = ({ openByRisk }: Collected): string =>
  RISK_LEVELS.toReversed()
    .map((level) => [level, openByRisk.get(level) ?? 0] as const)
    .filter(([, count]) => count > 0)
    .map(([level, count], index) =>
      index === 0
        ? `${counted(count, "finding")} of ${RISK[level].toLowerCase()} risk`
        : `${grouped(count)} of ${RISK[level].toLowerCase()}`,
    )
    .join(", ");

const limits = ({ summary, openFailures }: Collected): readonly string[] => {
  const { counts, incomplete, complete } = summary;
  const sentences: string[] = [];
  if (!complete)
    sentences.push(
      incomplete.length === 0
        ? "The run is not complete."
        : `The run is not complete: ${counted(incomplete.length, "part")} of the scope could not be read to the end.`,
    );
  if (counts.notEvaluated > 0)
    sentences.push(`${counted(counts.notEvaluated, "finding")} could not be evaluated.`);
  if (counts.needsReview > 0)
    sentences.push(
      `${counted(counts.needsReview, "finding")} ${counts.needsReview === 1 ? "needs" : "need"} a person's decision.`,
    );
  const accepted = counts.failure - openFailures;
  if (accepted > 0)
    sentences.push(
      `${counted(accepted, "failing finding")} ${accepted === 1 ? "is" : "are"} covered by an accepted exception.`,
    );
  return sentences;
};
