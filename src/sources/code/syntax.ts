import type { SyntaxNode, Tree } from "@lezer/common";
import type { SourceFile, Text } from "../written/text.ts";

/** A range of a program's text, in UTF-16 units. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** An expression of a program, in what the languages have in common. */
export type Expression = Range &
  (
    | { readonly type: "literal"; readonly value: number | boolean | null }
    /** Text, and expressions that are put into it. */
    | { readonly type: "text"; readonly parts: readonly (Text | Expression)[] }
    | { readonly type: "list"; readonly items: readonly Item[] }
    | { readonly type: "object"; readonly members: readonly Member[] }
    | { readonly type: "name"; readonly name: string }
    | { readonly type: "member"; readonly of: Expression; readonly name: string }
    | { readonly type: "index"; readonly of: Expression; readonly key: Expression }
    | { readonly type: "call"; readonly callee: Expression; readonly arguments: readonly Argument[] }
    /** A function of which only the result is known, where it is one expression. */
    | { readonly type: "function"; readonly result: Expression }
    | { readonly type: "plus"; readonly left: Expression; readonly right: Expression }
    | { readonly type: "unknown" }
  );

interface Item {
  readonly value: Expression;
  readonly spread: boolean;
}

/** A key of null is a spread object. */
export interface Member {
  readonly key: Expression | null;
  readonly value: Expression;
}

/** An argument by its place, or by its name. */
export interface Argument extends Item {
  readonly name: string | null;
}

/** A name that a program binds: the range in which it holds, and its value where it is bound once and never changed. */
export interface Binding {
  readonly name: string;
  readonly scope: Range;
  readonly value: SyntaxNode | null;
  /** What it may be a part of: a change of it changes what is named there. */
  readonly origin: SyntaxNode | null;
}

/**
 * What differs from one programming language to another. The nodes of a tree have the names that lezer's grammars of JavaScript and
 * Python give them: client.ts, mentions.ts and others beside them ask for `MemberExpression`, `VariableName`, `ArgList`,
 * `AssignStatement` and `ClassDefinition`.
 */
export interface Language {
  readonly parse: (text: string) => Tree;
  readonly build: (node: SyntaxNode, file: SourceFile, depth?: number) => Expression;
  /** Types of node that are calls, objects, texts and lists. */
  readonly nodes: {
    readonly calls: ReadonlySet<string>;
    readonly objects: ReadonlySet<string>;
    readonly texts: ReadonlySet<string>;
    readonly lists: ReadonlySet<string>;
    /** What is no use of the names in it: comments, imports, types. */
    readonly silent: ReadonlySet<string>;
    /** What is run or not, or more than once. */
    readonly conditional: ReadonlySet<string>;
  };
  readonly bindings: (tree: Tree, text: string) => readonly Binding[];
}

/** Expressions nested deeper than this are not understood; a policy needs some dozen levels. */
export const DEEPEST = 150;

export const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
};

/** The innermost node around this one, or itself, that has one of these types. */
export const around = (node: SyntaxNode, types: ReadonlySet<string>): SyntaxNode | null => {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (types.has(at.name)) return at;
  return null;
};
