import type { Evidence, Fault } from "../model/verdict.ts";
import { decideExposure } from "../policy/decide/decide.ts";
import { isPolicy, parsePolicy } from "../policy/parse/parse-policy.ts";
import type { Question, QuestionDocument, Reach } from "../policy/question.ts";
import type { PatternElement, Statement } from "../policy/shapes.ts";
import { byCodeUnits } from "../text/order.ts";

/**
 * One fault for each document that by itself gives what a rule objects to.
 *
 * Every grant stands in one document, so what all documents together give, one of them gives.
 */
export const faultsOf = (question: Question, isAtFault: (reach: Reach) => boolean): readonly Fault[] =>
  question.documents.flatMap((document) => {
    const reach = decideExposure({ ...question, documents: [document] });
    return isAtFault(reach)
      ? [{ document: document.name, canonical: canonicalGrant(document, reach.evidence) }]
      : [];
  });

/**
 * The statements that grant, and the denials beside them, without their spelling: statement order, Sid, case where IAM
 * ignores it, one value or a list of it. Whatever makes the grant wider changes the text.
 */
const canonicalGrant = ({ text, unresolved }: QuestionDocument, evidence: readonly Evidence[]): string => {
  const policy = parsePolicy(text, unresolved);
  if (!isPolicy(policy)) return text.trim();
  const grants = evidence.filter(({ role }) => role === "grants").map(({ at }) => `${at}/`);
  const bears = ({ effect, at }: Statement): boolean =>
    effect === "Deny" || grants.some((one) => one.startsWith(`${at}/`));
  return distinct(policy.statements.filter(bears).map(canonicalStatement)).join("\n");
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
