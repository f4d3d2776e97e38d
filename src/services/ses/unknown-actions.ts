import type { Pointer } from "../../model/fact.ts";
import type { PolicyDocument } from "../../model/resource.ts";
import { isPolicy, parsePolicy } from "../../policy/parse/parse-policy.ts";
import type { AskedAction } from "../../policy/question.ts";
import type { Value } from "../../policy/shapes.ts";
import { matchesGlob } from "../../text/glob.ts";
import { groupBy } from "../../text/order.ts";
import { CHANGING_ACTIONS, EXCLUDED_ACTIONS, IDENTITY_ACTIONS } from "./actions.ts";
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
  /** No action is named: a pattern or a NotAction covers what no table has, beside what changes the identity. */
  readonly isCover: boolean;
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

const CHANGING_NAMES = CHANGING_ACTIONS.map(({ name }) => name.toLowerCase());

/** Whether a pattern stands for actions that change the identity, so that an action that is new may be one of them. */
const coversUnknown = ({ text, hole }: Value): boolean =>
  hole === undefined &&
  /[*?]/.test(text) &&
  CHANGING_NAMES.some((name) => matchesGlob(text.toLowerCase(), name));

/** The part of a pattern that actions of SES can match: `*` and `s*` are every action of it. */
const coverOf = (pattern: string): string => (/^ses:/i.test(pattern) ? pattern : "ses:*");

interface Found extends Pick<UnknownAction, "name" | "isCover"> {
  readonly place: ActionPlace;
}

/** The unknown actions that Allow statements name, in the order of the policies. A text that is not a policy names none. */
export const unknownActionsIn = (documents: readonly PolicyDocument[]): readonly UnknownAction[] => {
  const statements = documents.flatMap(({ document: text, unresolved }, document) => {
    const policy = parsePolicy(text, unresolved);
    return isPolicy(policy) ? policy.statements.map((statement) => ({ ...statement, document })) : [];
  });
  const found = statements
    .filter(({ effect, hole }) => effect === "Allow" || hole !== undefined)
    .flatMap(({ document, at: statement, action }): readonly Found[] =>
      action.not
        ? [{ name: "ses:*", isCover: true, place: { document, statement, at: action.at } }]
        : action.values.flatMap((value): readonly Found[] => {
            const place = { document, statement, at: value.at };
            if (isUnknown(value)) return [{ name: value.text, isCover: false, place }];
            return coversUnknown(value) ? [{ name: coverOf(value.text), isCover: true, place }] : [];
          }),
    );
  if (found.length === 0) return [];
  const longest = longestRun(statements.flatMap(({ action }) => action.values));
  return [...groupBy(found, ({ name }) => name.toLowerCase()).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            name: first.name,
            isCover: first.isCover,
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
