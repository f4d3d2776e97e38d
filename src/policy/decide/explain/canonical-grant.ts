import { referenceTo } from "../../../model/document-reference.ts";
import type { Fault } from "../../../model/verdict.ts";
import { together, type CompiledStatement } from "../compile/statement.ts";
import { asksForAddress } from "../search/address-coverage.ts";
import type { Query, Granted } from "../search/query.ts";
import { withFreshBudget } from "../request/environment.ts";
import { seekStranger } from "../who/classify.ts";
import type { Condition, Policy, PrincipalElement } from "../../shapes.ts";

/**
 * One for each document that lets a stranger in, the one that accepts the witness first. The canonical text holds what
 * the grant is and not how it is spelled: for each of its Allows that a stranger can use, to whom, which of the asked
 * actions come through, under which conditions, and which Denies bite into it. A wider grant has another text.
 */
export const canonicalGrants = (query: Query, { allow }: Pick<Granted, "allow">): readonly Fault[] => {
  const alone = faultsBy(query, allow, (one) => opens(query, one, query.denies));
  // Narrow networks of several statements that only together are none: each statement has its part.
  return alone.length > 0 ? alone : faultsBy(query, allow, asksForAddress);
};

const faultsBy = (
  query: Query,
  accepting: CompiledStatement,
  isAtFault: (allow: CompiledStatement) => boolean,
): readonly Fault[] => {
  const { documents } = query.question;
  const others = [...documents.keys()].filter((index) => index !== accepting.document);
  return [accepting.document, ...others].flatMap((index) => {
    const grants = query.allows
      .filter(({ document }) => document === index)
      .map((allow) => ({ allow, canonical: canonicalGrant(query, allow, isAtFault) }))
      .filter(({ canonical }) => canonical !== null);
    const shown = grants.find(({ allow }) => isSame(allow, accepting)) ?? grants[0];
    if (shown === undefined) return [];
    return [
      {
        ...referenceTo(documents, index),
        at: shown.allow.statement.at,
        canonical: JSON.stringify(distinct(grants.map(({ canonical }) => canonical ?? ""))),
      },
    ];
  });
};

const isSame = (a: CompiledStatement, b: CompiledStatement): boolean =>
  a.document === b.document && a.statement.at === b.statement.at;

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

const canonicalGrant = (
  query: Query,
  allow: CompiledStatement,
  isAtFault: (allow: CompiledStatement) => boolean,
): string | null => {
  const actions = query.question.actions.filter((_, index) => {
    const bit = 1 << index;
    return (allow.actions & bit) !== 0 && isAtFault({ ...allow, actions: bit });
  });
  if (actions.length === 0) return null;
  const policy = query.policies[allow.document];
  return JSON.stringify({
    actions: distinct(actions.map((action) => action.name.toLowerCase())),
    principal: canonicalPrincipal(allow.statement.principal),
    conditions: canonicalConditions(allow.statement.conditions, policy ?? null),
    denies: distinct(
      query.denies.filter((deny) => bites(query, allow, deny)).map((deny) => canonicalDeny(query, deny)),
    ),
  });
};

/** Each statement has a budget of its own, so that a hard one does not hide another. */
const opens = (query: Query, allow: CompiledStatement, denies: readonly CompiledStatement[]): boolean => {
  const environment = withFreshBudget(query.environment);
  return seekStranger({ ...query, environment, allows: [allow], denies }).granted !== null;
};

/** Whether the Deny takes some of the stranger's requests away: both match one together. */
const bites = (query: Query, allow: CompiledStatement, deny: CompiledStatement): boolean => {
  const both = together(allow, deny);
  const reached = { ...both, statement: { ...both.statement, principal: deny.statement.principal } };
  return opens(query, both, []) && opens(query, reached, []);
};

/** To a stranger, `*` grants as much as any list that holds it. */
const canonicalPrincipal = (element: PrincipalElement): readonly string[] => {
  const names = element.entries.map(
    (entry) => `${entry.type} ${entry.text.replace(/^arn:[a-z-]+:iam::(\d{12}):root$/, "$1")}`,
  );
  const all = !element.not && names.includes("AWS *") ? ["AWS *"] : distinct(names);
  return element.not ? ["not", ...all] : all;
};

const canonicalDeny = (query: Query, { statement, document, actions }: CompiledStatement): string =>
  JSON.stringify({
    actions: distinct(
      query.question.actions
        .filter((_, index) => (actions & (1 << index)) !== 0)
        .map((action) => action.name.toLowerCase()),
    ),
    principal: canonicalPrincipal(statement.principal),
    conditions: canonicalConditions(statement.conditions, query.policies[document] ?? null),
  });

/** Without a policy version that knows variables, `${…}` is plain text, and that is another grant. */
const canonicalConditions = (conditions: readonly Condition[], policy: Policy | null): readonly string[] =>
  distinct(
    conditions.map(({ qualifier, operator, ifExists, key, values }) => {
      const texts = distinct(values.map((value) => value.text));
      const plain = policy?.version === "2008-10-17" && texts.some((text) => text.includes("${"));
      return JSON.stringify([
        `${qualifier ?? ""}:${operator}${ifExists ? "IfExists" : ""}`.toLowerCase(),
        key.toLowerCase(),
        texts,
        ...(plain ? ["plain"] : []),
      ]);
    }),
  );
