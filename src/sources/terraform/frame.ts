import type { Value } from "../written/value.ts";
import type { Span, Text } from "../written/text.ts";
import type { Expression } from "./syntax.ts";

/** What an expression is evaluated in. */
export interface Frame {
  /** The value of a root name: `var`, `local`, a type of resource, a name that a `for` binds; null where there is none. */
  readonly lookUp: (name: string) => Value | null;
  readonly files: Files;
  readonly budget: Budget;
}

/** How an expression is evaluated; handed to what evaluates parts of one. */
export type Evaluate = (expression: Expression, frame: Frame) => Value;

/** Files that functions read; a path is relative to the working folder of Terraform. */
export interface Files {
  /** Null where there is none within the repository. */
  readonly read: (path: string) => Text | null;
  /** What a template comes to with these variables alone; null where it cannot be parsed. */
  readonly render: (template: Text, variables: ReadonlyMap<string, Value>, frame: Frame) => Value | null;
}

/** What hostile code may use up: steps of evaluation, and how deep it is nested, through references too. */
export interface Budget {
  left: number;
  depth: number;
}

export const DEEPEST_EVALUATION = 400;

/** A frame with one more name or some more. */
export const bind = (frame: Frame, names: ReadonlyMap<string, Value>): Frame => ({
  ...frame,
  lookUp: (name) => names.get(name) ?? frame.lookUp(name),
});

/** What a function is told of its call. */
export interface Call {
  readonly span: Span;
  /** As written. */
  readonly expression: string;
  readonly frame: Frame;
}
