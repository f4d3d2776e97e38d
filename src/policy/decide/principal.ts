import type { PrincipalElement } from "../shapes.ts";
import { textClause, type Clause, type FindSlot } from "./clause.ts";
import type { Party } from "./party.ts";
import { KINDS } from "./shape.ts";

/** What a Principal or NotPrincipal says of a party: all of it is meant, none, or the ones of whom a clause is true. */
export type Meant = boolean | Clause;

export const meant = (element: PrincipalElement, party: Party, find: FindSlot): Meant => {
  const entries = element.entries.filter((entry) => entry.hole === undefined);
  if (entries.some((entry) => entry.type === "AWS" && entry.text === "*")) return !element.not;
  if (party.kinds === KINDS.service) {
    const names = entries.filter((entry) => entry.type === "Service").map((entry) => entry.text);
    if (names.length === 0) return element.not;
    return textClause(
      find("aws:PrincipalServiceName"),
      { form: "exact", texts: names, fold: false },
      !element.not,
    );
  }
  if (party.account === null) return element.not;
  return named(element, party.account, find);
};

/** An account's id and the ARN of its root both mean everyone in it. */
const isAccount = (text: string, account: string): boolean =>
  text === account || (text.endsWith(":root") && text.split(":")[4] === account);

const namesIn = (element: PrincipalElement, account: string): readonly string[] =>
  element.entries
    .filter((entry) => entry.type === "AWS" && !isAccount(entry.text, account))
    .map((entry) => entry.text)
    .filter((text) => text.split(":")[4] === account);

/**
 * NotPrincipal means whoever is not listed. AWS asks to list the account beside its principals, or they may be denied
 * too (IAM user guide, "NotPrincipal"); a listed principal is taken as left out all the same, so that nobody who may
 * have access is overlooked.
 */
const named = (element: PrincipalElement, account: string, find: FindSlot): Meant => {
  if (element.entries.some((entry) => entry.type === "AWS" && isAccount(entry.text, account)))
    return !element.not;
  const names = namesIn(element, account);
  return names.length === 0 ? element.not : oneOf(names, find, !element.not);
};

/** Of a role's session only the role counts: which session, whoever may assume the role chooses. */
const oneOf = (names: readonly string[], find: FindSlot, sign: boolean): Clause =>
  textClause(find("aws:PrincipalArn"), { form: "glob", patterns: names.flatMap(asPrincipalArns) }, sign);

const asPrincipalArns = (name: string): readonly string[] => {
  const session = /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(name);
  if (session === null) return [name];
  const [, partition, account, role] = session;
  return [
    `arn:${partition ?? ""}:iam::${account ?? ""}:role/${role ?? ""}`,
    `arn:${partition ?? ""}:iam::${account ?? ""}:role/*/${role ?? ""}`,
  ];
};
