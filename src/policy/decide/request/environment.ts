import type { Trust } from "../../../model/trust.ts";
import type { Addresses } from "../../sets/addresses.ts";
import { stop, type Budget } from "../../sets/budget.ts";
import type { Question } from "../../question.ts";
import type { Policy } from "../../shapes.ts";
import type { FindSlot } from "../compile/predicate.ts";
import { nothingKnown, type Known } from "./named-in-policies.ts";
import type { Setting } from "../compile/question-context.ts";
import { arnField } from "../keys/projection.ts";

/** What every request on the resource has in common, and what the policies name. */
export interface World {
  readonly policies: readonly Policy[];
  readonly find: FindSlot;
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
  readonly doubt: Doubt;
  readonly documents: Question["documents"];
  /** Worked out when it is first asked for. */
  readonly known: Known;
}

/** Why a search may have overlooked a request; null where it has not. */
interface Doubt {
  says: string | null;
}

/** What the search finds; where that is nothing, and there is doubt about it, it stops. */
export const withoutDoubt = <T>({ doubt }: World, search: () => T | null): T | null => {
  doubt.says = null;
  const found = search();
  return found === null && doubt.says !== null ? stop(doubt.says) : found;
};

/** Steps for one question: what a 4 KB policy may use within 50 ms on a slow machine. */
export const STEPS = 400_000;

const NO_SAMPLES = {};

export const worldOf = (question: Question, policies: readonly Policy[], setting: Setting): World => {
  const { resource, owner, trust } = question;
  return {
    policies,
    find: setting.find,
    resource,
    owner,
    partition: arnField(resource, 1),
    region: arnField(resource, 3),
    now: setting.now,
    trust,
    samples: question.samples ?? NO_SAMPLES,
    publicSpace: setting.publicSpace,
    budget: { left: STEPS },
    doubt: { says: null },
    documents: question.documents,
    known: nothingKnown(),
  };
};

/** Whether the text stands anywhere in the documents or in trust: a quick way to see that a name is no stranger's. */
export const mentions = ({ documents, trust }: World, text: string): boolean =>
  documents.some((document) => document.text.includes(text)) ||
  trust.accounts.includes(text) ||
  trust.principals.some((principal) => principal.includes(text));
