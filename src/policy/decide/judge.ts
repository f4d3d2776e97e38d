import { blocks, PUBLIC_ADDRESSES, without } from "../sets/addresses.ts";
import { isStop } from "../sets/budget.ts";
import type { Question } from "../question.ts";
import type { Policy } from "../shapes.ts";
import { slotFinder, textClause, type Clause } from "./clause.ts";
import { compile, type Compiled } from "./compile.ts";
import { asksForAddress, isOpenTogether } from "./joined.ts";
import { exactTexts } from "./operand.ts";
import { DEPUTY, inAccount, LIMITED, SERVICE, STRANGER, type Party } from "./party.ts";
import { placesOf, samePlace } from "./places.ts";
import { meant } from "./principal.ts";
import { find } from "./search.ts";
import type { State } from "./state.ts";
import { accountsIn, namesIn, type World } from "./world.ts";
import type { Ask } from "./values.ts";
import { toSeconds } from "./operand.ts";

/** Steps for one question: what a 4 KB policy may use within 50 ms on a slow machine. */
export const STEPS = 200_000;

/** The question with its policies, and the statements that bear on it. */
export interface Case {
  readonly question: Question;
  /** By document; null where it cannot be read. */
  readonly policies: readonly (Policy | null)[];
  readonly world: World;
  readonly allows: readonly Compiled[];
  readonly denies: readonly Compiled[];
  /** What `canAnybody` has found out so far. */
  readonly anybody: Map<Party, Map<Compiled, boolean>>;
}

/** `null` stands for a document that cannot be read. */
export const caseOf = (question: Question, policies: readonly (Policy | null)[]): Case => {
  const finder = slotFinder(question.keys, question.actions);
  const compiler = {
    resource: question.resource,
    actions: question.actions.map((action) => action.name.toLowerCase()),
    find: finder,
  };
  const compiled = policies.flatMap((policy, index) =>
    policy === null ? [] : compile(policy, index, compiler),
  );
  const [, partition, , region] = question.resource.split(":");
  const { trust, owner } = question;
  let names: ReturnType<World["names"]> | null = null;
  let space: ReturnType<World["publicSpace"]> | null = null;
  const known = policies.filter((policy) => policy !== null);
  return {
    question,
    policies,
    world: {
      policies: known,
      find: finder,
      resource: question.resource,
      owner,
      partition: partition ?? "aws",
      region: region ?? "",
      now: () => toSeconds(question.now) ?? 0,
      trust,
      publicSpace: () =>
        (space ??=
          trust.networks.length === 0 ? PUBLIC_ADDRESSES : without(PUBLIC_ADDRESSES, blocks(trust.networks))),
      budget: { left: STEPS },
      names: () => (names ??= namesIn(known, owner, trust)),
      mentions: (text) =>
        question.documents.some((document) => document.text.includes(text)) ||
        trust.accounts.includes(text) ||
        trust.principals.some((principal) => principal.includes(text)),
    },
    allows: compiled.filter((one) => one.statement.effect === "Allow"),
    denies: compiled.filter((one) => one.statement.effect === "Deny"),
    anybody: new Map(),
  };
};

/** A granted request, whose it is, and the statement that grants it. */
export interface Granted {
  readonly ask: Ask;
  readonly state: State;
  readonly allow: Compiled;
}

/** What a search found, and whether a limit or something not understood kept it from looking everywhere. */
export interface Sought {
  readonly granted: Granted | null;
  readonly stopped: { readonly document: number; readonly says: string } | null;
}

/** A request of the party that one of the Allows grants. */
export const seek = (the: Case, party: Party, allows: readonly Compiled[] = the.allows): Sought => {
  const ask: Ask = { world: the.world, party };
  let stopped: Sought["stopped"] = null;
  for (const allow of allows) {
    try {
      const state = find(ask, allow, the.denies);
      if (state !== null) return { granted: { ask, state, allow }, stopped: null };
    } catch (thrown) {
      if (!isStop(thrown)) throw thrown;
      stopped ??= { document: allow.document, says: thrown.stop };
    }
  }
  return { granted: null, stopped };
};

const NOTHING: Sought = { granted: null, stopped: null };

/** The first that finds something; each is made only when those before it found nothing. */
const first = (searches: readonly (() => Sought)[]): Sought => {
  let stopped: Sought["stopped"] = null;
  for (const search of searches) {
    const sought = search();
    if (sought.granted !== null) return sought;
    stopped ??= sought.stopped;
  }
  return stopped === null ? NOTHING : { granted: null, stopped };
};

/** A request by a stranger: one who signs for himself, or one for whose resource a service calls. */
export const seekStranger = (the: Case): Sought => {
  // Whoever is named is no stranger.
  const open = the.allows.filter(
    (allow) => meant(allow.statement.principal, STRANGER, the.world.find) !== false,
  );
  if (open.length === 0) return NOTHING;
  return first([
    () => seek(the, STRANGER, open),
    () => seekJoined(the, open),
    () =>
      seek(
        the,
        unnamedService(the),
        open.filter((allow) => admitsAnySource(the, allow)),
      ),
  ]);
};

/** A service that no policy names, for a stranger's resource: one that is named is a party of its own. */
const unnamedService = (the: Case): Party => {
  const texts = [...the.world.names().others].filter((name) => !name.includes(":"));
  const service = the.world.find("aws:PrincipalServiceName");
  return { ...DEPUTY, given: [textClause(service, { form: "exact", texts, fold: false }, false)] };
};

/** A stranger whom several statements let in from narrow networks that together are none. */
const seekJoined = (the: Case, open: readonly Compiled[]): Sought => {
  const narrow = open.filter(asksForAddress);
  if (narrow.length < 2) return NOTHING;
  return first(
    narrow.map((allow) => () => {
      const sought = seek(the, { ...STRANGER, anywhere: true }, [allow]);
      const { granted } = sought;
      return granted === null || isOpenTogether(granted.ask, granted.state, the.allows, the.denies)
        ? sought
        : NOTHING;
    }),
  );
};

const SOURCES: ReadonlySet<string> = new Set(["source", "source organisation"]);

/**
 * Whether an Allow to everybody asks for a source and takes a stranger's: neither a wildcard nor a variable in a source is a fixed value
 * (Amazon S3, "The meaning of public"). One that names the service is its grant instead.
 */
const admitsAnySource = (the: Case, allow: Compiled): boolean =>
  meant(allow.statement.principal, SERVICE, the.world.find) === true &&
  allow
    .clauses()
    .some(
      ({ slot, sign, whenMissing, whenPresent, operand, variables }) =>
        SOURCES.has(slot.variable) &&
        sign &&
        !whenMissing &&
        whenPresent === null &&
        (variables !== null || exactTexts(operand) === null),
    ) &&
  !allow.clauses().some(namesService);

const namesService = ({ slot, sign, whenMissing, whenPresent, operand }: Clause): boolean =>
  slot.variable === "service" && sign && !whenMissing && whenPresent === null && exactTexts(operand) !== null;

/** Accounts that the policies name and that are neither the owner nor trusted. */
export const outsiders = (the: Case): readonly string[] => {
  const { owner, trust } = the.question;
  return accountsIn(the.world.policies)
    .filter((account) => account !== owner && !trust.accounts.includes(account))
    .sort();
};

/**
 * A request by the account, or by a service for a resource of it, that its being this account makes possible: where any
 * account in the same place can, the place is what counts.
 */
export const seekAccount = (the: Case, account: string): Sought =>
  first(
    the.allows.flatMap((allow) => [
      () => seek(the, { ...inAccount(account), stranger: true }, [allow]),
      () => seekInPlace(the, account, allow),
      () =>
        canAnybody(the, allow, UNBOUND) ? NOTHING : seek(the, { ...SERVICE, source: { account } }, [allow]),
    ]),
  );

/** More places than one account is let in from; each takes two searches. */
const MOST_PLACES = 8;

/** A request of the account from a place from which not just any account can. */
const seekInPlace = (the: Case, account: string, allow: Compiled): Sought => {
  if (!canAnybody(the, allow, LIMITED)) return seek(the, inAccount(account), [allow]);
  let given: Party["given"] = [];
  for (let left = MOST_PLACES; left > 0; left -= 1) {
    const sought = seek(the, { ...inAccount(account), given }, [allow]);
    if (sought.granted === null) return sought;
    const { ask, state } = sought.granted;
    const others = { ...LIMITED, given: samePlace(the.world, ask, state) };
    if (seek(the, others, [allow]).granted === null) return sought;
    const [place] = placesOf(the.world, ask, state);
    if (place === undefined) return NOTHING;
    given = [...given, place.without];
  }
  return NOTHING;
};

const UNBOUND: Party = { ...SERVICE, source: "unnamed" };

/** Asked again for every account that is named, so remembered. */
const canAnybody = (the: Case, allow: Compiled, party: Party): boolean => {
  const asked = the.anybody.get(party) ?? new Map<Compiled, boolean>();
  the.anybody.set(party, asked);
  const can = asked.get(allow) ?? seek(the, party, [allow]).granted !== null;
  asked.set(allow, can);
  return can;
};

export const seekLimited = (the: Case): Sought => first([() => seek(the, LIMITED), () => seek(the, SERVICE)]);

/** The widest party that can reach the resource. */
export interface Judged {
  readonly exposure: "exposed" | "undecided" | "cross-account" | "restricted" | "private";
  readonly granted: Granted | null;
  readonly stopped: Sought["stopped"];
}

export const judge = (the: Case): Judged => {
  if (the.allows.length === 0) return { exposure: "private", granted: null, stopped: null };
  let stopped: Sought["stopped"] = null;
  const stages: readonly (readonly [Judged["exposure"], () => Sought])[] = [
    ["exposed", () => seekStranger(the)],
    ["cross-account", () => first(outsiders(the).map((account) => () => seekAccount(the, account)))],
    ["restricted", () => seekLimited(the)],
  ];
  for (const [exposure, search] of stages) {
    const sought = search();
    stopped ??= sought.stopped;
    if (stopped !== null && sought.granted === null) return { exposure: "undecided", granted: null, stopped };
    if (sought.granted !== null) return { exposure, granted: sought.granted, stopped: null };
  }
  return { exposure: "private", granted: null, stopped: null };
};
