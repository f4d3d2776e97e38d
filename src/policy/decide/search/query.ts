import { isStop } from "../../sets/budget.ts";
import type { Question } from "../../question.ts";
import type { Policy } from "../../shapes.ts";
import { compile, type Compiled } from "../compile/statement.ts";
import type { Party } from "../request/caller-class.ts";
import { find } from "./allow-minus-denies.ts";
import type { State } from "../request/symbolic-request.ts";
import type { Ask } from "../request/assignment.ts";
import { settingOf } from "../compile/question-context.ts";
import { worldOf, type World } from "../request/environment.ts";

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
  const setting = settingOf(question);
  const known = policies.filter((policy) => policy !== null);
  const allows: Compiled[] = [];
  const denies: Compiled[] = [];
  for (let document = 0; document < policies.length; document += 1) {
    const policy = policies[document];
    if (policy === null || policy === undefined) continue;
    for (const one of compile(policy, document, question.resource, setting))
      (one.statement.effect === "Allow" ? allows : denies).push(one);
  }
  return {
    question,
    policies,
    world: worldOf(question, known, setting),
    allows,
    denies,
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

/**
 * A request of the party that one of the Allows grants. Each Allow has its share of the steps that are left, so that it
 * does not matter which comes first; where that was too little, what the others have not used.
 */
export const seek = (the: Case, party: Party, allows: readonly Compiled[] = the.allows): Sought => {
  const ask: Ask = { world: the.world, party };
  const share = Math.floor(the.world.budget.left / allows.length);
  const shared = first(allows, (allow) => seekOne(ask, allow, the.denies, share));
  return shared.stopped === null || allows.length === 1
    ? shared
    : first(allows, (allow) => seekOne(ask, allow, the.denies, the.world.budget.left));
};

/** The same for one Allow, in so many steps of those that are left. */
const seekOne = (ask: Ask, allow: Compiled, denies: readonly Compiled[], steps: number): Sought => {
  const { budget } = ask.world;
  const kept = budget.left - steps;
  budget.left = steps;
  try {
    const state = find(ask, allow, denies);
    return state === null ? NOTHING : { granted: { ask, state, allow }, stopped: null };
  } catch (thrown) {
    if (!isStop(thrown)) throw thrown;
    return { granted: null, stopped: { document: allow.document, says: thrown.stop } };
  } finally {
    budget.left = Math.max(0, budget.left) + kept;
  }
};

export const NOTHING: Sought = { granted: null, stopped: null };

/** What the first finds that finds something; each is made only when those before it found nothing. */
export const first = <T>(all: readonly T[], search: (one: T) => Sought): Sought => {
  let stopped: Sought["stopped"] = null;
  for (const one of all) {
    const sought = search(one);
    if (sought.granted !== null) return sought;
    stopped ??= sought.stopped;
  }
  return stopped === null ? NOTHING : { granted: null, stopped };
};
