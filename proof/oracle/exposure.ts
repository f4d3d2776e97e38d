import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { excluded, type Asker } from "./excluded.ts";
import { single, type Key } from "./key.ts";
import { open, type Open } from "./keys.ts";
import { on } from "./mentions.ts";
import { isWide, pieces, type Allowed } from "./places.ts";
import { matching, type Matching } from "./statements.ts";
import { and, apply, leaf, not, or, TRUE, type Term } from "./term.ts";
import type { Variable } from "./text.ts";

/** "There is a request by such a one that some Allow matches and no Deny matches", to be satisfied. */
export interface Exposure {
  readonly request: Open;
  readonly formula: Term;
  readonly variables: readonly Variable[];
  /** The public addresses it may come from, and a name that z3 gives a value to: whether it is allowed from there. */
  readonly places: readonly Place[];
}

interface Place extends Allowed {
  readonly told: Term;
}

const from = (run: Allowed["run"]): Key =>
  single("aws:SourceIp", TRUE, {
    when: TRUE,
    content: { address: { version: run.version, first: run.first } },
  });

/** Some Allow and no Deny. A service's call is a stranger's own doing only where an Allow names for whom. */
const allows =
  (asker: Asker, statements: readonly Matching[], { callers }: Open) =>
  (place: Key | null): Term => {
    const some = (picks: (statement: Matching) => boolean): Term =>
      or(...statements.filter(picks).map((statement) => statement.from(place)));
    const named = some(({ effect, namesSource }) => effect === "Allow" && namesSource);
    return and(
      some(({ effect }) => effect === "Allow"),
      asker === "stranger" ? or(not(callers.service), named) : TRUE,
      not(some(({ effect }) => effect === "Deny")),
    );
  };

export const exposure = (asker: Asker, policies: readonly Policy[], question: Question): Exposure => {
  const request = open(policies, excluded(asker, policies, question), question);
  const statements = policies.flatMap(({ version, statements }) =>
    statements.map((statement) => matching(statement, version, request, question.resource)),
  );
  const conditions = on(policies, "aws:SourceIp");
  const texts = conditions.flatMap(({ values }) => values.map(({ text }) => text));
  const allowed = allows(asker, statements, request);
  const anywhere = conditions.length === 0 ? allowed(null) : null;
  const places = pieces(texts, question.trust.networks).map((run, index) => ({
    run,
    allowed: anywhere ?? allowed(from(run)),
    told: leaf(`place/${index}`),
  }));
  return {
    request,
    variables: [
      ...request.variables,
      ...places.map(({ told, allowed }) => ({
        names: [told.op],
        sort: "Bool",
        domain: apply("=", told, allowed),
      })),
    ],
    formula: or(
      and(request.endpoint, allowed(null)),
      and(
        not(request.endpoint),
        asker === "stranger" ? isWide(places) : or(...places.map((place) => place.allowed)),
      ),
    ),
    places,
  };
};
