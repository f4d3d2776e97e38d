import { firstFound, NOTHING, seek, type Query, type Granted, type SearchResult } from "../search/query.ts";
import { textPredicate } from "../compile/predicate.ts";
import type { CompiledStatement } from "../compile/statement.ts";
import { asksForAddress, fromOpen } from "../search/address-coverage.ts";
import { namesOf } from "../request/named-or-trusted.ts";
import { exactTexts } from "../compile/operand.ts";
import { DEPUTY, LIMITED, SERVICE, STRANGER, type CallerClass } from "../request/caller-class.ts";
import { matchPrincipal } from "../search/principal.ts";
import { outsiders, seekAccount } from "./named-account.ts";

/** A request by a stranger: one who signs for himself, or one for whose resource a service calls. */
export const seekStranger = (query: Query): SearchResult => {
  // Stryker disable next-line MethodExpression: whoever is named is no stranger, and would be sought in vain
  const open = query.allows.filter(
    (allow) => matchPrincipal(allow.statement.principal, STRANGER, query.environment.find) !== false,
  );
  return open.length === 0 ? NOTHING : firstFound(STRANGERS, (search) => search(query, open));
};

const seekThroughService = (query: Query, open: readonly CompiledStatement[]): SearchResult => {
  const any = open.filter((allow) => admitsAnySource(query, allow));
  return any.length === 0 ? NOTHING : seek(query, unnamedService(query), any);
};

/** A service that no policy names, for a stranger's resource: one that is named is a party of its own. */
const unnamedService = (query: Query): CallerClass => {
  const texts = [...namesOf(query.environment).others];
  const service = query.environment.find("aws:PrincipalServiceName");
  return { ...DEPUTY, given: [textPredicate(service, { form: "exact", texts, fold: false }, false)] };
};

/** A stranger whom several statements let in from narrow networks that together are none. */
const seekJoined = (query: Query, open: readonly CompiledStatement[]): SearchResult => {
  const narrow = open.filter(asksForAddress);
  if (narrow.length < 2) return NOTHING;
  return firstFound(narrow, (allow) => {
    const sought = seek(query, { ...STRANGER, anywhere: true }, [allow]);
    const { granted } = sought;
    if (granted === null) return sought;
    const request = fromOpen(granted.context, granted.request, query.allows, query.denies);
    return request === null ? NOTHING : { ...sought, granted: { ...granted, request } };
  });
};

const STRANGERS = [
  (query: Query, open: readonly CompiledStatement[]): SearchResult => seek(query, STRANGER, open),
  seekJoined,
  seekThroughService,
];

const SOURCES: ReadonlySet<string> = new Set(["source", "source organization"]);

/**
 * Whether an Allow to everybody has a condition on the source that a stranger's source can meet: a wildcard or a variable is
 * no fixed value (Amazon S3, "The meaning of public"). An Allow that names a service grants to that service alone.
 */
const admitsAnySource = (query: Query, allow: CompiledStatement): boolean =>
  matchPrincipal(allow.statement.principal, SERVICE, query.environment.find) === true &&
  allow
    .predicates()
    .all.some(
      ({ key, sign, whenMissing, operand, variables }) =>
        SOURCES.has(key.variable) &&
        sign &&
        !whenMissing &&
        (variables !== null || exactTexts(operand) === null),
    );

/** The widest party that can reach the resource. */
export interface Classification {
  readonly exposure: "exposed" | "undecided" | "cross-account" | "restricted" | "private";
  readonly granted: Granted | null;
  readonly stopped: SearchResult["stopped"];
}

const STAGES = [
  ["exposed", seekStranger],
  [
    "cross-account",
    (query: Query): SearchResult => firstFound(outsiders(query), (account) => seekAccount(query, account)),
  ],
  [
    "restricted",
    (query: Query): SearchResult => firstFound([LIMITED, SERVICE], (party) => seek(query, party)),
  ],
] as const;

/** From the widest party on; a search that was stopped may have missed one. */
export const classify = (query: Query): Classification => {
  if (query.allows.length === 0) return { exposure: "private", granted: null, stopped: null };
  for (const [exposure, search] of STAGES) {
    const { granted, stopped } = search(query);
    if (granted !== null) return { exposure, granted, stopped: null };
    if (stopped !== null) return { exposure: "undecided", granted: null, stopped };
  }
  return { exposure: "private", granted: null, stopped: null };
};
