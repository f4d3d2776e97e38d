import { referenceTo, type DocumentReference } from "../../../model/document-reference.ts";
import type { Pointer } from "../../../model/fact.ts";
import type { Evidence } from "../../../model/verdict.ts";
import { isPolicy } from "../../parse/parse-policy.ts";
import type { NotAPolicy, Policy, PrincipalElement, Statement } from "../../shapes.ts";
import { isStop } from "../../sets/budget.ts";
import { assume, holds } from "../search/assume.ts";
import type { Clause } from "../compile/predicate.ts";
import { NO_CLAUSES, together, type Compiled } from "../compile/statement.ts";
import type { Case, Granted } from "../search/query.ts";
import type { Judged } from "../who/classify.ts";
import { STRANGER } from "../request/caller-class.ts";
import { meant } from "../search/principal.ts";
import { isStated, shown, whyClosed, whyOpen, type Stated } from "./reasons.ts";
import { find, initial } from "../search/allow-minus-denies.ts";
import { missing } from "../search/presence.ts";
import { applies } from "../search/allow-minus-denies.ts";
import { valuesOf, type Ask } from "../request/assignment.ts";
import { withoutDoubt } from "../request/environment.ts";

/** Statement by statement: what it grants, what each condition does, and which Deny was weighed and to what end. */
export const evidenceOf = (
  the: Case,
  parsed: readonly (Policy | NotAPolicy)[],
  judged: Judged,
): readonly Evidence[] =>
  parsed.flatMap((one, index) => {
    const reference = referenceTo(the.question.documents, index);
    if (!isPolicy(one))
      return [
        {
          ...reference,
          at: one.at,
          role: "remark",
          says: `Not a policy: line ${one.line}, column ${one.column}: ${one.says}.`,
        },
      ];
    const statements = the.policies[index]?.statements ?? one.statements;
    return statements.flatMap((statement) =>
      about(the, index, statement, judged).map((item) => ({ ...reference, ...item })),
    );
  });

type Item = Omit<Evidence, keyof DocumentReference>;

const about = (the: Case, document: number, statement: Statement, judged: Judged): readonly Item[] => {
  const compiled = [...the.allows, ...the.denies].find(
    (one) => one.document === document && one.statement === statement,
  );
  if (compiled === undefined) return [beside(statement)];
  return statement.effect === "Allow" ? grants(the, compiled) : [weighed(the, compiled, judged)];
};

const beside = (statement: Statement): Item => ({
  at: statement.at,
  role: "remark",
  says: `This ${statement.effect} is about other actions or another resource; it has no bearing here.`,
});

const grants = (the: Case, allow: Compiled): readonly Item[] => {
  const { principal } = allow.statement;
  const ask: Ask = { world: the.world, party: STRANGER };
  const anybody = meant(principal, STRANGER, the.world.find) !== false;
  const clauses = allow
    .clauses()
    .all.filter(isStated)
    .map((clause) => judgedClause(ask, allow, clause));
  return [
    {
      at: anybody ? wildcardOf(principal) : principal.at,
      role: "grants",
      says: `Allows ${listed(actionNames(the, allow))} to ${anybody ? everybody(principal) : namesOf(principal)}.`,
    },
    ...clauses,
    ...(anybody && isTogether(ask, allow, clauses)
      ? [{ at: allow.statement.at, role: "limits", says: TOGETHER } as const]
      : []),
  ];
};

/** The one name that means everybody, among others too: it is what has to be mended. */
const wildcardOf = ({ not, at, entries }: PrincipalElement): Pointer =>
  not ? at : (entries.find(({ text }) => text === "*")?.at ?? at);

const TOGETHER = "Together the conditions keep strangers out: no request of a stranger meets all of them.";

/** Whether no one condition keeps strangers out, and all of them do. */
const isTogether = (ask: Ask, allow: Compiled, clauses: readonly Item[]): boolean =>
  clauses.every(({ role }) => role !== "limits") && safely(() => find(ask, allow, []) === null, false);

const judgedClause = (ask: Ask, allow: Compiled, clause: Stated): Item => {
  const { at } = clause.condition;
  const states = initial(ask, allow.actions);
  const meeting = (): Granted["state"] | null =>
    states.flatMap((state) => assume(ask, state, clause, true))[0] ?? null;
  const met = safely(() => withoutDoubt(ask.world, meeting) !== null, true);
  const lacked = safely(() => states.some((state) => missing(ask, state, clause.slot).length > 0), true);
  return met
    ? { at, role: "fails-to-limit", says: whyOpen(clause, lacked) }
    : { at, role: "limits", says: whyClosed(clause) };
};

const safely = <T>(compute: () => T, otherwise: T): T => {
  try {
    return compute();
  } catch (thrown) {
    if (!isStop(thrown)) throw thrown;
    return otherwise;
  }
};

const actionNames = (the: Case, compiled: Compiled): readonly string[] =>
  the.question.actions
    .filter((_, index) => (compiled.actions & (1 << index)) !== 0)
    .map((action) => action.name);

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;

const namesOf = (principal: PrincipalElement): string =>
  principal.entries.length === 0 ? "nobody" : listed(principal.entries.map((entry) => entry.text));

const everybody = (principal: PrincipalElement): string =>
  principal.not ? `everybody but ${namesOf(principal)}` : "everybody";

const weighed = (the: Case, deny: Compiled, { granted, exposure }: Judged): Item => {
  const at = deny.statement.at;
  const bearing = the.allows.filter((allow) => (allow.actions & deny.actions) !== 0);
  if (bearing.length === 0)
    return {
      at,
      role: "remark",
      says: "This Deny takes nothing away: no statement allows what it is about.",
    };
  if (granted !== null && exposure === "exposed") return unharmed(granted, deny);
  const ask: Ask = { world: the.world, party: STRANGER };
  const bites = bearing.some((allow) => safely(() => meetsBoth(ask, allow, deny), true));
  return bites
    ? { at, role: "denies", says: `Denies ${listed(actionNames(the, deny))} to strangers${under(deny)}.` }
    : {
        at,
        role: "fails-to-deny",
        says: `This Deny matches no request of a stranger that is allowed${under(deny)}.`,
      };
};

const under = (deny: Compiled): string => {
  const conditions = deny.clauses().all.filter(isStated).map(shown);
  return conditions.length === 0 ? "" : `; its condition: ${listed(conditions)}`;
};

/** Whether a stranger's request is matched by the Allow and by the Deny. */
const meetsBoth = (ask: Ask, allow: Compiled, deny: Compiled): boolean => {
  if (meant(deny.statement.principal, ask.party, ask.world.find) === false) return false;
  return find(ask, together(allow, deny), []) !== null;
};

/** Why the Deny lets the request at hand through. */
const unharmed = ({ ask, state }: Granted, deny: Compiled): Item => {
  const at = deny.statement.at;
  const who = meant(deny.statement.principal, ask.party, ask.world.find);
  if (who === false)
    return {
      at: deny.statement.principal.at,
      role: "fails-to-deny",
      says: "This Deny names others than a stranger.",
    };
  const clause = deny.clauses().all.find((one) => !holds(ask, state, one));
  if (clause === undefined || !applies(ask, state, { ...deny, clauses: () => NO_CLAUSES }))
    return {
      at,
      role: "fails-to-deny",
      says: "This Deny leaves other actions open; a stranger takes one of those.",
    };
  const values = holdsKey(ask, state, clause);
  return {
    at: clause.condition?.at ?? at,
    role: "fails-to-deny",
    says: `This Deny does not reach a stranger${values ? " with another value" : " without the key"}: ${
      isStated(clause) ? shown(clause) : clause.slot.name
    } is not true of such a request. ${clause.slot.row?.says ?? ""}`.trimEnd(),
  };
};

const holdsKey = (ask: Ask, state: Granted["state"], clause: Clause): boolean =>
  valuesOf(ask, state, clause.slot) !== null;
