import type { PrincipalElement } from "../../shapes.ts";
import { assume, holds } from "./assume.ts";
import { textPredicate, type Predicate, type FindKey } from "../compile/predicate.ts";
import type { CallerClass } from "../request/caller-class.ts";
import { KINDS } from "../keys/dimensions.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import type { SearchContext } from "../request/assignment.ts";

/**
 * Which callers of a class a Principal or NotPrincipal matches: all, none, or those for whom every predicate of some
 * alternative holds; with `not`, the others.
 */
export type PrincipalMatch =
  boolean | { readonly not: boolean; readonly alternatives: readonly (readonly Predicate[])[] };

/** Whether the element matches the current request's caller. */
export const isMatched = (context: SearchContext, request: SymbolicRequest, who: PrincipalMatch): boolean =>
  typeof who === "boolean"
    ? who
    : who.alternatives.some((predicates) =>
        predicates.every((predicate) => holds(context, request, predicate)),
      ) !== who.not;

/** The parts of the state whose callers the element matches, or does not match. */
export const assumePrincipal = (
  context: SearchContext,
  request: SymbolicRequest,
  who: PrincipalMatch,
  truth: boolean,
): readonly SymbolicRequest[] => {
  if (typeof who === "boolean") return who === truth ? [request] : [];
  if (who.not === truth)
    return who.alternatives.reduce<readonly SymbolicRequest[]>(
      (requests, predicates) =>
        requests.flatMap((one) => predicates.flatMap((predicate) => assume(context, one, predicate, false))),
      [request],
    );
  return who.alternatives.flatMap((predicates) =>
    predicates.reduce<readonly SymbolicRequest[]>(
      (requests, predicate) => requests.flatMap((one) => assume(context, one, predicate, true)),
      [request],
    ),
  );
};

export const matchPrincipal = (
  element: PrincipalElement,
  caller: CallerClass,
  find: FindKey,
): PrincipalMatch => {
  const { entries } = element;
  if (entries.some(({ text }) => text === "*")) return !element.not;
  if (caller.kinds === KINDS.service) {
    const names = entries.filter((entry) => entry.type === "Service").map((entry) => entry.text);
    if (names.length === 0) return element.not;
    const service = textPredicate(
      find("aws:PrincipalServiceName"),
      { form: "exact", texts: names, fold: false },
      true,
    );
    return { not: element.not, alternatives: [[service]] };
  }
  if (caller.account === null) return element.not;
  return named(element, caller.account, find);
};

/** An account's id and the ARN of its root both mean everyone in it. No name of a service is either. */
const isAccount = (text: string, account: string): boolean =>
  text === account || text.endsWith(`:iam::${account}:root`);

const namesIn = (element: PrincipalElement, account: string): readonly string[] =>
  element.entries.map(({ text }) => text).filter((text) => text.split(":")[4] === account);

/**
 * NotPrincipal means whoever is not listed. AWS asks to list the account beside its principals, or they may be denied
 * too (IAM user guide, "NotPrincipal"); a listed principal is taken as left out all the same, so that nobody who may
 * have access is overlooked.
 */
const named = (element: PrincipalElement, account: string, find: FindKey): PrincipalMatch => {
  if (element.entries.some(({ text }) => isAccount(text, account))) return !element.not;
  const names = namesIn(element, account);
  return names.length === 0
    ? element.not
    : { not: element.not, alternatives: names.map((name) => clausesOf(name, find)) };
};

const SESSION = /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

/** A principal by its ARN; a session by its role, wherever that is in the account, and its own name. */
const clausesOf = (name: string, find: FindKey): readonly Predicate[] => {
  const arn = (patterns: readonly string[]): Predicate =>
    textPredicate(find("aws:PrincipalArn"), { form: "glob", patterns }, true);
  const match = SESSION.exec(name);
  if (match === null) return [arn([name])];
  const [, partition = "", account = "", role = "", session = ""] = match;
  const prefix = `arn:${partition}:iam::${account}:role/`;
  const called = textPredicate(find("aws:userid"), { form: "glob", patterns: [`AROA*:${session}`] }, true);
  return [arn([prefix + role, `${prefix}*/${role}`]), called];
};
