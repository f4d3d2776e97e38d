import { blocks, PUBLIC_ADDRESSES, without } from "../sets/addresses.ts";
import { isStop } from "../sets/budget.ts";
import type { Question } from "../question.ts";
import type { Policy } from "../shapes.ts";
import { slotFinder } from "./clause.ts";
import { compile, type Compiled } from "./compile.ts";
import { toSeconds } from "./operand.ts";
import type { Party } from "./party.ts";
import { find } from "./search.ts";
import type { State } from "./state.ts";
import type { Ask } from "./values.ts";
import { namesIn, type World } from "./world.ts";

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

export const NOTHING: Sought = { granted: null, stopped: null };

/** The first that finds something; each is made only when those before it found nothing. */
export const first = (searches: readonly (() => Sought)[]): Sought => {
  let stopped: Sought["stopped"] = null;
  for (const search of searches) {
    const sought = search();
    if (sought.granted !== null) return sought;
    stopped ??= sought.stopped;
  }
  return stopped === null ? NOTHING : { granted: null, stopped };
};
