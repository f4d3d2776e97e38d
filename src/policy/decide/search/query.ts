import { isStop } from "../../sets/budget.ts";
import type { Said } from "../../messages.ts";
import type { Question } from "../../question.ts";
import type { Policy } from "../../shapes.ts";
import { compile, type CompiledStatement } from "../compile/statement.ts";
import type { CallerClass } from "../request/caller-class.ts";
import { findGranted } from "./allow-minus-denies.ts";
import type { SymbolicRequest } from "../request/symbolic-request.ts";
import type { SearchContext } from "../request/assignment.ts";
import { questionContextOf } from "../compile/question-context.ts";
import { readStatement } from "../readings/read-predicate.ts";
import type { Reading } from "../readings/open-question.ts";
import { environmentOf, withFreshBudget, type Environment } from "../request/environment.ts";

/** The question with its policies, and the statements that bear on it. */
export interface Query {
  readonly question: Question;
  /** By document; null where it cannot be read. */
  readonly policies: readonly (Policy | null)[];
  readonly environment: Environment;
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
  /** What `askedOnce` has found so far. */
  readonly anybody: Map<CallerClass, Map<CompiledStatement, SearchResult>>;
}

/** The query under a reading of the open questions. */
export const readQuery = (query: Query, reading: Reading): Query =>
  reading.size === 0
    ? query
    : {
        ...query,
        environment: withFreshBudget(query.environment),
        allows: query.allows.map((one) => readStatement(one, reading)),
        denies: query.denies.map((one) => readStatement(one, reading)),
        anybody: new Map(),
      };

/** `null` stands for a document that cannot be read. */
export const queryOf = (question: Question, policies: readonly (Policy | null)[]): Query => {
  const context = questionContextOf(question);
  const known = policies.filter((policy) => policy !== null);
  const allows: CompiledStatement[] = [];
  const denies: CompiledStatement[] = [];
  for (let document = 0; document < policies.length; document += 1) {
    const policy = policies[document];
    if (policy === null || policy === undefined) continue;
    for (const one of compile(policy, document, question.resource, context))
      (one.statement.effect === "Allow" ? allows : denies).push(one);
  }
  return {
    question,
    policies,
    environment: environmentOf(question, known, context),
    allows,
    denies,
    anybody: new Map(),
  };
};

/** A granted request, who makes it, and the statement that grants it. */
export interface Granted {
  readonly context: SearchContext;
  readonly request: SymbolicRequest;
  readonly allow: CompiledStatement;
}

/** The result of a search; `stopped` says why it did not look everywhere. */
export interface SearchResult {
  readonly granted: Granted | null;
  readonly stopped: { readonly document: number; readonly reason: Said } | null;
}

/**
 * A request of the caller class that one of the Allows grants. Each Allow gets an equal share of the remaining steps, so
 * that their order does not matter; where a share was too small, the steps that the others did not use.
 */
export const seek = (
  query: Query,
  caller: CallerClass,
  allows: readonly CompiledStatement[] = query.allows,
): SearchResult => {
  const context: SearchContext = { environment: query.environment, caller };
  const share = Math.floor(query.environment.budget.left / allows.length);
  const shared = firstFound(allows, (allow) => seekOne(context, allow, query.denies, share));
  return shared.stopped === null || allows.length === 1
    ? shared
    : firstFound(allows, (allow) => seekOne(context, allow, query.denies, query.environment.budget.left));
};

/** Searches one Allow, with this many of the remaining steps. */
const seekOne = (
  context: SearchContext,
  allow: CompiledStatement,
  denies: readonly CompiledStatement[],
  steps: number,
): SearchResult => {
  const { budget } = context.environment;
  const kept = budget.left - steps;
  budget.left = steps;
  try {
    const request = findGranted(context, allow, denies);
    return request === null ? NOTHING : { granted: { context, request, allow }, stopped: null };
  } catch (thrown) {
    if (!isStop(thrown)) throw thrown;
    return { granted: null, stopped: { document: allow.document, reason: thrown.stop } };
  } finally {
    budget.left = Math.max(0, budget.left) + kept;
  }
};

export const NOTHING: SearchResult = { granted: null, stopped: null };

/** The first search that grants a request; where none does, the reason that one was stopped. Later searches run only as needed. */
export const firstFound = <T>(all: readonly T[], search: (one: T) => SearchResult): SearchResult => {
  let stopped: SearchResult["stopped"] = null;
  for (const one of all) {
    const sought = search(one);
    if (sought.granted !== null) return sought;
    stopped ??= sought.stopped;
  }
  return stopped === null ? NOTHING : { granted: null, stopped };
};
