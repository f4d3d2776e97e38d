import type { Question } from "../question.ts";
import { isPolicy, parsePolicy } from "../parse/parse-policy.ts";
import type { NotAPolicy, Policy } from "../shapes.ts";
import { tooLarge } from "../parse/too-large.ts";
import { fillingOf, type Filling } from "./compile/partly-known.ts";
import { readAs } from "./compile/unresolved.ts";
import type { OpenQuestion } from "./readings/open-question.ts";
import { openQuestions } from "./readings/open-questions.ts";
import { queryOf, type Query } from "./search/query.ts";

/** A question whose documents have been read: what each is, or why it is no policy. */
export interface Opened {
  readonly question: Question;
  readonly parsed: readonly (Policy | NotAPolicy)[];
  readonly holes: boolean;
  readonly filling: Filling;
  /** The documents grant as little as they may. */
  readonly narrow: Query;
  /** The documents grant as much as they may; the same query where nothing in them is unresolved. */
  readonly wide: Query;
}

export const open = (question: Question): Opened => {
  const parsed = question.documents.map(
    ({ text, unresolved }) => tooLarge(text, question.largestDocument) ?? parsePolicy(text, unresolved),
  );
  const holes = question.documents.some((document) => (document.unresolved?.length ?? 0) > 0);
  const filling = holes ? fillingOf(question) : NO_FILLING;
  const narrow = queryOf(
    question,
    parsed.map((one) => (!isPolicy(one) ? null : holes ? readAs(one, "narrow", filling) : one)),
  );
  const wide = holes
    ? queryOf(
        question,
        parsed.map((one) => (isPolicy(one) ? readAs(one, "wide", filling) : null)),
      )
    : narrow;
  return { question, parsed, holes, filling, narrow, wide };
};

const NO_FILLING: Filling = { named: [], other: "" };

/** What the statements of a query depend on and the documentation leaves open. */
export const questionsOf = ({ question, narrow, wide }: Opened): readonly OpenQuestion[] => {
  const statements = [...narrow.allows, ...narrow.denies];
  return openQuestions(
    wide === narrow ? statements : [...statements, ...wide.allows, ...wide.denies],
    narrow.environment.find,
    question.disputed?.name ?? "",
  );
};
