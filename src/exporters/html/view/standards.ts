import type { ClauseResult, StandardResult } from "../../../model/results.ts";
import { findClause, findStandard } from "../../../standards/catalogue.ts";
import { groupBy } from "../../../text/order.ts";
import type { Collected } from "../collect.ts";
import { CLAUSE, STRENGTH, type Word } from "../text.ts";
import { anchorOf, webAddress } from "./atoms.ts";
import { countViews, type CountView } from "./counts.ts";

export interface StandardView {
  readonly anchor: string;
  readonly id: string;
  readonly title: string;
  readonly edition: string;
  readonly url: string;
  readonly address: string | null;
  readonly note: string | null;
  readonly successorEdition: string | null;
  readonly clauses: readonly ClauseView[];
  readonly tally: readonly { readonly word: Word; readonly count: number }[];
  /** Where the clauses were confirmed; null for a standard that is not in the catalogue. */
  readonly confirmedIn: string | null;
}

interface ClauseView {
  readonly clause: string;
  readonly title: string;
  readonly successor: string | null;
  readonly status: Word;
  readonly counts: readonly CountView[];
  /** Mappings; rules that are mapped for the same reason stand together. */
  readonly rules: readonly {
    readonly ids: readonly { readonly id: string; readonly anchor: string }[];
    readonly strength: string;
    readonly why: string;
    readonly source: string;
  }[];
}

export const standardViews = ({ summary }: Collected): readonly StandardView[] =>
  summary.standards.map(standardView);

const standardView = (standard: StandardResult): StandardView => {
  const clauses = standard.clauses.map((clause) => clauseView(standard.standard, clause));
  return {
    anchor: anchorOf("s", standard.standard),
    id: standard.standard,
    title: standard.title,
    edition: standard.edition,
    url: standard.url,
    address: webAddress(standard.url),
    note: standard.note,
    successorEdition: findStandard(standard.standard)?.successorEdition ?? null,
    clauses,
    tally: (["fail", "not-determined", "pass", "not-applicable"] as const)
      .map((status) => ({
        word: CLAUSE[status],
        count: standard.clauses.filter((clause) => clause.status === status).length,
      }))
      .filter(({ count }) => count > 0),
    confirmedIn: findStandard(standard.standard)?.confirmedIn ?? null,
  };
};

const clauseView = (standard: string, result: ClauseResult): ClauseView => {
  const clause = findClause(standard, result.clause);
  return {
    clause: result.clause,
    title: result.title,
    successor: clause?.successor === undefined ? null : `${clause.successor.id} ${clause.successor.title}`,
    status: CLAUSE[result.status],
    counts: countViews(result.counts),
    rules: [...groupBy(result.rules, ({ strength, why, source }) => JSON.stringify([strength, why, source]))]
      .flatMap(([, alike]) => (alike[0] === undefined ? [] : [{ first: alike[0], alike }]))
      .map(({ first, alike }) => ({
        ids: alike.map(({ ruleId }) => ({ id: ruleId, anchor: anchorOf("r", ruleId) })),
        strength: STRENGTH[first.strength],
        why: first.why,
        source: first.source,
      })),
  };
};
