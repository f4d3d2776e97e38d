import type { CodeKind } from "../written/code-kind.ts";
import type { Account } from "../written/identity.ts";
import type { Node } from "../written/node.ts";
import type { UnknownValue, Value } from "../written/value.ts";

/** A template and as whom it is evaluated. */
export interface Template {
  readonly root: Node;
  readonly account: Account;
  /** The kind of resource whose policies are looked for. */
  readonly kind: CodeKind;
  /** Resources of a loop over a collection that is not known, by their names. */
  readonly open: ReadonlyMap<string, UnknownValue>;
  /** What the stack that nests it gives to its parameters. */
  readonly given: ReadonlyMap<string, Value>;
  /** The template that a resource nests; null where that is not in the tree, or no stack. */
  readonly nested: (resource: string) => Template | null;
  /** What a part of it comes to; null for `AWS::NoValue`, which takes its member away. */
  readonly evaluate: (node: Node) => Value | null;
  /** Names that are being evaluated: one that needs itself is not known. */
  readonly busy: Set<string>;
  /** Steps of evaluation that are left, so that a hostile template ends. */
  readonly budget: { left: number };
}

/** Computes under a name, or answers null where that is being computed already. */
export const guarded = <T>({ busy }: Template, name: string, compute: () => T): T | null => {
  if (busy.has(name)) return null;
  busy.add(name);
  const value = compute();
  busy.delete(name);
  return value;
};
