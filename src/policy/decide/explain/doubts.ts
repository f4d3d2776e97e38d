import { referenceTo } from "../../../model/document-reference.ts";
import type { Evidence } from "../../../model/verdict.ts";
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
          says: `${sentence(question)} ${verdicts(exposures)}`,
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
    says: told.map(({ question, exposures }) => `${sentence(question)} ${verdicts(exposures)}`).join(" "),
  };
};

const distinct = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

const SAYS: Readonly<Record<Subject["of"], (name: string) => string>> = {
  key: (name) =>
    name.startsWith("aws:ResourceTag/")
      ? `The tags of the resource were not read, so the value of ${name} is not known.`
      : `It is not known whether requests carry the condition key ${name}, and who chooses its value.`,
  list: (name) =>
    `${name} is a list, and AWS does not document what a condition on a list means without ForAllValues or ForAnyValue.`,
  operator: (name) =>
    `AWS does not document whether it takes the operator ${name}, which is in another case than its own.`,
  "ForAnyValue IfExists": () =>
    "Where the key is missing, ForAnyValue with IfExists was seen to be false on AWS; the page on IfExists says that it is true.",
  "disputed keys": () =>
    "One page of the service's documentation says that conditions can use only a few of the global keys; another uses more.",
};

/** `key:aws:NewKey` without its kind. */
const subject = (name: string): string => name.slice(name.indexOf(":") + 1);

const sentence = ({ name, about }: OpenQuestion): string => SAYS[about.of](subject(name));

const WORDS: Readonly<Record<Exposure, string>> = {
  exposed: "strangers get in",
  undecided: "the answer is not decided",
  invalid: "a policy is not valid",
  "cross-account": "only outsiders who are named get in",
  restricted: "only a named organisation, network or AWS service gets in",
  private: "no outsider gets in",
};

const verdicts = (exposures: readonly Exposure[]): string => {
  const words = distinct(exposures).map((exposure) => WORDS[exposure]);
  return words.length < 2
    ? `The answer depends on it together with others: ${words.join("")} as long as one of them stands.`
    : `Read one way, ${words.join("; read another way, ")}.`;
};
