import { matchesGlob } from "../sets/pattern.ts";
import type { PatternElement, Policy, Statement } from "../shapes.ts";
import { clauseOf, resourceClause, type Clause, type FindSlot } from "./clause.ts";
import { lazily } from "./lazily.ts";
import type { Setting } from "./setting.ts";

/** A statement that bears on the question, in the question's terms. */
export interface Compiled {
  /** Index of the document. */
  readonly document: number;
  readonly statement: Statement;
  /** Of the actions that are asked about, as bits. Never 0. */
  readonly actions: number;
  /** Of the Condition, in order, and of a Resource with variables; made when they are first needed. */
  readonly clauses: () => readonly Clause[];
  /** Those without variables, and those with. */
  readonly plain: () => readonly Clause[];
  readonly late: () => readonly Clause[];
}

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
    const late = lazily(() => clauses().filter((clause) => clause.variables !== null));
    const plain = lazily(() =>
      late().length === 0 ? clauses() : clauses().filter((clause) => clause.variables === null),
    );
    all.push({ document, statement, actions, clauses, plain, late });
  }
  return all;
};

const clausesOf = (
  { resource, conditions }: Statement,
  open: boolean,
  variables: boolean,
  find: FindSlot,
): readonly Clause[] => {
  const clauses = conditions.map((condition) => clauseOf(condition, find, variables));
  return open ? [resourceClause(resource, find), ...clauses] : clauses;
};

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
