import type { SyntaxNode, Tree } from "@lezer/common";
import { groupBy } from "../../text/order.ts";
import type { Account } from "../written/identity.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { SourceFile, Span, Text } from "../written/text.ts";
import { knownText, type Value } from "../written/value.ts";
import { changedNames } from "./changed-names.ts";
import { type Binding, type Expression, type Language, type Range } from "./syntax.ts";

/** A program that is read, and as whom it is evaluated. */
export interface Program {
  readonly language: Language;
  readonly file: SourceFile;
  readonly tree: Tree;
  readonly account: Account;
  /** The kind of resource whose policies are looked for. */
  readonly kind: CodeKind;
  /** A file by its path from the program's folder, or from the tree's root. */
  readonly read: (path: string) => Text | null;
  /** What a name stands for where it is used; null where it is bound more than once, changed, or not by a value. */
  readonly lookUp: (name: string, at: number) => Expression | null;
  /** Where the scope begins in which a name is bound that is used at an offset; -1 for one that the file does not bind. */
  readonly scopeOf: (name: string, at: number) => number;
  /** Offsets of names that are being evaluated: one that needs itself is not known. */
  readonly busy: Set<number>;
  /** Steps of evaluation that are left, so that a hostile program ends. */
  readonly budget: { left: number };
}

/** The same program deployed in a region that a value names. */
export const inRegionOf = (program: Program, region: Value | null): Program => {
  const known = knownText(region);
  return known === null ? program : { ...program, account: { ...program.account, region: known } };
};

const STEPS = 200_000;

export const openProgram = (
  language: Language,
  file: SourceFile,
  { account, kind, read }: Pick<Program, "account" | "kind" | "read">,
): Program => {
  const tree = language.parse(file.text);
  const bound = language.bindings(tree, file.text);
  const bindings = groupBy(bound, ({ name }) => name);
  const changed = changedNames(tree, file.text, language, bound, kind);
  return {
    language,
    file,
    tree,
    account,
    kind,
    read,
    lookUp: (name, at) => {
      const value = changed.has(name) ? null : valueAt(bindings.get(name) ?? [], at);
      return value === null ? null : language.build(value, file);
    },
    scopeOf: (name, at) => innermostAt(bindings.get(name) ?? [], at)[0]?.scope.from ?? -1,
    busy: new Set(),
    budget: { left: STEPS },
  };
};

const holds = ({ from, to }: Range, at: number): boolean => from <= at && at <= to;

/** The value of the innermost binding; null where one scope has two. */
const valueAt = (bindings: readonly Binding[], at: number): SyntaxNode | null => {
  const innermost = innermostAt(bindings, at);
  return innermost.length === 1 ? (innermost[0]?.value ?? null) : null;
};

const innermostAt = (bindings: readonly Binding[], at: number): readonly Binding[] => {
  const around = bindings.filter(({ scope }) => holds(scope, at));
  const smallest = Math.min(...around.map(({ scope }) => scope.to - scope.from));
  return around.filter(({ scope }) => scope.to - scope.from === smallest);
};

export const spanOfRange = ({ from, to }: Range, { file }: Pick<Program, "file">): Span => ({
  file,
  from,
  to,
});

/** A range as it is written. */
export const sourceOf = ({ from, to }: Range, { file }: Pick<Program, "file">): string =>
  file.text.slice(from, to);
