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
    const actions = actionsOf(statement.action, setting.actions);
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

const actionsOf = (element: PatternElement, asked: readonly string[]): number => {
  let bits = 0;
  for (const value of element.values) bits |= actionBits(value.text.toLowerCase(), asked);
  if (!element.not) return bits;
  return element.values.length === 0 ? 0 : ~bits & ((1 << asked.length) - 1);
};

const actionBits = (pattern: string, asked: readonly string[]): number => {
  const exact = asked.indexOf(pattern);
  if (exact !== -1) return 1 << exact;
  if (!pattern.includes("*") && !pattern.includes("?")) return 0;
  let bits = 0;
  for (let index = 0; index < asked.length; index += 1)
    if (matchesGlob(pattern, asked[index] ?? "")) bits |= 1 << index;
  return bits;
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
