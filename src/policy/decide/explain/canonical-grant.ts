import { referenceTo } from "../../../model/document-reference.ts";
import type { Fault } from "../../../model/verdict.ts";
import { together, type Compiled } from "../compile/statement.ts";
import { asksForAddress } from "../search/address-coverage.ts";
import type { Case, Granted } from "../search/query.ts";
import { STEPS } from "../request/environment.ts";
import { seekStranger } from "../who/classify.ts";
import type { Condition, Policy, PrincipalElement } from "../../shapes.ts";

/**
 * One for each document that lets a stranger in, the one that accepts the witness first. The canonical text holds what
 * the grant is and not how it is spelled: for each of its Allows that a stranger can use, to whom, which of the asked
 * actions come through, under which conditions, and which Denies bite into it. A wider grant has another text.
 */
export const faultsOf = (the: Case, { allow }: Pick<Granted, "allow">): readonly Fault[] => {
  const alone = faultsBy(the, allow, (one) => opens(the, one, the.denies));
  // Narrow networks of several statements that only together are none: each statement has its part.
  return alone.length > 0 ? alone : faultsBy(the, allow, asksForAddress);
};

const faultsBy = (
  the: Case,
  accepting: Compiled,
  isAtFault: (allow: Compiled) => boolean,
): readonly Fault[] => {
  const { documents } = the.question;
  const others = [...documents.keys()].filter((index) => index !== accepting.document);
  return [accepting.document, ...others].flatMap((index) => {
    const grants = the.allows
      .filter(({ document }) => document === index)
      .map((allow) => ({ allow, canonical: canonicalGrant(the, allow, isAtFault) }))
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

const isSame = (a: Compiled, b: Compiled): boolean =>
  a.document === b.document && a.statement.at === b.statement.at;

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

const canonicalGrant = (
  the: Case,
  allow: Compiled,
  isAtFault: (allow: Compiled) => boolean,
): string | null => {
  const actions = the.question.actions.filter((_, index) => {
    const bit = 1 << index;
    return (allow.actions & bit) !== 0 && isAtFault({ ...allow, actions: bit });
  });
  if (actions.length === 0) return null;
  const policy = the.policies[allow.document];
  return JSON.stringify({
    actions: distinct(actions.map((action) => action.name.toLowerCase())),
    principal: canonicalPrincipal(allow.statement.principal),
    conditions: canonicalConditions(allow.statement.conditions, policy ?? null),
    denies: distinct(
      the.denies.filter((deny) => bites(the, allow, deny)).map((deny) => canonicalDeny(the, deny)),
    ),
  });
};

/** With steps of its own: what is long to decide about one statement must not hide another. */
const opens = (the: Case, allow: Compiled, denies: readonly Compiled[]): boolean => {
  const world = { ...the.world, budget: { left: STEPS } };
  return seekStranger({ ...the, world, allows: [allow], denies }).granted !== null;
};

/** Whether the Deny takes some of the stranger's requests away: both match one together. */
const bites = (the: Case, allow: Compiled, deny: Compiled): boolean => {
  const both = together(allow, deny);
  const reached = { ...both, statement: { ...both.statement, principal: deny.statement.principal } };
  return opens(the, both, []) && opens(the, reached, []);
};

/** For a stranger `*` says all that a list with it says. */
const canonicalPrincipal = (element: PrincipalElement): readonly string[] => {
  const names = element.entries.map(
    (entry) => `${entry.type} ${entry.text.replace(/^arn:[a-z-]+:iam::(\d{12}):root$/, "$1")}`,
  );
  const all = !element.not && names.includes("AWS *") ? ["AWS *"] : distinct(names);
  return element.not ? ["not", ...all] : all;
};

const canonicalDeny = (the: Case, { statement, document, actions }: Compiled): string =>
  JSON.stringify({
    actions: distinct(
      the.question.actions
        .filter((_, index) => (actions & (1 << index)) !== 0)
        .map((action) => action.name.toLowerCase()),
    ),
    principal: canonicalPrincipal(statement.principal),
    conditions: canonicalConditions(statement.conditions, the.policies[document] ?? null),
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
