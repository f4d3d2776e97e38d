import { byCodeUnits } from "../../../text/order.ts";
import type { FindKey, Predicate } from "../compile/predicate.ts";
import type { CompiledStatement } from "../compile/statement.ts";
import type { Condition, Statement } from "../../shapes.ts";
import type { Choice, OpenQuestion, Subject } from "./open-question.ts";
import { presentValues } from "./present-values.ts";
import { hasShortArn, isAbout, isListCompared } from "./read-predicate.ts";

/** What the conditions of the statements depend on and the documentation leaves open; `disputed` names that question. */
export const openQuestions = (
  statements: readonly CompiledStatement[],
  find: FindKey,
  disputed: string,
): readonly OpenQuestion[] => {
  const suspect = statements.filter(({ statement }) => !isPlain(statement, find));
  if (suspect.length === 0) return NONE;
  const raised = new Map<string, Raised>();
  for (const { document, statement, predicates } of suspect)
    for (const predicate of predicates().all)
      for (const { name, about } of subjectsOf(predicate, disputed)) {
        // A key may be written in several ways, and is one question.
        const id = "id" in about ? `${about.of} ${about.id}` : name;
        const known = raised.get(id) ?? { name, about, raisedBy: [] };
        const at = predicate.condition?.at ?? statement.resource.at;
        raised.set(id, { ...known, raisedBy: [...known.raisedBy, { document, at }] });
      }
  const predicates = suspect.flatMap((one) => one.predicates().all);
  return [...raised.values()]
    .sort((a, b) => RANK[a.about.of] - RANK[b.about.of] || byCodeUnits(a.name, b.name))
    .map((one) => ({ ...one, weight: WEIGHTS[one.about.of], choices: choicesOf(one, predicates) }));
};

const NONE: readonly OpenQuestion[] = [];

type Raised = Pick<OpenQuestion, "name" | "about" | "raisedBy">;

/** Whether nothing in the statement can raise a question, as is seen without compiling it. */
const isPlain = (statement: Statement, find: FindKey): boolean =>
  isPlainButDisputed(statement, find) && statement.conditions.every(({ key }) => !find(key).disputed);

/** The same, but for the question whether requests carry the disputed keys. */
const isPlainButDisputed = ({ resource, conditions }: Statement, find: FindKey): boolean =>
  conditions.every((condition) => isPlainCondition(condition, find)) &&
  !resource.values.some(({ text }) => text.includes("${"));

const isPlainCondition = (condition: Condition, find: FindKey): boolean => {
  const { key, written, qualifier, ifExists, values } = condition;
  if (written !== undefined || (ifExists && qualifier === "ForAnyValue") || hasShortArn(condition, false))
    return false;
  const { open, meaning } = find(key);
  if (open || (meaning?.multivalued === true && qualifier === null)) return false;
  return !values.some(({ text }) => text.includes("${"));
};

/** Whether the statements can raise no question but that of the disputed keys. */
export const raiseOnlyDisputed = (statements: readonly CompiledStatement[], find: FindKey): boolean =>
  statements.every(({ statement }) => isPlainButDisputed(statement, find));

/** Readings are put together in this order: of a condition that never holds, the key does not matter. */
const RANK: Readonly<Record<Subject["of"], number>> = {
  key: 0,
  list: 1,
  "short ARN": 2,
  "ForAnyValue IfExists": 2,
  "disputed keys": 3,
  operator: 4,
};

const WEIGHTS: Readonly<Record<Subject["of"], OpenQuestion["weight"]>> = {
  key: "review",
  list: "review",
  "short ARN": "review",
  "ForAnyValue IfExists": "failure",
  "disputed keys": "standard",
  operator: "review",
};

const subjectsOf = (predicate: Predicate, disputed: string): readonly Omit<Raised, "raisedBy">[] => {
  const { key, condition, variables } = predicate;
  const stated = condition === null ? [] : [key];
  const unknown = [...stated, ...(variables?.keys ?? [])].filter(({ open }) => open);
  return [
    ...unknown.map(({ id, name }) => ({ name: `key:${name}`, about: { of: "key", id } as const })),
    ...(isListCompared(predicate)
      ? [{ name: `list-key:${key.name}`, about: { of: "list", id: key.id } as const }]
      : []),
    ...[
      { name: "short-arn-pattern", about: { of: "short ARN" } as const },
      { name: "foranyvalue-ifexists", about: { of: "ForAnyValue IfExists" } as const },
      { name: disputed, about: { of: "disputed keys" } as const },
    ].filter(({ about }) => isAbout(about, predicate)),
    ...(condition?.written === undefined
      ? []
      : [
          {
            name: `operator-case:${condition.written}`,
            about: { of: "operator", written: condition.written } as const,
          },
        ]),
  ];
};

const choicesOf = ({ about }: Raised, predicates: readonly Predicate[]): readonly Choice[] =>
  about.of === "key"
    ? [
        { is: "absent" },
        ...presentValues(
          about.id,
          predicates.filter((predicate) => isAbout(about, predicate)),
        ),
      ]
    : CHOICES[about.of];

const CHOICES: Readonly<Record<Exclude<Subject["of"], "key">, readonly Choice[]>> = {
  list: [
    { is: "compared", every: false },
    { is: "compared", every: true },
    { is: "always", holds: false },
  ],
  "short ARN": [{ is: "as written" }, { is: "as text" }],
  // What people saw on AWS, and what the page on IfExists says.
  "ForAnyValue IfExists": [
    { is: "without the key", holds: false },
    { is: "without the key", holds: true },
  ],
  "disputed keys": [{ is: "as written" }, { is: "absent" }],
  operator: [{ is: "as written" }, { is: "always", holds: false }, { is: "always", holds: true }],
};
