import { referenceTo } from "../model/document-reference.ts";
import type { Evidence, Verdict } from "../model/verdict.ts";
import { decideExposure, exposureOf } from "../policy/decide/decide.ts";
import type { AskedAction, Question, Reach } from "../policy/question.ts";
import type { UnknownAction } from "../services/ses/unknown-actions.ts";
import { doubtsIn, list } from "./words.ts";

/** Actions asked about in one question: each is asked twice, and a question takes 31. */
const TOGETHER = 15;
/** Actions that a verdict names; a policy may name hundreds. */
const MOST_NAMED = 10;

interface Admitted {
  readonly action: UnknownAction;
  readonly reach: Reach;
}

/**
 * The review of actions that no table has and that strangers may use; null where there are none.
 *
 * @param ask the question about these actions
 * @param what what strangers should not be able to do, in the words that follow "can"
 */
export const unknownActionsVerdict = (
  actions: readonly UnknownAction[],
  ask: (actions: readonly AskedAction[]) => Question,
  what: string,
): Verdict | null => {
  const admitted = admittedOf(actions, ask);
  if (admitted.length === 0) return null;
  const names = admitted.map(({ action }) => action.name);
  const { documents } = ask([]);
  const isOne = names.length === 1 && admitted.every(({ action }) => !action.isCover);
  const [known, effect] = isOne
    ? [`action ${list(names)}`, "it changes the identity or sends mail"]
    : [`actions ${list(admitted.map(calledIn))}`, "they change the identity or send mail"];
  const allow = admitted.every(({ reach }) => reach.exposure === "exposed") ? "allow" : "may allow";
  const more = names.length === MOST_NAMED ? " There may be more such actions." : "";
  const message =
    `Whether a stranger can ${what} cannot be decided. Postern does not know the ${known}, which policies ${allow} ` +
    `strangers, so it cannot tell whether ${effect}.${more}`;
  return {
    status: "NEEDS_REVIEW",
    message,
    evidence: distinct([
      ...admitted.flatMap((one) => evidenceOf(one, documents)),
      ...admitted.flatMap(({ reach }) => reach.evidence.filter(({ code }) => code !== "other-request")),
    ]),
    data: {
      exposure: "undecided",
      allowedTo: "undecided",
      ...doubtsIn(names.map((name) => `action:${name}`)),
    },
  };
};

const calledIn = ({ action: { name, isCover } }: Admitted): string =>
  isCover ? `that ${name} stands for beside those of its tables` : name;

const admittedOf = (
  actions: readonly UnknownAction[],
  ask: (actions: readonly AskedAction[]) => Question,
): readonly Admitted[] => {
  const admitted: Admitted[] = [];
  for (let from = 0; from < actions.length && admitted.length < MOST_NAMED; from += TOGETHER) {
    const some = actions.slice(from, from + TOGETHER);
    if (!mayAdmit(exposureOf(ask(some.flatMap(({ asked }) => asked))))) continue;
    admitted.push(
      ...some.flatMap((action) => {
        const reach = action.asked
          .map((asked) => decideExposure(ask([asked])))
          .find(({ exposure }) => mayAdmit(exposure));
        return reach === undefined ? [] : [{ action, reach }];
      }),
    );
  }
  return admitted.slice(0, MOST_NAMED);
};

const mayAdmit = (exposure: Reach["exposure"]): boolean =>
  exposure === "exposed" || exposure === "undecided" || exposure === "invalid";

/** The action at the places that let strangers in: those of the accepting statement, or all where none is known. */
const evidenceOf = ({ action, reach }: Admitted, documents: Question["documents"]): readonly Evidence[] => {
  const { accepting } = reach;
  const there = action.places.filter(
    ({ document, statement }) => document === accepting?.document && statement === accepting.at,
  );
  return (there.length === 0 ? action.places : there).map(({ document, at }) => ({
    ...referenceTo(documents, document),
    at,
    role: "grants",
    code: "unknown-action",
    says: action.isCover
      ? `Covers actions of ${action.name} that Postern does not know, so it cannot tell whether they change the identity or send mail.`
      : `Names ${action.name}. Postern does not know this action, so it cannot tell whether it changes the identity or sends mail.`,
  }));
};

const distinct = (evidence: readonly Evidence[]): readonly Evidence[] => [
  ...new Map(evidence.map((one) => [JSON.stringify(one), one])).values(),
];
