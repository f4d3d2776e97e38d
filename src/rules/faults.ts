import { referenceTo } from "../model/document-reference.ts";
import type { Pointer } from "../model/fact.ts";
import type { Fault } from "../model/verdict.ts";
import { decideEachAllow, type AllowReach } from "../policy/decide/each-allow.ts";
import { isPolicy, parsePolicy } from "../policy/parse/parse-policy.ts";
import type { Question, Reach } from "../policy/question.ts";
import type { PatternElement, Statement } from "../policy/shapes.ts";
import { byCodeUnits, groupBy } from "../text/order.ts";

/**
 * One fault for each document with a statement that by itself, against every Deny, gives what a rule objects to. The
 * fault that holds the statement `accepting` comes first, and is placed there.
 */
export const faultsOf = (
  question: Question,
  { accepting }: Pick<Reach, "accepting">,
  isAtFault: (reach: AllowReach) => boolean,
  all: readonly AllowReach[] = decideEachAllow(question),
): readonly Fault[] => {
  const allows = all.filter(isAtFault);
  const isAccepting = ({ document, at }: AllowReach): boolean =>
    document === accepting?.document && at === accepting.at;
  const shownFirst = [...allows.filter(isAccepting), ...allows.filter((allow) => !isAccepting(allow))];
  return [...groupBy(shownFirst, ({ document }) => document)].map(([index, group]) => ({
    ...referenceTo(question.documents, index),
    ...(group[0] === undefined ? {} : { at: group[0].at }),
    canonical: canonicalGrant(question, index, new Set(group.map(({ at }) => at))),
  }));
};

/**
 * The statements at fault, and the denials beside them, without their spelling: statement order, Sid, case where IAM
 * ignores it, one value or a list of it. Whatever makes the grant wider changes the text.
 */
const canonicalGrant = (question: Question, index: number, atFault: ReadonlySet<Pointer>): string => {
  const document = question.documents[index];
  const policy = document === undefined ? null : parsePolicy(document.text, document.unresolved);
  if (policy === null || !isPolicy(policy)) return "";
  const bearing = policy.statements.filter(({ effect, at }) => effect === "Deny" || atFault.has(at));
  return distinct(bearing.map(canonicalStatement)).join("\n");
};

const canonicalStatement = ({ effect, principal, action, resource, conditions }: Statement): string =>
  JSON.stringify([
    effect,
    principal.not,
    distinct(principal.entries.map(({ type, text }) => `${type} ${accountOf(text)}`)),
    pattern(action, (text) => text.toLowerCase()),
    pattern(resource, (text) => text),
    distinct(
      conditions.map(({ qualifier, operator, ifExists, key, values }) =>
        JSON.stringify([
          qualifier,
          operator,
          ifExists,
          key.toLowerCase(),
          distinct(values.map(({ text }) => text)),
        ]),
      ),
    ),
  ]);

const pattern = ({ not, values }: PatternElement, spelt: (text: string) => string): readonly unknown[] => [
  not,
  distinct(values.map(({ text }) => spelt(text))),
];

/** An account's id and the ARN of its root are one principal. */
const accountOf = (principal: string): string =>
  /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort(byCodeUnits);
