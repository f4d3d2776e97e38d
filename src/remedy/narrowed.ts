import type { PolicyDocument, Resource } from "../model/resource.ts";
import type { Remedy } from "../model/remedy.ts";
import type { ResourceRecord } from "../model/snapshot.ts";
import type { Trust } from "../model/trust.ts";
import { editJson } from "../text/json-edit.ts";
import type { Changed } from "./changed.ts";
import { firstFailure, type Failing } from "./failing.ts";
import type { Choice } from "./plan-file.ts";
import type { Planning } from "./planning.ts";

/** A resource after the changes of every rule that failed. */
export interface Work {
  readonly after: Resource;
  readonly choices: readonly Choice[];
  /** Those that are changed. */
  readonly documents: readonly Changed[];
}

/** Changes made for one rule may bring out another's fault, as a grant that hid it is gone; this is far more than there are. */
const ROUNDS = 8;

/**
 * One rule after the other, each on what the ones before it left, until none fails: at first those that failed before any
 * change, so that the ones that pass are judged once, at the end.
 *
 * @param failing the rules that fail before any change, and why
 */
export const narrowed = (
  record: ResourceRecord,
  before: Resource,
  failing: readonly Failing[],
  planning: Planning,
  trust: Trust,
): Work | { readonly none: string } => {
  const { kind, rules } = planning;
  const policies = kind.documents(before);
  let state: Work = {
    after: before,
    choices: [],
    documents: policies.map(({ name, document }) => ({ name, before: document, text: document })),
  };
  let waiting = failing.map(({ rule }) => rule);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { after } = state;
    const next = firstFailure(waiting, after, trust) ?? firstFailure(rules, after, trust);
    if (next === null) return { ...state, documents: state.documents.filter(isChanged) };
    waiting = waiting.slice(waiting.indexOf(next.rule) + 1);
    const mended = mendedBy(next, state, { record, policies, planning, trust });
    if ("none" in mended) return mended;
    state = mended;
  }
  const stuck = firstFailure(rules, state.after, trust);
  return stuck === null
    ? { ...state, documents: state.documents.filter(isChanged) }
    : { none: `${stuck.rule.rule.meta.id} still fails after ${ROUNDS} changes: ${stuck.message}` };
};

interface Mending {
  readonly record: ResourceRecord;
  readonly policies: readonly PolicyDocument[];
  readonly planning: Planning;
  readonly trust: Trust;
}

const mendedBy = (
  { rule, faults }: Failing,
  { after, choices, documents }: Work,
  { record, policies, planning, trust }: Mending,
): Work | { readonly none: string } => {
  const { kind, fixable, targets, owner, keep, now } = planning;
  const answer = rule.remedy?.(after, faults, { now, trust, targets, owner, keep }) ?? NO_REMEDY;
  if ("none" in answer) return answer;
  const next = applied(documents, answer.remedies);
  if ("none" in next) return next;
  const read = kind.read(fixable.withPolicies(record, left(next, policies)));
  if ("problem" in read) return { none: read.problem };
  const chosen = answer.remedies.map((remedy) => choiceOf(rule.rule.meta.id, remedy));
  return { after: read, documents: next, choices: [...choices, ...chosen] };
};

const NO_REMEDY = { none: "no remedy is known" } as const;

const isChanged = ({ before, text }: Changed): boolean => before !== text;

const choiceOf = (ruleId: string, { lockedOut = [], ...remedy }: Remedy): Choice => ({
  ruleId,
  ...remedy,
  lockedOut,
});

const left = (documents: readonly Changed[], before: readonly PolicyDocument[]): readonly PolicyDocument[] =>
  documents.flatMap(({ name, text }) => {
    if (text === null) return [];
    const old = before.find((one) => one.name === name);
    return [old?.document === text ? old : { name, document: text }];
  });

const applied = (
  documents: readonly Changed[],
  remedies: readonly Remedy[],
): readonly Changed[] | { readonly none: string } => {
  let changed = documents;
  for (const { document, means, edits } of remedies) {
    const old = changed.find(({ name }) => name === document);
    if (old === undefined || old.text === null) return { none: `there is no policy "${document}" to change` };
    const text = means === "policy" ? { text: null } : editJson(old.text, edits);
    if ("problem" in text) return { none: `policy "${document}": ${text.problem}` };
    changed = changed.map((one) => (one === old ? { ...one, text: text.text } : one));
  }
  return changed;
};
