import { matchesGlob } from "../../sets/pattern.ts";
import type { PatternElement, Policy, Statement } from "../../shapes.ts";
import { clauseOf, resourceClause, type Clause, type FindSlot } from "./predicate.ts";
import { lazily } from "./lazy.ts";
import type { Setting } from "./question-context.ts";

/** A statement that bears on the question, in the question's terms. */
export interface Compiled {
  /** Index of the document. */
  readonly document: number;
  readonly statement: Statement;
  /** Of the actions that are asked about, as bits. Never 0. */
  readonly actions: number;
  /** Made when they are first needed. */
  readonly clauses: () => Clauses;
}

/** Of the Condition, in order, and of a Resource with variables. */
interface Clauses {
  readonly all: readonly Clause[];
  /** Those with variables last: they are met when all else that bears on them is known. */
  readonly ordered: readonly Clause[];
}

const clausesFrom = (all: readonly Clause[]): Clauses => {
  const late = all.filter((clause) => clause.variables !== null);
  const ordered = late.length === 0 ? all : [...all.filter((clause) => clause.variables === null), ...late];
  return { all, ordered };
};

/** What both match, for a principal of the Allow's. */
export const together = (allow: Compiled, deny: Compiled): Compiled => ({
  ...allow,
  actions: allow.actions & deny.actions,
  clauses: () => clausesFrom([...allow.clauses().all, ...deny.clauses().all]),
});

/** The statements of one policy that are about an asked action and the resource. */
export const compile = (
  policy: Policy,
  document: number,
  resource: string,
  setting: Setting,
): readonly Compiled[] => {
  const all: Compiled[] = [];
  const variables = policy.version === "2012-10-17";
  for (const statement of policy.statements) {
    const actions = actionsOf(statement.action, setting);
    if (actions === 0) continue;
    const open = variables && hasVariables(statement.resource);
    if (!open && !isAbout(statement.resource, resource)) continue;
    const clauses = lazily(() => clausesOf(statement, open, variables, setting.find));
    all.push({ document, statement, actions, clauses });
  }
  return all;
};

const clausesOf = (
  { resource, conditions }: Statement,
  open: boolean,
  variables: boolean,
  find: FindSlot,
): Clauses => {
  if (conditions.length === 0 && !open) return NO_CLAUSES;
  const clauses = conditions.map((condition) => clauseOf(condition, find, variables));
  return clausesFrom(open ? [resourceClause(resource, find), ...clauses] : clauses);
};

export const NO_CLAUSES: Clauses = { all: [], ordered: [] };

const actionsOf = ({ values, not }: PatternElement, { actionBits, actions }: Setting): number => {
  let bits = 0;
  for (const { text } of values) bits |= actionBits(text);
  if (!not) return bits;
  return values.length === 0 ? 0 : ~bits & actions;
};

const hasVariables = (element: PatternElement): boolean =>
  element.values.some((value) => value.text.includes("${"));

/** An empty list is about nothing, negated or not. */
const isAbout = (element: PatternElement, resource: string): boolean =>
  element.values.length > 0 &&
  element.values.some((value) => fitsResource(value.text, resource)) !== element.not;

const fitsResource = (pattern: string, resource: string): boolean =>
  matchesGlob(pattern, resource) || matchesGlob(completed(pattern), resource);

/** "AWS completes the ARN by adding wildcard characters to all missing fields" (IAM user guide, "Resource"). */
const completed = (pattern: string): string => {
  const fields = pattern.split(":").length;
  return fields < 6 && pattern.startsWith("arn:") ? pattern + ":*".repeat(6 - fields) : pattern;
};
