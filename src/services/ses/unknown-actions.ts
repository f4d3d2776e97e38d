import type { Pointer } from "../../model/fact.ts";
import type { PolicyDocument } from "../../model/resource.ts";
import { isPolicy, parsePolicy } from "../../policy/parse/parse-policy.ts";
import type { AskedAction } from "../../policy/question.ts";
import type { Value } from "../../policy/shapes.ts";
import { matchesGlob } from "../../text/glob.ts";
import { groupBy } from "../../text/order.ts";
import { EXCLUDED_ACTIONS, IDENTITY_ACTIONS } from "./actions.ts";
import { OTHER_ACTIONS } from "./other-actions.ts";

/** Where an Allow names an action. */
interface ActionPlace {
  /** Index of the document, from 0. */
  readonly document: number;
  readonly statement: Pointer;
  readonly at: Pointer;
}

/** An action of SES that no table has: what it lets a caller do is not known. */
export interface UnknownAction {
  /** As the policy writes it first; it may be a pattern that no known action matches. */
  readonly name: string;
  readonly places: readonly [ActionPlace, ...ActionPlace[]];
  /** The action with every condition key that SES has, and with none: which of them its requests carry is not known. */
  readonly asked: readonly AskedAction[];
}

const KNOWN: ReadonlySet<string> = new Set(
  [...IDENTITY_ACTIONS.map(({ name }) => name), ...Object.keys(EXCLUDED_ACTIONS), ...OTHER_ACTIONS].map(
    (name) => name.toLowerCase(),
  ),
);
const KNOWN_NAMES = [...KNOWN];
const ALL_KEYS = [...new Set(IDENTITY_ACTIONS.flatMap(({ keys }) => keys))];

const isUnknown = ({ text, hole }: Value): boolean => {
  const pattern = text.toLowerCase();
  if (hole !== undefined || !pattern.startsWith("ses:") || KNOWN.has(pattern)) return false;
  return !/[*?]/.test(pattern) || !KNOWN_NAMES.some((name) => matchesGlob(pattern, name));
};

/** The unknown actions that Allow statements name, in the order of the policies. A text that is not a policy names none. */
export const unknownActionsIn = (documents: readonly PolicyDocument[]): readonly UnknownAction[] => {
  const statements = documents.flatMap(({ document: text, unresolved }, document) => {
    const policy = parsePolicy(text, unresolved);
    return isPolicy(policy) ? policy.statements.map((statement) => ({ ...statement, document })) : [];
  });
  const found = statements
    .filter(({ effect, action, hole }) => (effect === "Allow" || hole !== undefined) && !action.not)
    .flatMap(({ document, at: statement, action }) =>
      action.values
        .filter(isUnknown)
        .map(({ text, at }) => ({ name: text, place: { document, statement, at } })),
    );
  if (found.length === 0) return [];
  const longest = longestRun(statements.flatMap(({ action }) => action.values));
  return [...groupBy(found, ({ name }) => name.toLowerCase()).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            name: first.name,
            places: [first.place, ...others.map(({ place }) => place)],
            asked: [ALL_KEYS, []].map((keys) => ({ name: exampleOf(first.name, longest), keys })),
          },
        ],
  );
};

/**
 * An action that a pattern matches and that other patterns match only if they cover it. No action's name has `*` or `?`
 * in it, so only another pattern's wildcard matches these; a run of them is longer than what question marks can match.
 */
const exampleOf = (pattern: string, longest: number): string => pattern.replace(/\*+/, "*".repeat(longest));

const longestRun = (patterns: readonly Value[]): number =>
  patterns.reduce((longest, { text }) => Math.max(longest, text.split("?").length), 1);
