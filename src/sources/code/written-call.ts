import type { SyntaxNode } from "@lezer/common";
import { unknown, type ObjectValue, type Value } from "../written/value.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import { sourceOf, spanOfRange, type Program } from "./program.ts";
import { around } from "./syntax.ts";

/** The policy that a call, a resource or a set of parameters writes. */
export const written = (
  parameters: ObjectValue | null,
  node: SyntaxNode,
  program: Program,
  { label, region, caller }: Pick<WrittenPolicy, "label" | "region" | "caller">,
): WrittenPolicy => {
  const given = (names: readonly string[]): Value | null =>
    names.map((name) => parameters?.entries.get(name)).find((value) => value !== undefined) ?? null;
  const named = program.kind.programs.parameters;
  const identity = given(named.resource);
  return {
    // A resource of an identity, where its ARN or name is meant.
    identity: identity?.kind === "object" ? (identity.entries.get("id") ?? identity) : identity,
    name: given(named.name),
    policy: TRANSFORMED.test(sourceOf(node, program))
      ? unknown("a policy that is transformed", spanOfRange(node, program))
      : given(named.policy),
    region,
    caller,
    label,
    span: spanOfRange(node, program),
    open: conditionOf(node, program),
  };
};

/** Options of Pulumi whose functions change what the resource is given. */
const TRANSFORMED = /\btransform(?:ation)?s["']?\s{0,9}[:=]/;

/** What decides whether a node runs at all: the innermost branch or loop around it; null where that is certain. */
export const conditionOf = (node: SyntaxNode, program: Program): Value | null => {
  const condition = node.parent === null ? null : around(node.parent, program.language.nodes.conditional);
  if (condition === null) return null;
  const [line = ""] = sourceOf(condition, program).split("\n");
  return unknown(line, spanOfRange(condition, program));
};
