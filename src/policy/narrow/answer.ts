import type { Remedy, RemedyAnswer } from "../../model/remedy.ts";
import type { Statement } from "../shapes.ts";
import type { Choice, Document } from "./open-document.ts";
import { labelOf, type Proposal } from "./proposal.ts";

/** The changes of each document, from its last statement to its first, so that no pointer moves before it is used. */
export const answer = (documents: readonly Document[], choices: readonly Choice[]): RemedyAnswer => {
  const [first, ...rest] = documents.flatMap((document, number) => {
    const own = choices.filter((choice) => choice.document === number).toSorted((a, b) => b.index - a.index);
    return document.open.length === own.filter(isRemoved).length
      ? [wholePolicy(document, own)]
      : own.map(({ index, proposal }) => remedyOf(document, index, proposal));
  });
  return first === undefined
    ? { none: "no change of a single statement is known to end it" }
    : { remedies: [first, ...rest] };
};

const isRemoved = ({ proposal }: Choice): boolean => proposal === null || proposal.means === "statement";

const remedyOf = ({ source, policy }: Document, index: number, proposal: Proposal | null): Remedy => ({
  document: source.name,
  ...(proposal ?? removal(policy.statements[index], index)),
});

const removal = (statement: Statement | undefined, index: number): Proposal => ({
  means: "statement",
  edits: [{ op: "remove", path: `/Statement/${index}` }],
  says: `Statement ${labelOf(statement, index)} is removed: nobody who may stay could use a narrower one.`,
  stops: ["Everybody whom only this statement lets in."],
  alternatives: ["Name who is to keep sending: --to-account, --to-principal or --trusted-org."],
});

const wholePolicy = ({ source }: Document, choices: readonly Choice[]): Remedy => ({
  document: source.name,
  means: "policy",
  edits: [],
  says: `Policy "${source.name}" is removed: nothing is left of it that may stay.`,
  stops: ["Everybody whom only this policy lets in."],
  lockedOut: choices.flatMap(({ proposal }) => proposal?.lockedOut ?? []),
  alternatives: ["Name who is to keep sending: --to-account, --to-principal or --trusted-org."],
});
