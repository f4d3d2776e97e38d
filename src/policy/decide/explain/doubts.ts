import { referenceTo } from "../../../model/document-reference.ts";
import type { Evidence } from "../../../model/verdict.ts";
import { say, type MessageCode, type Said } from "../../messages.ts";
import type { Exposure, Question, Reach } from "../../question.ts";
import type { OpenQuestion, Subject } from "../readings/open-question.ts";

/** An open question, and the exposures that its readings give, the one that the answer rests on first. */
interface Told {
  readonly question: OpenQuestion;
  readonly exposures: readonly Exposure[];
}

/** For each condition that raises a doubt: what is not known, and both verdicts. */
export const doubtEvidence = (asked: Question, told: readonly Told[]): readonly Evidence[] =>
  told.flatMap(({ question, exposures }) =>
    distinct(question.raisedBy.map(({ document, at }) => JSON.stringify({ document, at }))).map(
      (place): Evidence => {
        const { document, at } = JSON.parse(place) as OpenQuestion["raisedBy"][number];
        return {
          ...referenceTo(asked.documents, document),
          at,
          role: exposures[0] === "exposed" ? "fails-to-limit" : "remark",
          ...sayDoubt(question, exposures),
        };
      },
    ),
  );

/** Why the answer is `undecided`. */
export const doubtReason = (asked: Question, told: readonly Told[]): Reach["reason"] => {
  const [first] = told;
  if (first === undefined) return null;
  const place = first.question.raisedBy[0];
  return {
    document: asked.documents[place?.document ?? 0]?.name ?? "",
    ...say(
      "doubts-together",
      told.map(({ question, exposures }) => sayDoubt(question, exposures).says),
    ),
  };
};

const distinct = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

const CODES = {
  key: "doubt-key",
  list: "doubt-list",
  operator: "doubt-operator",
  "short ARN": "doubt-short-arn",
  "ForAnyValue IfExists": "doubt-any-value-if-exists",
  "disputed keys": "doubt-disputed-keys",
} as const satisfies Readonly<Record<Subject["of"], MessageCode>>;

const sayDoubt = ({ name, about }: OpenQuestion, exposures: readonly Exposure[]): Said => {
  const subject = withoutKind(name);
  const code = subject.startsWith("aws:ResourceTag/") ? "doubt-resource-tag" : CODES[about.of];
  return say(code, subject, readings(distinct(exposures)));
};

/** `aws:NewKey` of `key:aws:NewKey`. */
const withoutKind = (name: string): string => name.slice(name.indexOf(":") + 1);

const readings = (exposures: readonly Exposure[]): string =>
  say(exposures.length < 2 ? "readings-together" : "readings", exposures).says;
