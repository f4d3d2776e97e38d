import type { Remedy, RemedyAnswer, Targets } from "../../../src/model/remedy.ts";
import { narrow } from "../../../src/policy/narrow/narrow.ts";
import { opened } from "../../../src/policy/narrow/open-document.ts";
import type { OpenStatement, Proposal, Propose } from "../../../src/policy/narrow/proposal.ts";
import type { Narrowing } from "../../../src/policy/narrow/narrowing.ts";
import type { Question, Reach } from "../../../src/policy/question.ts";
import { editJson } from "../../../src/text/json-edit.ts";
import { ask, IDENTITY, OWNER } from "../../../proof/question.ts";

export { IDENTITY, OWNER };

export type Members = Readonly<Record<string, unknown>>;

export const allow = (members: Members = {}): Members => ({
  Effect: "Allow",
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: IDENTITY,
  ...members,
});

export const policy = (...statements: readonly Members[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A statement as a proposer gets it, behind `before` others. */
export const openOf = (statement: Members, before = 0): OpenStatement => {
  const others = Array.from({ length: before }, () => allow());
  const document = opened({ name: "p", text: policy(...others, statement) });
  if ("none" in document) throw new Error(document.none);
  const open = document.open[before];
  if (open === undefined) throw new Error("no such statement");
  return open;
};

const NOBODY: Targets = { accounts: [], principals: [], organizations: [], by: "principals" };

/** Nobody was named but what is given; the identity is the owner's. */
export const narrowing = ({
  targets,
  ...more
}: { targets?: Partial<Targets> } & Partial<Omit<Narrowing, "targets">> = {}): Narrowing => ({
  targets: { ...NOBODY, ...targets },
  owner: OWNER,
  partition: "aws",
  keep: [],
  ...more,
});

export const isExposed = ({ exposure }: Reach): boolean => exposure === "exposed";

export const remediesOf = (answer: RemedyAnswer): readonly Remedy[] => {
  if ("none" in answer) throw new Error(answer.none);
  return answer.remedies;
};

/** The policy's statements after the first remedy, and the remedy itself. */
export const narrowed = (
  texts: readonly string[],
  propose: Propose,
  isAtFault: (reach: Reach) => boolean = isExposed,
  more: Partial<Question> = {},
): { readonly remedy: Remedy; readonly after: unknown } => {
  const question = { ...ask(texts), ...more };
  const [remedy] = remediesOf(narrow(question, isAtFault, propose));
  if (remedy === undefined) throw new Error("no remedy");
  const text = texts[Number(remedy.document.replace("Policy-", "")) - 1] ?? "";
  const edited = editJson(text, remedy.edits);
  if (!("text" in edited)) throw new Error(JSON.stringify(edited));
  const { Statement: after } = JSON.parse(edited.text) as { readonly Statement: unknown };
  return { remedy, after };
};

/** What a proposer makes of one statement, before the decision has a word. */
export const proposed = (statement: Members, propose: Propose): readonly Proposal[] => {
  const made: (readonly Proposal[])[] = [];
  narrow(
    ask([policy(statement)]),
    () => true,
    (open) => {
      made.push(propose(open));
      return [];
    },
  );
  return made[0] ?? [];
};
