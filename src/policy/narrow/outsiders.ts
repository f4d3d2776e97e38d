import { isPolicy, parsePolicy } from "../parse/parse-policy.ts";
import type { Question } from "../question.ts";
import { labelOf, numberOf, type Propose } from "./proposal.ts";
import { accountNamed, isWildcard, withoutNames } from "./principals.ts";
import type { Narrowing } from "./narrowing.ts";
import { closedToStrangers, enumerated } from "./strangers.ts";

/** Proposals that leave only those who are welcome: the others are taken out of Principal, or kept out. */
export const closedToOutsiders =
  (narrowing: Narrowing & Required<Pick<Narrowing, "isWelcome">>): Propose =>
  (open) => {
    const { principal } = open.statement;
    if (principal.not || isWildcard(principal)) return closedToStrangers(narrowing)(open);
    const unwanted = principal.entries
      .filter(({ type, text }) => type === "AWS" && !narrowing.isWelcome(text))
      .map(({ text }) => text);
    if (unwanted.length === 0) return [];
    const inside = insiders(unwanted, narrowing);
    const edits = withoutNames(open, (name) => unwanted.includes(name), inside);
    return [
      {
        means: edits === null ? "statement" : "principals",
        edits: edits ?? [{ op: "remove", path: open.at }],
        says: `${enumerated(unwanted)} ${unwanted.length === 1 ? "is" : "are"} taken out of statement ${labelOf(open.statement, numberOf(open))}: not among the friends.${inside.length === 0 ? "" : ` ${enumerated(inside)} ${inside.length === 1 ? "stays" : "stay"}.`}`,
        stops: unwanted.map((name) => `${name}.`),
        alternatives: ["--trusted-account, or the rule's setting friendlyAccounts, says who is a friend."],
      },
    ];
  };

/** Friends in an account that is none: they stay where it goes. */
const insiders = (
  unwanted: readonly string[],
  { targets, keep }: Pick<Narrowing, "targets" | "keep">,
): readonly string[] => {
  const accounts = unwanted.map(accountNamed);
  return [...targets.principals, ...keep].filter(
    (name) => accounts.includes(name.split(":")[4]) && name.includes(":"),
  );
};

/** Whom the Allows of the policies name in Principal and who is not welcome. */
export const outsidersIn = (
  { documents }: Question,
  isWelcome: (name: string) => boolean,
): readonly string[] => {
  const named = documents
    .map(({ text }) => parsePolicy(text))
    .filter(isPolicy)
    .flatMap(({ statements }) => statements)
    .filter(({ effect, principal }) => effect === "Allow" && !principal.not)
    .flatMap(({ principal }) => principal.entries)
    .filter(({ type, text }) => type === "AWS" && text !== "*" && !isWelcome(text));
  return [...new Set(named.map(({ text }) => text))];
};
