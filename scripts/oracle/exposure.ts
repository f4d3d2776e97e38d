import type { Question } from "../../src/policy/question.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { single, type Key } from "./key.ts";
import { open, type Open } from "./keys.ts";
import { on } from "./mentions.ts";
import { named } from "./names.ts";
import { isWide, pieces, type Allowed } from "./places.ts";
import { matching, type Matching } from "./statements.ts";
import { and, apply, leaf, not, or, TRUE, type Term } from "./term.ts";
import type { Variable } from "./text.ts";

/** "There is a request by a stranger that some Allow matches and no Deny matches", to be satisfied. */
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

/** Some Allow, of a service's call one that names for whom, and no Deny. */
const allowed = (statements: readonly Matching[], place: Key | null, { callers }: Open): Term => {
  const some = (picks: (statement: Matching) => boolean): Term =>
    or(...statements.filter(picks).map((statement) => statement.from(place)));
  return and(
    some(({ effect }) => effect === "Allow"),
    or(
      not(callers.service),
      some(({ effect, namesSource }) => effect === "Allow" && namesSource),
    ),
    not(some(({ effect }) => effect === "Deny")),
  );
};

export const exposure = (policies: readonly Policy[], question: Question): Exposure => {
  const request = open(policies, named(policies, question), question);
  const statements = policies.flatMap(({ version, statements }) =>
    statements.map((statement) => matching(statement, version, request, question.resource)),
  );
  const conditions = on(policies, "aws:SourceIp");
  const texts = conditions.flatMap(({ values }) => values.map(({ text }) => text));
  const anywhere = conditions.length === 0 ? allowed(statements, null, request) : null;
  const places = pieces(texts, question.trust.networks).map((run, index) => ({
    run,
    allowed: anywhere ?? allowed(statements, from(run), request),
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
      and(request.endpoint, allowed(statements, null, request)),
      and(not(request.endpoint), isWide(places)),
    ),
    places,
  };
};
