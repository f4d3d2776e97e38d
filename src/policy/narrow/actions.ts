import type { JsonEdit } from "../../model/remedy.ts";
import { matchesGlob } from "../../text/glob.ts";
import { labelOf, numberOf, type OpenStatement, type Proposal, type Propose } from "./proposal.ts";
import { oneOrList, replacedIn } from "./principals.ts";
import { enumerated } from "./strangers.ts";

/** Proposals that take actions out of a statement; `kept` are the actions that a wildcard over them is to stand for. */
export const withoutActions = (unwanted: readonly string[], kept: readonly string[]): Propose => {
  const isWrong = (pattern: string): boolean => unwanted.some((name) => covers(pattern, name));
  return (open) => {
    const { action } = open.statement;
    const patterns = action.values.map(({ text }) => text);
    if (action.not)
      return listed(
        open,
        kept.filter((name) => !patterns.some((one) => covers(one, name))),
      );
    const staying = patterns.filter((one) => !isWrong(one));
    const spelt = kept.filter(
      (name) =>
        patterns.some((one) => isWrong(one) && covers(one, name)) &&
        !staying.some((one) => covers(one, name)),
    );
    if (staying.length + spelt.length === 0 || staying.length === patterns.length) return [];
    const written = open.raw["Action"];
    const edits: readonly JsonEdit[] = Array.isArray(written)
      ? replacedIn(`${open.at}/Action`, written, (one) => isWrong(String(one)), spelt)
      : [{ op: "replace", path: `${open.at}/Action`, value: oneOrList(spelt) }];
    return [proposal(open, edits, [...staying, ...spelt])];
  };
};

const covers = (pattern: string, action: string): boolean =>
  matchesGlob(pattern.toLowerCase(), action.toLowerCase());

/** NotAction becomes the list of what it lets through and may stay. */
const listed = (open: OpenStatement, names: readonly string[]): readonly Proposal[] =>
  names.length === 0
    ? []
    : [
        proposal(
          open,
          [
            { op: "move", from: `${open.at}/NotAction`, path: `${open.at}/Action` },
            { op: "replace", path: `${open.at}/Action`, value: oneOrList(names) },
          ],
          names,
        ),
      ];

const proposal = (open: OpenStatement, edits: readonly JsonEdit[], left: readonly string[]): Proposal => ({
  means: "actions",
  edits,
  says: `Statement ${labelOf(open.statement, numberOf(open))} keeps ${enumerated(left)}; what changes the identity or its policies is taken out.`,
  stops: [
    "Changing or deleting the identity or its policies, and whatever else a wildcard covered, for those in the statement.",
  ],
  alternatives: [
    "A statement of its own for those who administer the identity, with their role in Principal.",
  ],
});
