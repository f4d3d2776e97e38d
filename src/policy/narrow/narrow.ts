import type { RemedyAnswer } from "../../model/remedy.ts";
import { OWNER_ONLY } from "../../model/trust.ts";
import { isObject } from "../../text/is-object.ts";
import { editJson, editValue } from "../../text/json-edit.ts";
import type { Json } from "../../text/json.ts";
import { decideExposure, exposureOf } from "../decide/decide.ts";
import type { Question, Reach } from "../question.ts";
import { answer } from "./answer.ts";
import { allowsOf, opened, type Choice, type Document, type OpenAllow, type Place } from "./open-document.ts";
import type { OpenStatement, Proposal, Propose } from "./proposal.ts";

/**
 * The smallest changes that end a fault, statement by statement. Only Allows are touched, and each is tried beside every
 * Deny of the resource. A proposal counts where the decision no longer finds the fault and somebody can still use the
 * statement; where none does, the statement is removed.
 */
export const narrow = (
  question: Question,
  isAtFault: (reach: Reach) => boolean,
  propose: Propose,
  isOfUse: (question: Question) => boolean = canAnybody,
): RemedyAnswer => {
  const documents: Document[] = [];
  for (const source of question.documents) {
    const document = opened(source);
    if ("none" in document) return document;
    documents.push(document);
  }
  const open = allowsOf(documents);
  // Stryker disable next-line all: a lone Allow is weighed as one among others would be, in fewer steps
  const lone = open.length === 1;
  const guilty = lone
    ? open
    : open.filter((one) => isAtFault(decideExposure(alone(question, documents, one))));
  if (guilty.length === 0) return joined(question, documents, open, isAtFault, propose);
  const chosen = guilty.map((one): Choice => ({
    ...one,
    proposal: chosenFor({ question, documents, lone, isAtFault, propose, isOfUse }, one),
  }));
  return answer(documents, chosen);
};

/** The question with one of its Allows, or with those put in its place, beside all Denies. */
const alone = (
  question: Question,
  documents: readonly Document[],
  { document, index }: Place,
  instead?: readonly Json[],
): Question => ({
  ...question,
  documents: documents.flatMap(({ source, value, open }, at) => {
    const left = open.flatMap(({ statement, raw }, number) =>
      statement.effect === "Deny" ? [raw] : at === document && number === index ? (instead ?? [raw]) : [],
    );
    return left.length === 0
      ? []
      : [{ name: source.name, text: JSON.stringify({ ...value, Statement: left }) }];
  }),
});

interface Trying {
  readonly question: Question;
  readonly documents: readonly Document[];
  /** The resource has one Allow. */
  readonly lone: boolean;
  readonly isAtFault: (reach: Reach) => boolean;
  readonly propose: Propose;
  readonly isOfUse: (question: Question) => boolean;
}

const chosenFor = (trying: Trying, allow: OpenAllow): Proposal | null => {
  const { documents, isAtFault, isOfUse, propose } = trying;
  for (const proposal of propose(allow.open)) {
    if (proposal.means === "statement") return proposal;
    const left = tried(trying, allow, proposal);
    if (left === null || isAtFault(decideExposure(left.whole))) continue;
    if (isPlain(documents, allow.open, proposal) || isOfUse(left.alone)) return proposal;
  }
  return null;
};

/** Whoever is named in a statement that asks for nothing, beside no Deny, can use it: it lets strangers in as it is. */
const isPlain = (
  documents: readonly Document[],
  { statement }: OpenStatement,
  { means }: Proposal,
): boolean =>
  means === "principals" &&
  statement.conditions.length === 0 &&
  documents.every(({ policy }) => policy.statements.every(({ effect }) => effect === "Allow"));

/** The questions after a proposal. A lone Allow is tried in the text that will be judged, so that it is decided once. */
const tried = (
  { question, documents, lone }: Trying,
  { of: document, ...place }: OpenAllow,
  { edits }: Proposal,
): { readonly whole: Question; readonly alone: Question } | null => {
  const edited = editValue(document.value, edits);
  if (!isObject(edited)) return null;
  const now = [edited["Statement"] ?? []].flat() as readonly Json[];
  const added = now.length - document.open.length;
  if (added < 0) return null;
  const left = alone(question, documents, place, now.slice(place.index, place.index + 1 + added));
  // Stryker disable next-line ConditionalExpression: the same statements beside the same Denies
  if (!lone) return { whole: left, alone: left };
  const text = editJson(document.source.text, edits);
  return "problem" in text ? null : { whole: replaced(question, document, text.text), alone: left };
};

const replaced = (question: Question, { source }: Document, text: string): Question => ({
  ...question,
  documents: question.documents.map((one) => (one === source ? { ...one, text } : one)),
});

/** Whether anybody can use the statement, the owner among them: a grant to nobody had better go. */
const canAnybody = (question: Question): boolean =>
  exposureOf({ ...question, owner: strangersId(question), trust: OWNER_ONLY }) !== "private";

/** An account that no policy names, in the owner's place: so that the owner is looked at as any other account is. */
const strangersId = ({ documents, owner }: Question): string =>
  ["000000000000", "000000000001", "000000000002", "000000000003"].find(
    (id) => id !== owner && !documents.some(({ text }) => text.includes(id)),
  ) ?? owner;

/** Where no statement is at fault by itself: one change that ends what several do together, else a change of each. */
const joined = (
  question: Question,
  documents: readonly Document[],
  open: readonly OpenAllow[],
  isAtFault: (reach: Reach) => boolean,
  propose: Propose,
): RemedyAnswer => {
  const firsts: Choice[] = [];
  for (const allow of open) {
    for (const [number, proposal] of propose(allow.open).entries()) {
      const text = editJson(allow.of.source.text, proposal.edits);
      if ("problem" in text) continue;
      if (number === 0) firsts.push({ ...allow, proposal });
      if (!isAtFault(decideExposure(replaced(question, allow.of, text.text))))
        return answer(documents, [{ ...allow, proposal }]);
    }
  }
  return answer(documents, firsts);
};
