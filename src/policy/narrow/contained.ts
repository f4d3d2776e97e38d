import { matchesGlob } from "../../text/glob.ts";
import { accountNamed } from "./principals.ts";
import type { Condition, PatternElement, Policy, PrincipalElement, Statement } from "../shapes.ts";

/** A policy's place in a resource, before or after a change; null where there is none. */
export interface Change {
  readonly document: string;
  readonly before: Policy;
  readonly after: Policy | null;
}

/**
 * Why the policies after a change may allow what those before did not; null where they cannot. Decided element by
 * element, for every request: each Allow that is left is one of before with fewer principals, fewer actions or more
 * conditions, and no Deny is missing. Sound and not complete: a change that says the same in other words is refused.
 */
export const notContained = (changes: readonly Change[]): string | null => {
  for (const { document, before, after } of changes) {
    const statements = after?.statements ?? [];
    const lost = denies(before).find((deny) => !statements.some((one) => isSame(deny, one)));
    if (lost !== undefined) return `policy "${document}": the Deny at ${lost.at} is missing or changed`;
    if (after !== null && after.version !== before.version)
      return `policy "${document}": its Version is changed`;
    const wider = statements.find(
      (one) => one.effect === "Allow" && !before.statements.some((old) => isWithin(one, old)),
    );
    if (wider !== undefined) return `policy "${document}": the Allow at ${wider.at} is within none of before`;
  }
  return null;
};

const denies = ({ statements }: Policy): readonly Statement[] =>
  statements.filter(({ effect }) => effect === "Deny");

export const isSame = (a: Statement, b: Statement): boolean =>
  a.effect === b.effect &&
  samePrincipal(a.principal, b.principal) &&
  samePatterns(a.action, b.action) &&
  samePatterns(a.resource, b.resource) &&
  sameList(a.conditions.map(spelt), b.conditions.map(spelt));

const isWithin = (narrow: Statement, wide: Statement): boolean =>
  wide.effect === "Allow" &&
  principalWithin(narrow.principal, wide.principal) &&
  actionsWithin(narrow.action, wide.action) &&
  samePatterns(narrow.resource, wide.resource) &&
  wide.conditions.map(spelt).every((one) => narrow.conditions.map(spelt).includes(one));

const nameOf = ({ type, text }: PrincipalElement["entries"][number]): string => `${type} ${text}`;

const samePrincipal = (a: PrincipalElement, b: PrincipalElement): boolean =>
  a.not === b.not && sameList(a.entries.map(nameOf), b.entries.map(nameOf));

/** `*` is everybody, an account all that is in it. */
const principalWithin = (narrow: PrincipalElement, wide: PrincipalElement): boolean => {
  if (samePrincipal(narrow, wide)) return true;
  if (narrow.not || wide.not) return false;
  const names = new Set(wide.entries.map(nameOf));
  const accounts = new Set(wide.entries.map(({ text }) => accountNamed(text)));
  // No name of a service is an account, or in one.
  const isIn = ({ text }: PrincipalElement["entries"][number]): boolean =>
    accounts.has(IN_ACCOUNT.exec(text)?.[1] ?? "");
  return names.has("AWS *") || narrow.entries.every((entry) => names.has(nameOf(entry)) || isIn(entry));
};

const IN_ACCOUNT = /^(?:arn:aws[a-z-]*:(?:iam|sts)::)?(\d{12})(?::|$)/;

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);

export const samePatterns = (a: PatternElement, b: PatternElement): boolean =>
  a.not === b.not &&
  sameList(
    a.values.map(({ text }) => text),
    b.values.map(({ text }) => text),
  );

const actionsWithin = (narrow: PatternElement, wide: PatternElement): boolean => {
  if (samePatterns(narrow, wide)) return true;
  if (narrow.not) return false;
  const isIn = (text: string): boolean => {
    // A wildcard counts only as it was written: whether one covers another is not worked out.
    if (/[*?]/.test(text)) return !wide.not && wide.values.some((one) => one.text === text);
    const covered = wide.values.some((one) => matchesGlob(one.text.toLowerCase(), text.toLowerCase()));
    return wide.not ? !covered && wide.values.length > 0 : covered;
  };
  return narrow.values.every(({ text }) => isIn(text));
};

export const spelt = ({ qualifier, operator, ifExists, key, values }: Condition): string =>
  JSON.stringify([qualifier, operator, ifExists, key.toLowerCase(), values.map(({ text }) => text)]);
