import type { Fault } from "../model/verdict.ts";
import { decideExposure } from "../policy/decide/decide.ts";
import { isPolicy, parsePolicy } from "../policy/parse/parse-policy.ts";
import type { Question, QuestionDocument, Reach } from "../policy/question.ts";
import type { PatternElement, Policy, Statement } from "../policy/shapes.ts";
import { byCodeUnits } from "../text/order.ts";

/**
 * One fault for each document that by itself gives what a rule objects to.
 *
 * Every grant stands in one statement, so what all documents together give, one statement of one of them gives.
 */
export const faultsOf = (question: Question, isAtFault: (reach: Reach) => boolean): readonly Fault[] =>
  question.documents.flatMap((document) =>
    isAtFault(decideExposure({ ...question, documents: [document] }))
      ? [{ document: document.name, canonical: canonicalGrant(question, document, isAtFault) }]
      : [],
  );

/**
 * The statements at fault, and the denials beside them, without their spelling: statement order, Sid, case where IAM
 * ignores it, one value or a list of it. Whatever makes the grant wider changes the text.
 */
const canonicalGrant = (
  question: Question,
  document: QuestionDocument,
  isAtFault: (reach: Reach) => boolean,
): string => {
  const policy = parsePolicy(document.text, document.unresolved);
  if (!isPolicy(policy)) return document.text.trim();
  const bears = ({ effect }: Statement, index: number): boolean =>
    effect === "Deny" ||
    isAtFault(decideExposure({ ...question, documents: [only(document, policy, index)] }));
  return distinct(policy.statements.filter(bears).map(canonicalStatement)).join("\n");
};

/** The document with one of its statements; expressions of source code keep it whole, since their places would move. */
const only = (document: QuestionDocument, { version }: Policy, index: number): QuestionDocument => {
  if (document.unresolved !== undefined && document.unresolved.length > 0) return document;
  const { Statement } = JSON.parse(document.text) as { readonly Statement: unknown };
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return { name: document.name, text: JSON.stringify({ Version: version, Statement: [statements[index]] }) };
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
