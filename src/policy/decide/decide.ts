import { say } from "../messages.ts";
import type { Exposure, Question, Reach } from "../question.ts";
import { AS_WRITTEN, decideOverReadings, decideUnder } from "./decision.ts";
import { MOST_ACTIONS } from "./keys/dimensions.ts";
import { open, questionsOf, type Opened } from "./opened-question.ts";
import { questionKey } from "./question-key.ts";
import { partiesReached, reachOf } from "./reach.ts";
import { raiseOnlyDisputed } from "./readings/open-questions.ts";
import { mayWiden } from "./readings/read-predicate.ts";
import type { Query } from "./search/query.ts";

/** The exposure alone, without evidence, witness or places. */
export const exposureOf = (question: Question): Exposure => {
  if (question.actions.length > MOST_ACTIONS) return "undecided";
  const opened = open(question);
  return plainExposure(opened) ?? decideOverReadings(opened, questionsOf(opened), false).exposure;
};

/**
 * The exposure where no other reading can change it: strangers get in as written, or the absence of disputed keys lets
 * in nobody more. Null where readings have to be weighed. Most policies end here, without looking for questions.
 */
const plainExposure = (opened: Opened): Exposure | null => {
  const { holes, narrow } = opened;
  const { allows, denies, environment } = narrow;
  const { find } = environment;
  if (holes || !raiseOnlyDisputed(allows, find) || !raiseOnlyDisputed(denies, find)) return null;
  const { exposure } = decideUnder(opened, AS_WRITTEN);
  return exposure === "exposed" || !mayWiden(narrow) ? exposure : null;
};

/** The query to explain the answer with: under the reading that the answer rests on, and of as little as is granted for certain. */
export const decidedQuery = (question: Question): Query => {
  const opened = open(question);
  const { query, narrow } = decideOverReadings(opened, questionsOf(opened), false).decision;
  return narrow?.query ?? query;
};

/**
 * Decides who can reach the resource, over all of its documents together, and explains it. Pure, synchronous and total:
 * what cannot be decided is answered `undecided`, and why.
 */
export const decideExposure = (question: Question): Reach => {
  const key = questionKey(question);
  const known = memo.get(key);
  if (known !== undefined) return known;
  const reach = question.actions.length > MOST_ACTIONS ? tooManyActions(question) : reachOf(open(question));
  // A map that is cleared stays linked to its old tables, and what was in them lives until the next full collection.
  // Stryker disable next-line ConditionalExpression,EqualityOperator: what is forgotten is decided again
  if (memo.size >= MEMO_SIZE) memo = new Map();
  memo.set(key, reach);
  return reach;
};

/** Who can, and an accepted request of the widest party, without evidence, faults and doubts. */
export const whoCan = (question: Question): Pick<Reach, "exposure" | "allowedTo" | "witness"> =>
  question.actions.length > MOST_ACTIONS ? tooManyActions(question) : partiesReached(open(question));

/** A caller with more actions asks several questions; what it asks in one is not answered in part. */
const tooManyActions = ({ actions, documents }: Question): Reach => ({
  exposure: "undecided",
  allowedTo: [],
  evidence: [],
  witness: null,
  accepting: null,
  faults: [],
  deputies: [],
  certain: null,
  reason: {
    document: documents[0]?.name ?? "",
    ...say("too-many-actions", actions.length, MOST_ACTIONS),
  },
  doubts: [],
  otherwise: [],
});

/** Several rules ask the same of one resource, one after the other. */
const MEMO_SIZE = 64;
let memo = new Map<string, Reach>();
