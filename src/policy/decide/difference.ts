import { byCodeUnits } from "../../text/order.ts";
import type { Question, Reach } from "../question.ts";
import { isPolicy } from "../parse/parse-policy.ts";
import type { Policy, Statement } from "../shapes.ts";
import { NO_PREDICATES, together, type CompiledStatement } from "./compile/statement.ts";
import { open, questionsOf, type Opened } from "./opened-question.ts";
import { PRECEDENCE } from "./readings/combine.ts";
import { reachOf } from "./reach.ts";
import { withFreshBudget } from "./request/environment.ts";
import { emptyNameCache } from "./request/name-cache.ts";
import type { Query } from "./search/query.ts";

/** Who gets in after a change and did not before: what `Reach` says of them. */
export type NewAccess = Pick<Reach, "exposure" | "allowedTo" | "witness" | "accepting" | "reason" | "doubts">;

/**
 * Decides what the policies of `after` allow and those of `before` do not, for everybody but the owner and the trusted.
 * `exposure` is that of the new requests alone: `private` where there are none. Pure and total, as `decideExposure` is.
 *
 * A request is new where an Allow of `after` matches it, no Deny of `after` does, and either no Allow of `before` matches it
 * or a Deny of `before` does. Each of these cases is a question of its own, in which what was granted before counts as denied.
 *
 * Both questions are about the same resource, owner, actions and trust; those of `after` are taken.
 */
export const newAccess = (before: Question, after: Question): NewAccess => {
  if (sameDocuments(before, after)) return NOTHING_NEW;
  const joint = open({ ...after, documents: [...after.documents, ...before.documents] });
  const change = changeOf(joint, after.documents.length);
  const cases = [beyondAllows(joint, change), ...pastDenies(joint, change)].filter(
    ({ wide }) => change.isBroken || wide.allows.length > 0,
  );
  return cases.map(accessOf).reduce<NewAccess>(joined, NOTHING_NEW);
};

/**
 * What is new in one case. Of two readings of AWS's documentation the likely one decides, unless the other lets strangers
 * in; where another reading that is as likely leaves nothing new, whether there is something new is not decided.
 */
const accessOf = (opened: Opened): NewAccess => {
  const questions = questionsOf(opened);
  const likely = questions.filter(({ weight }) => weight !== "standard");
  const reach = reachOf(opened, likely);
  if (likely.length < questions.length && reach.exposure !== "exposed") {
    const either = reachOf(opened, questions);
    if (either.exposure === "undecided") return accessIn(either);
  }
  const restsOn = reach.otherwise.filter((one) => one.exposure === "private").map(({ doubt }) => doubt);
  const access = accessIn(reach);
  return reach.exposure === "private" || restsOn.length === 0
    ? access
    : {
        ...access,
        exposure: reach.exposure === "exposed" ? reach.exposure : "undecided",
        doubts: union(access.doubts, restsOn),
      };
};

const accessIn = ({ exposure, allowedTo, witness, accepting, reason, doubts }: Reach): NewAccess => ({
  exposure,
  allowedTo,
  witness,
  accepting,
  reason,
  doubts,
});

const union = (one: readonly string[], other: readonly string[]): readonly string[] =>
  [...new Set([...one, ...other])].sort(byCodeUnits);

/** Most resources have not changed, and are not worth a question. */
const sameDocuments = (before: Question, after: Question): boolean =>
  JSON.stringify(before.documents) === JSON.stringify(after.documents);

const NOTHING_NEW: NewAccess = {
  exposure: "private",
  allowedTo: [],
  witness: null,
  accepting: null,
  reason: null,
  doubts: [],
};

/** The statements of both sides that another side does not have in the same words; what stands on both cancels out. */
interface Change {
  /** Index of the first document of `before`. */
  readonly from: number;
  /** Whether a document that is no policy stands on one side alone. */
  readonly isBroken: boolean;
  readonly isShared: (one: CompiledStatement) => boolean;
}

const changeOf = ({ question, parsed }: Opened, from: number): Change => {
  const sides = [parsed.slice(0, from), parsed.slice(from)].map(
    (policies) => new Set(policies.filter(isPolicy).flatMap(wordings)),
  );
  const wording = new Map(
    parsed.flatMap((policy, document) =>
      isPolicy(policy)
        ? policy.statements.map((one) => [`${document} ${one.at}`, worded(policy, one)] as const)
        : [],
    ),
  );
  const texts = question.documents.map(({ text }) => text);
  const [ofAfter, ofBefore] = [texts.slice(0, from), texts.slice(from)];
  return {
    from,
    isBroken: parsed.some(
      (one, index) => !isPolicy(one) && !(index < from ? ofBefore : ofAfter).includes(texts[index] ?? ""),
    ),
    isShared: ({ document, statement }) =>
      sides[document < from ? 1 : 0]?.has(wording.get(`${document} ${statement.at}`) ?? "") ?? false,
  };
};

const wordings = (policy: Policy): readonly string[] =>
  policy.statements.map((statement) => worded(policy, statement));

/** Everything of a statement that bears on what it means; an unresolved expression by its own text. */
const worded = ({ version }: Policy, { sid: _sid, ...statement }: Statement): string =>
  JSON.stringify([version, statement], (name, value: unknown) => (name === "at" ? undefined : value));

/** What `after` allows and no Allow of `before` matches. */
const beyondAllows = (opened: Opened, { from, isShared }: Change): Opened =>
  difference(opened, from, (after, before) => ({
    allows: after.allows.filter((one) => !isShared(one)),
    denies: [...after.denies, ...before.allows.map(asDeny)],
  }));

/** What `after` allows and a Deny of `before` matched, Deny by Deny. */
const pastDenies = (opened: Opened, { from, isShared }: Change): readonly Opened[] => {
  const lost = opened.narrow.denies.filter((one) => one.document >= from && !isShared(one));
  return lost.map(({ document, statement: { at } }) =>
    difference(opened, from, (after, before) => {
      const deny = before.denies.find((one) => one.document === document && one.statement.at === at);
      return deny === undefined
        ? { allows: [], denies: [] }
        : {
            allows: after.allows.map((allow) => together(allow, deny)).filter(({ actions }) => actions !== 0),
            denies: [...after.denies, ...exceptFor(deny)],
          };
    }),
  );
};

type Statements = Pick<Query, "allows" | "denies">;

/**
 * Both bounds of a difference. It is smallest where `after` grants as little as its expressions may and `before` as much
 * as its own, and largest the other way round.
 */
const difference = (
  opened: Opened,
  from: number,
  between: (after: Statements, before: Statements) => Statements,
): Opened => {
  const { narrow, wide, holes } = opened;
  const bound = (after: Query, before: Query): Query => ({
    ...after,
    ...between(
      side(after, (document) => document < from),
      side(before, (document) => document >= from),
    ),
    environment: holes ? bothNamed(after, before) : withFreshBudget(after.environment),
    anybody: new Map(),
  });
  const smallest = bound(narrow, wide);
  return { ...opened, narrow: smallest, wide: wide === narrow ? smallest : bound(wide, narrow) };
};

const side = ({ allows, denies }: Statements, isOn: (document: number) => boolean): Statements => ({
  allows: allows.filter(({ document }) => isOn(document)),
  denies: denies.filter(({ document }) => isOn(document)),
});

/** What either reading of the unresolved expressions names. */
const bothNamed = (one: Query, other: Query): Query["environment"] => ({
  ...withFreshBudget(one.environment),
  policies: [...one.environment.policies, ...other.environment.policies],
  names: emptyNameCache(),
});

/** What an Allow granted before is nothing new: it is taken away from what is sought. */
const asDeny = (allow: CompiledStatement): CompiledStatement => ({
  ...allow,
  statement: { ...allow.statement, effect: "Deny" },
});

/** A Deny of everybody whom the Deny's own principal does not mean; nothing where that is nobody. */
const exceptFor = ({ document, statement }: CompiledStatement): readonly CompiledStatement[] => {
  const { entries, not } = statement.principal;
  // Stryker disable next-line ConditionalExpression,MethodExpression: a Deny of nobody would take nothing away
  if (!not && entries.some(({ text }) => text === "*")) return [];
  const others = { ...statement, principal: { ...statement.principal, not: !not }, conditions: [] };
  return [{ document, statement: others, actions: ALL_ACTIONS, predicates: () => NO_PREDICATES }];
};

const ALL_ACTIONS = -1;

/** The widest of two answers, with the parties of both. */
const joined = (one: NewAccess, other: NewAccess): NewAccess => {
  const [first, second] =
    PRECEDENCE.indexOf(one.exposure) <= PRECEDENCE.indexOf(other.exposure) ? [one, other] : [other, one];
  if (first.exposure === "exposed") return first;
  const parties = [...first.allowedTo, ...second.allowedTo];
  return {
    ...first,
    allowedTo: [...new Map(parties.map((party) => [`${party.kind} ${party.name}`, party])).values()],
    doubts: union(first.doubts, second.doubts),
  };
};
