import type { Hole } from "../../../model/resource.ts";
import type { Question } from "../../question.ts";
import type { Condition, PrincipalElement, Value } from "../../shapes.ts";

/** What may stand in the places of accounts that are not known, besides the owner's. */
export interface Filling {
  /** Accounts that the documents name: an expression may come to any of them. */
  readonly named: readonly string[];
  /** An account that nothing else names, and that stands for all others. */
  readonly other: string;
}

/** An account for what no document names; it is shown as the expression that it stands for. */
export const fillingOf = ({ documents, owner, trust }: Question): Filling => {
  const named = new Set([
    owner,
    ...trust.accounts,
    ...documents.flatMap(({ text }) => text.match(/(?<!\d)\d{12}(?!\d)/g) ?? []),
  ]);
  let other = 999_999_999_999;
  while (named.has(String(other))) other -= 1;
  return { named: [...named].filter((id) => /^\d{12}$/.test(id)), other: String(other) };
};

type Parts = NonNullable<Hole["parts"]>;

const TOKEN = "\0";

/** The text with one token for each hole, which is in none of a policy's texts. */
const tokens = (parts: Parts): string =>
  parts.map((part) => (typeof part === "string" ? part : TOKEN)).join("");

const accounts = ({ named, other }: Filling): readonly string[] => [...named, other];

/**
 * Every account that a principal of which parts are not known may be in: IAM takes no wildcard for part of a principal, so
 * that it is in one account, known or not. Null where the text does not say so.
 */
export const possiblePrincipals = (
  entry: PrincipalElement["entries"][number],
  filling: Filling,
): PrincipalElement["entries"] | null => {
  if (entry.type !== "AWS" || entry.hole?.parts === undefined) return null;
  const found = PRINCIPAL.exec(tokens(entry.hole.parts))?.groups;
  if (found === undefined) return null;
  const { partition = "", account = "" } = found;
  const { at, type } = entry;
  return (account === TOKEN ? accounts(filling) : [account]).map((id) => ({
    type,
    at,
    text: `arn:${partition === TOKEN ? "aws" : partition}:iam::${id}:root`,
  }));
};

const PRINCIPAL = /^arn:(?<partition>aws[a-z-]*|\0):(?:iam|sts)::(?<account>\d{12}|\0):[^*?]+$/;

/** Stands for a part of a name that is not known: no document names a principal with it. */
const SOME_NAME = "name-that-is-not-known";

/**
 * The principals that are let in whatever the expressions come to: where the account is known and only the name is not,
 * somebody of that account is.
 */
export const certainPrincipals = (entries: PrincipalElement["entries"]): PrincipalElement["entries"] =>
  entries.flatMap((entry) => {
    const { hole, type, at } = entry;
    if (hole === undefined) return [entry];
    const text = hole.parts === undefined || type !== "AWS" ? "" : tokens(hole.parts);
    return /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/[^*?:]*\0[^*?:]*$/.test(text)
      ? [{ type, at, text: text.replaceAll(TOKEN, SOME_NAME) }]
      : [];
  });

/** A pattern that fits whatever a text of which parts are not known may be. */
export const widestPattern = ({ hole, at }: Value): Value => ({
  at,
  text: hole?.parts === undefined ? "*" : tokens(hole.parts).replaceAll(TOKEN, "*"),
});

/**
 * The values that a condition's values of which parts are not known may be, as patterns of an ARN in one account each: an
 * account in an ARN is one, whatever its number is. Null where a text does not say so.
 */
export const possibleValues = (
  { operator, values }: Condition,
  filling: Filling,
): readonly Value[] | null => {
  if (!["StringLike", "ArnLike", "ArnEquals"].includes(operator)) return null;
  return eachOrNull(values, (value) => (value.hole === undefined ? [value] : possibleArns(value, filling)));
};

const possibleArns = ({ hole, at }: Value, filling: Filling): readonly Value[] | null => {
  const found = ARN.exec(tokens(hole?.parts ?? []))?.groups;
  if (found === undefined) return null;
  const { before = "", account = "", after = "" } = found;
  return (account === TOKEN ? accounts(filling) : [account]).map((id) => ({
    at,
    text: `${before}${id}${after}`.replaceAll(TOKEN, "*"),
  }));
};

const ARN = /^(?<before>arn:[^:]*:[^:]*:[^:]*:)(?<account>\d{12}|\0)(?<after>:.*)$/s;

/** What is made of each value, together; null where nothing can be made of one. */
export const eachOrNull = <From, To>(
  values: readonly From[],
  make: (value: From) => readonly To[] | null,
): readonly To[] | null => {
  const all: To[] = [];
  for (const value of values) {
    const made = make(value);
    if (made === null) return null;
    all.push(...made);
  }
  return all;
};
