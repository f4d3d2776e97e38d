import { matchesGlob } from "../../sets/pattern.ts";
import type { PatternElement, Policy, Statement } from "../../shapes.ts";
import { predicateOf, resourcePredicate, type Predicate, type FindKey } from "./predicate.ts";
import { hasVariables } from "./policy-variables.ts";
import { lazy } from "./lazy.ts";
import type { QuestionContext } from "./question-context.ts";

/** A statement that bears on the question, in the question's terms. */
export interface CompiledStatement {
  /** Index of the document. */
  readonly document: number;
  readonly statement: Statement;
  /** The asked actions that it covers, as bits. Never 0. */
  readonly actions: number;
  /** Compiled on first use. */
  readonly predicates: () => Predicates;
}

/** The predicates of the Condition, in order, and of a Resource with variables. */
interface Predicates {
  readonly all: readonly Predicate[];
  /** Predicates with variables come last, when the keys that they refer to are settled. */
  readonly ordered: readonly Predicate[];
}

const predicatesFrom = (all: readonly Predicate[]): Predicates => {
  const late = all.filter((predicate) => predicate.variables !== null);
  const ordered =
    // Stryker disable next-line ConditionalExpression: the same list without a copy
    late.length === 0 ? all : [...all.filter((predicate) => predicate.variables === null), ...late];
  return { all, ordered };
};

/** A statement that matches what both match, for a principal of the Allow. */
export const together = (allow: CompiledStatement, deny: CompiledStatement): CompiledStatement => ({
  ...allow,
  actions: allow.actions & deny.actions,
  predicates: () => predicatesFrom([...allow.predicates().all, ...deny.predicates().all]),
});

/** The statement with other predicates, compiled on first use. */
export const withPredicates = (
  compiled: CompiledStatement,
  predicates: () => readonly Predicate[],
): CompiledStatement => ({ ...compiled, predicates: lazy(() => predicatesFrom(predicates())) });

/** The statements of one policy that are about an asked action and the resource. */
export const compile = (
  policy: Policy,
  document: number,
  resource: string,
  context: QuestionContext,
): readonly CompiledStatement[] => {
  const all: CompiledStatement[] = [];
  const variables = policy.version === "2012-10-17";
  for (const statement of policy.statements) {
    const actions = actionsOf(statement.action, context);
    if (actions === 0) continue;
    const open = variables && statement.resource.values.some(({ text }) => hasVariables(text));
    if (!open && !isAbout(statement.resource, resource)) continue;
    const predicates = lazy(() => predicatesOf(statement, open, variables, context.find));
    all.push({ document, statement, actions, predicates });
  }
  return all;
};

const predicatesOf = (
  { resource, conditions }: Statement,
  open: boolean,
  variables: boolean,
  find: FindKey,
): Predicates => {
  if (conditions.length === 0 && !open) return NO_PREDICATES;
  const predicates = conditions.map((condition) => predicateOf(condition, find, variables));
  return predicatesFrom(open ? [resourcePredicate(resource, find), ...predicates] : predicates);
};

export const NO_PREDICATES: Predicates = { all: [], ordered: [] };

const actionsOf = ({ values, not }: PatternElement, { actionBits, actions }: QuestionContext): number => {
  let bits = 0;
  for (const { text } of values) bits |= actionBits(text);
  if (!not) return bits;
  return values.length === 0 ? 0 : ~bits & actions;
};

/** An empty list is about nothing, negated or not. */
const isAbout = (element: PatternElement, resource: string): boolean =>
  element.values.length > 0 &&
  element.values.some((value) => fitsResource(value.text, resource)) !== element.not;

const fitsResource = (pattern: string, resource: string): boolean =>
  matchesGlob(pattern, resource) || matchesGlob(completed(pattern), resource);

/** "AWS completes the ARN by adding wildcard characters to all missing fields" (IAM user guide, "Resource"). */
const completed = (pattern: string): string => {
  const missing = Math.max(0, 6 - pattern.split(":").length);
  return pattern.startsWith("arn:") ? pattern + ":*".repeat(missing) : pattern;
};
