import { matchesGlob } from "../../text/glob.ts";
import type { Condition, PatternElement, PrincipalElement, Statement } from "../shapes.ts";
import { isSame, samePatterns, spelt, type Change } from "./contained.ts";

/** One who is named: an account by its id, a role or user by its ARN. */
export interface Named {
  readonly name: string;
  /** The account that it is or is in. */
  readonly account: string;
  /** Whether that is the owner's: a wildcard lets its principals in, its name only delegates to their own policies. */
  readonly isOwners: boolean;
  /** Names of the actions that he is asked about. */
  readonly actions: readonly string[];
}

/**
 * Whether a contained change leaves one who is named whatever access he has, none or some, without deciding which: each Allow
 * that may concern him is the same, or still names him and asks for nothing that he does not have; no Deny is new.
 */
export const isUnchangedFor = (changes: readonly Change[], named: Named): boolean =>
  changes.every(({ before, after }) => {
    const left = after?.statements ?? [];
    const isKept = (old: Statement): boolean =>
      !mayConcern(old.principal, named) || left.some((now) => isSame(old, now) || isAsOpen(old, now, named));
    const isOld = (now: Statement): boolean => before.statements.some((old) => isSame(old, now));
    return before.statements.every(isKept) && left.every((now) => now.effect === "Allow" || isOld(now));
  });

const mayConcern = ({ not, entries }: PrincipalElement, { account }: Named): boolean =>
  not || entries.some(({ type, text }) => type !== "AWS" || text === "*" || text.includes(account));

const isAsOpen = (old: Statement, now: Statement, named: Named): boolean =>
  now.effect === "Allow" &&
  names(now.principal, named) &&
  named.actions.every((action) => !covers(old.action, action) || covers(now.action, action)) &&
  samePatterns(old.resource, now.resource) &&
  asksNoMore(old.conditions, now.conditions, named);

const names = ({ not, entries }: PrincipalElement, { name, account, isOwners }: Named): boolean =>
  !not &&
  entries.some(
    ({ text }) =>
      text === "*" ||
      (isOwners ? text === name && name !== account : text === name || isAccount(text, account)),
  );

const isAccount = (text: string, account: string): boolean =>
  text === account || (text.startsWith("arn:") && text.endsWith(`:iam::${account}:root`));

const covers = ({ not, values }: PatternElement, action: string): boolean =>
  values.length > 0 &&
  values.some(({ text }) => matchesGlob(text.toLowerCase(), action.toLowerCase())) !== not;

const asksNoMore = (old: readonly Condition[], now: readonly Condition[], { account }: Named): boolean => {
  const before = new Set(old.map(spelt));
  return now.every((one) => before.has(spelt(one)) || asksForAccount(one, account));
};

const asksForAccount = ({ key, operator, qualifier, values }: Condition, account: string): boolean =>
  key.toLowerCase() === "aws:principalaccount" &&
  operator === "StringEquals" &&
  qualifier === null &&
  values.some(({ text }) => text === account);
