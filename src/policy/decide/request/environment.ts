import type { Trust } from "../../../model/trust.ts";
import type { Addresses } from "../../sets/addresses.ts";
import { stop, type Budget } from "../../sets/budget.ts";
import type { Said } from "../../messages.ts";
import type { Question } from "../../question.ts";
import type { Policy } from "../../shapes.ts";
import type { FindKey } from "../compile/predicate.ts";
import { emptyNameCache, type NameCache } from "./name-cache.ts";
import type { QuestionContext } from "../compile/question-context.ts";
import { arnField } from "../keys/projection.ts";

/** What every request on the resource has in common, and what the policies name. */
export interface Environment {
  readonly policies: readonly Policy[];
  readonly find: FindKey;
  readonly resource: string;
  readonly owner: string;
  readonly partition: string;
  readonly region: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly trust: Trust;
  readonly samples: Readonly<Record<string, string>>;
  /** Every public address that is in no trusted network. */
  readonly publicSpace: () => Addresses;
  readonly budget: Budget;
  readonly gap: Doubt;
  readonly documents: Question["documents"];
  /** Worked out when it is first asked for. */
  readonly names: NameCache;
}

/** Why a search may have overlooked a request; null where it has not. */
interface Doubt {
  reason: Said | null;
}

/** Runs a search. Where it finds nothing and may have overlooked a request, it stops as undecided. */
export const withoutGap = <T>({ gap }: Environment, search: () => T | null): T | null => {
  gap.reason = null;
  const found = search();
  return found === null && gap.reason !== null ? stop(gap.reason) : found;
};

/** Steps for one question: what a 4 KB policy may use within 50 ms on a slow machine. */
export const STEP_LIMIT = 400_000;

/** The environment with a full budget: one part of an answer must not run short because of another. */
export const withFreshBudget = (environment: Environment): Environment => ({
  ...environment,
  budget: { left: STEP_LIMIT },
});

const NO_SAMPLES = {};

export const environmentOf = (
  question: Question,
  policies: readonly Policy[],
  context: QuestionContext,
): Environment => {
  const { resource, owner, trust } = question;
  return {
    policies,
    find: context.find,
    resource,
    owner,
    partition: arnField(resource, 1),
    region: arnField(resource, 3),
    now: context.now,
    trust,
    samples: question.samples ?? NO_SAMPLES,
    publicSpace: context.publicSpace,
    budget: { left: STEP_LIMIT },
    gap: { reason: null },
    documents: question.documents,
    names: emptyNameCache(),
  };
};

/** Whether the text stands anywhere in the documents or in trust: a quick way to see that a name is no stranger's. */
export const mentions = ({ documents, trust }: Environment, text: string): boolean =>
  documents.some((document) => document.text.includes(text)) ||
  trust.accounts.includes(text) ||
  trust.principals.some((principal) => principal.includes(text));
