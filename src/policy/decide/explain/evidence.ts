import { referenceTo, type DocumentReference } from "../../../model/document-reference.ts";
import type { Pointer } from "../../../model/fact.ts";
import type { Evidence } from "../../../model/verdict.ts";
import { isPolicy } from "../../parse/parse-policy.ts";
import { listed, say } from "../../messages.ts";
import type { NotAPolicy, Policy, PrincipalElement, Statement } from "../../shapes.ts";
import { isStop } from "../../sets/budget.ts";
import { assume, holds } from "../search/assume.ts";
import type { Predicate } from "../compile/predicate.ts";
import { NO_PREDICATES, together, type CompiledStatement } from "../compile/statement.ts";
import type { Query, Granted } from "../search/query.ts";
import type { Classification } from "../who/classify.ts";
import { STRANGER } from "../request/caller-class.ts";
import { matchPrincipal } from "../search/principal.ts";
import { isStated, shown, whyClosed, whyOpen, whyOpenKey, type Stated } from "./reasons.ts";
import { findGranted, initialRequests } from "../search/allow-minus-denies.ts";
import { assumeMissing } from "../search/presence.ts";
import { applies } from "../search/allow-minus-denies.ts";
import { valuesOf, type SearchContext } from "../request/assignment.ts";
import { withoutGap } from "../request/environment.ts";

/** Statement by statement: what it grants, what each condition does, and what each Deny changes. */
export const evidenceOf = (
  query: Query,
  parsed: readonly (Policy | NotAPolicy)[],
  classification: Classification,
): readonly Evidence[] =>
  parsed.flatMap((one, index) => {
    const reference = referenceTo(query.question.documents, index);
    if (!isPolicy(one))
      return [
        {
          ...reference,
          at: one.at,
          role: "remark",
          ...say("invalid-document", one.line, one.column, one.says),
        },
      ];
    const statements = query.policies[index]?.statements ?? one.statements;
    // A reading leaves out what is not known; what is written names it.
    return statements.flatMap((statement, place) =>
      about(query, index, statement, one.statements[place] ?? statement, classification).map((item) => ({
        ...reference,
        ...item,
      })),
    );
  });

type Item = Omit<Evidence, keyof DocumentReference>;

const about = (
  query: Query,
  document: number,
  statement: Statement,
  written: Statement,
  classification: Classification,
): readonly Item[] => {
  const compiled = [...query.allows, ...query.denies].find(
    (one) => one.document === document && one.statement === statement,
  );
  if (compiled === undefined) return [beside(statement, written)];
  return statement.effect === "Allow"
    ? grants(query, compiled, written, classification)
    : [weighed(query, compiled, classification)];
};

/** About other requests, or about which ones nobody can tell. */
const beside = (statement: Statement, { action, resource }: Statement): Item => {
  const hole = [...action.values, ...resource.values].find((value) => value.hole !== undefined)?.hole;
  const says =
    hole === undefined
      ? say("other-request", statement.effect)
      : say("unresolved-request", statement.effect, hole.expression);
  return { at: statement.at, role: "remark", ...says };
};

const grants = (
  query: Query,
  allow: CompiledStatement,
  written: Statement,
  { granted, exposure }: Classification,
): readonly Item[] => {
  const { principal } = allow.statement;
  const throughService =
    exposure === "exposed" &&
    granted?.allow === allow &&
    (granted.context.caller.kinds & STRANGER.kinds) === 0;
  const context: SearchContext = { environment: query.environment, caller: STRANGER };
  const anybody = matchPrincipal(principal, STRANGER, query.environment.find) !== false;
  const predicates = allow
    .predicates()
    .all.filter(isStated)
    .map((predicate) => judgedClause(context, allow, predicate));
  const who = anybody || written.principal.not ? everyone(written.principal) : namesOf(written.principal);
  return [
    {
      at: anybody ? wildcardOf(principal) : principal.at,
      role: "grants",
      ...say("grants", actionNames(query, allow), who),
    },
    ...predicates,
    ...(throughService
      ? [{ at: allow.statement.at, role: "fails-to-limit", ...say("through-service") } as const]
      : []),
    ...(anybody && isTogether(context, allow, predicates)
      ? [{ at: allow.statement.at, role: "limits", ...say("together-closed") } as const]
      : []),
  ];
};

/** The one name that means everybody, among others too: it is what has to be mended. */
const wildcardOf = ({ not, at, entries }: PrincipalElement): Pointer =>
  not ? at : (entries.find(({ text }) => text === "*")?.at ?? at);

/** Whether no single condition keeps strangers out, but all together do. */
const isTogether = (context: SearchContext, allow: CompiledStatement, predicates: readonly Item[]): boolean =>
  predicates.every(({ role }) => role !== "limits") &&
  safely(() => findGranted(context, allow, []) === null, false);

const judgedClause = (context: SearchContext, allow: CompiledStatement, predicate: Stated): Item => {
  const { at } = predicate.condition;
  if (predicate.key.open) return { at, role: "remark", ...whyOpenKey(predicate) };
  const states = initialRequests(context, allow.actions);
  const meeting = (): Granted["request"] | null =>
    states.flatMap((request) => assume(context, request, predicate, true))[0] ?? null;
  const met = safely(() => withoutGap(context.environment, meeting) !== null, true);
  const lacked = safely(
    () => states.some((request) => assumeMissing(context, request, predicate.key).length > 0),
    true,
  );
  return met
    ? { at, role: "fails-to-limit", ...whyOpen(predicate, lacked) }
    : { at, role: "limits", ...whyClosed(predicate) };
};

const safely = <T>(compute: () => T, otherwise: T): T => {
  try {
    return compute();
  } catch (thrown) {
    if (!isStop(thrown)) throw thrown;
    return otherwise;
  }
};

const actionNames = (query: Query, compiled: CompiledStatement): readonly string[] =>
  query.question.actions
    .filter((_, index) => (compiled.actions & (1 << index)) !== 0)
    .map((action) => action.name);

const namesOf = (principal: PrincipalElement): string =>
  principal.entries.length === 0
    ? "nobody"
    : listed(
        principal.entries.map(({ text, hole }) =>
          hole === undefined ? text : `whoever ${hole.expression} names`,
        ),
      );

const everyone = (principal: PrincipalElement): string =>
  principal.not ? `everyone but ${namesOf(principal)}` : "everyone";

const weighed = (query: Query, deny: CompiledStatement, { granted, exposure }: Classification): Item => {
  const at = deny.statement.at;
  const bearing = query.allows.filter((allow) => (allow.actions & deny.actions) !== 0);
  if (bearing.length === 0)
    return {
      at,
      role: "remark",
      ...say("deny-idle"),
    };
  if (granted !== null && exposure === "exposed") return unharmed(granted, deny);
  const context: SearchContext = { environment: query.environment, caller: STRANGER };
  const bites = bearing.some((allow) => safely(() => meetsBoth(context, allow, deny), true));
  return bites
    ? { at, role: "denies", ...say("denies", actionNames(query, deny), conditionsOf(deny)) }
    : {
        at,
        role: "fails-to-deny",
        ...say("deny-misses", conditionsOf(deny)),
      };
};

const conditionsOf = (deny: CompiledStatement): readonly string[] =>
  deny.predicates().all.filter(isStated).map(shown);

/** Whether a stranger's request is matched by the Allow and by the Deny. */
const meetsBoth = (context: SearchContext, allow: CompiledStatement, deny: CompiledStatement): boolean => {
  if (matchPrincipal(deny.statement.principal, context.caller, context.environment.find) === false)
    return false;
  return findGranted(context, together(allow, deny), []) !== null;
};

/** Why the Deny lets the request at hand through. */
const unharmed = ({ context, request }: Granted, deny: CompiledStatement): Item => {
  const at = deny.statement.at;
  const who = matchPrincipal(deny.statement.principal, context.caller, context.environment.find);
  if (who === false)
    return {
      at: deny.statement.principal.at,
      role: "fails-to-deny",
      ...say("deny-other-principals"),
    };
  const predicate = deny.predicates().all.find((one) => !holds(context, request, one));
  if (predicate === undefined || !applies(context, request, { ...deny, predicates: () => NO_PREDICATES }))
    return {
      at,
      role: "fails-to-deny",
      ...say("deny-other-actions"),
    };
  const values = holdsKey(context, request, predicate);
  return {
    at: predicate.condition?.at ?? at,
    role: "fails-to-deny",
    ...(isStated(predicate)
      ? say(
          values ? "deny-other-value" : "deny-without-key",
          shown(predicate),
          predicate.key.meaning?.says ?? "",
        )
      : say("deny-other-resource")),
  };
};

const holdsKey = (context: SearchContext, request: Granted["request"], predicate: Predicate): boolean =>
  valuesOf(context, request, predicate.key) !== null;
