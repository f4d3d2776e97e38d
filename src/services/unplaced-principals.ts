import type { Resource } from "../model/resource.ts";
import { decideExposure } from "../policy/decide/decide.ts";
import { isPolicy, parsePolicy } from "../policy/parse/parse-policy.ts";
import type { Question } from "../policy/question.ts";

/** A user's or a role's unique id, as AWS writes it in place of a principal that is gone (IAM user guide, "Principal"). */
const ID = /^A[A-Z0-9]{15,127}$/;

/** A text that may hold such an id, also behind an escape. */
const MAY_HOLD_ID = /"A[A-Z0-9]{15,127}"|\\u/;

/**
 * Principals that policies in source code let in by their unique ids: nobody can tell from the code whose they are. In a
 * live policy such an id stands for a principal that was deleted, whom nothing lets in.
 */
export const unplacedPrincipals = (
  { scope }: Pick<Resource, "scope">,
  question: Question,
): readonly string[] =>
  scope.startsWith("files/") ? idsIn(question).filter((id) => isLetIn(id, question)) : [];

const idsIn = ({ documents }: Question): readonly string[] => [
  ...new Set(
    documents
      .filter(({ text }) => MAY_HOLD_ID.test(text))
      .flatMap(({ text, unresolved }) => {
        const policy = parsePolicy(text, unresolved);
        return isPolicy(policy) ? policy.statements : [];
      })
      .flatMap(({ principal }) => principal.entries)
      .flatMap(({ text }) => (ID.test(text) ? [text] : [])),
  ),
];

/** Whether another account in the id's place could; where the id is written with escapes, it is taken for let in. */
const isLetIn = (id: string, question: Question): boolean => {
  const account = freeAccount(question);
  const documents = question.documents.map((document) => ({
    ...document,
    text: document.text.replaceAll(`"${id}"`, `"${account}"`),
  }));
  const isPlain = question.documents.some(({ text }) => text.includes(`"${id}"`));
  return (
    !isPlain || decideExposure({ ...question, documents }).allowedTo.some(({ name }) => name === account)
  );
};

/** An account that no policy names. */
const freeAccount = ({ documents, owner, trust }: Question): string => {
  let account = 999_999_999_998;
  while (
    documents.some(({ text }) => text.includes(String(account))) ||
    [owner, ...trust.accounts].includes(String(account))
  )
    account -= 1;
  return String(account);
};
