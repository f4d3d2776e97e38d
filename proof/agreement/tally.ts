import type { Exposure, Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { FAMILIES } from "../generate/conditions.ts";
import { ask } from "../question.ts";
import { readPolicy } from "../read-policy.ts";
import { openQuestions } from "../readings/open-questions.ts";
import type { Trial } from "./trial.ts";
import { conditionsOf } from "../world/values.ts";

export const CLASSES: readonly string[] = Object.keys(FAMILIES);
export const FORMS: readonly string[] = [
  "IfExists",
  "ForAllValues",
  "ForAnyValue",
  "NotPrincipal",
  "NotAction",
  "NotResource",
  "variable",
  "2008-10-17",
  "2012-10-17",
];

const CLASS_OF = new Map(
  Object.entries(FAMILIES).flatMap(([name, families]) =>
    families.flatMap((family) => family.keys.map((key) => [key.toLowerCase(), name] as const)),
  ),
);

/** Kinds of open questions, each of which a run over many sets must have met. */
export const QUESTIONS: readonly string[] = [
  "key",
  "list-key",
  "operator-case",
  "short-arn-pattern",
  "foranyvalue-ifexists",
  "ses-global-keys",
];

type Expose = (question: Question) => Exposure;

/** What one trial adds to the counts, by name: `verdict exposed`, `operator Bool`, `class caller`, `deny decisive`, … */
export const tally = (trial: Trial, expose: Expose): readonly string[] => {
  const verdict = `verdict ${trial.reach.exposure}`;
  if (trial.set.broken !== null) return [verdict, "broken"];
  const policies = trial.set.texts.map(readPolicy);
  return [
    verdict,
    ...new Set(forms(policies)),
    ...raised(policies, trial),
    ...(isDenyDecisive(trial, policies, expose) ? ["deny decisive"] : []),
  ];
};

/** The open questions of the set, by their kind: `open question key`, `open question ses-global-keys`. */
const raised = (policies: readonly Policy[], { set }: Trial): readonly string[] => [
  ...new Set(
    openQuestions(policies, ask(set.texts, set.trust)).map(
      ({ name }) => `open question ${name.split(":")[0] ?? ""}`,
    ),
  ),
];

const forms = (policies: readonly Policy[]): readonly string[] => [
  ...conditionsOf(policies).flatMap(({ operator, key, qualifier, ifExists, values }) => [
    `operator ${operator}`,
    `class ${CLASS_OF.get(key.toLowerCase()) ?? "unknown"}`,
    ...(qualifier === null ? [] : [`form ${qualifier}`]),
    ...(ifExists ? ["form IfExists"] : []),
    ...(values.some((value) => value.text.includes("${")) ? ["form variable"] : []),
  ]),
  ...policies.map((policy) => `form ${policy.version}`),
  ...policies.flatMap(({ statements }) =>
    statements.flatMap(({ principal, action, resource }) => [
      ...(principal.not ? ["form NotPrincipal"] : []),
      ...(action.not ? ["form NotAction"] : []),
      ...(resource.not ? ["form NotResource"] : []),
    ]),
  ),
];

/** Whether the verdict is another one without the Denies. */
const isDenyDecisive = (trial: Trial, policies: readonly Policy[], expose: Expose): boolean => {
  if (!policies.some(({ statements }) => statements.some(({ effect }) => effect === "Deny"))) return false;
  const texts = trial.set.texts.map(withoutDenies).filter((text) => text !== null);
  return expose(ask(texts, trial.set.trust)) !== trial.reach.exposure;
};

const withoutDenies = (text: string): string | null => {
  const policy = JSON.parse(text) as { Statement: unknown };
  const allows = [policy.Statement].flat().filter((one) => (one as { Effect: string }).Effect === "Allow");
  return allows.length === 0 ? null : JSON.stringify({ ...policy, Statement: allows });
};
