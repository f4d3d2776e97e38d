import type { CodeKind } from "../written/code-kind.ts";
import type { Account } from "../written/identity.ts";
import { member, membersOf, stringOf, type Node } from "../written/node.ts";
import type { UnreadPart } from "../written/outcome.ts";
import { unknown, type Value } from "../written/value.ts";
import { conditionHolds } from "./conditions.ts";
import type { Template } from "./frame.ts";
import { openTemplate } from "./intrinsics.ts";
import { expandLoops } from "./loops.ts";
import { nestedIn, type FindTemplate } from "./nested-stacks.ts";

/** A template as it is deployed: by itself, or nested in another. */
export interface Stack {
  /** The template as it is written, before its loops are written out. */
  readonly written: Node;
  readonly template: Template;
  /** `Mail.` for what a resource `Mail` nests, empty for the outermost. */
  readonly prefix: string;
  /** What is not known about whether it is deployed at all; null where it is. */
  readonly open: Value | null;
  readonly unread: readonly UnreadPart[];
  /** Resources whose nested template was found, or that are not deployed. */
  readonly nested: ReadonlySet<string>;
  /** Where the outermost is deployed, and as whom it is evaluated in place of that; null without one. */
  readonly stack: Account;
  readonly as: Account | null;
}

/** Stacks that are nested deeper than this are not followed, nor more than so many in all. */
const DEEPEST = 10;
const MOST_STACKS = 200;

/** A template and everything that it nests within the tree. */
export const openStacks = (
  root: Node,
  find: FindTemplate,
  stack: Account,
  as: Account | null,
  kind: CodeKind,
  given: ReadonlyMap<string, Value> = new Map(),
): readonly Stack[] => {
  const account = as ?? stack;
  const found: Stack[] = [];
  const open = (
    written: Node,
    above: readonly string[],
    { prefix, given, open: doubt }: Pick<Stack, "prefix" | "open"> & Pick<Template, "given">,
    budget?: Template["budget"],
  ): Template => {
    const children = new Map<string, Template | null>();
    const shared = budget === undefined ? {} : { budget };
    const nested = (name: string): Template | null => children.get(name) ?? null;
    const expanded = expandLoops(
      written,
      openTemplate(written, account, kind, { given, ...shared }).evaluate,
    );
    const template = openTemplate(expanded.root, account, kind, {
      open: expanded.open,
      given,
      nested,
      ...shared,
    });
    const known = new Set<string>();
    found.push({ written, template, prefix, open: doubt, unread: expanded.unread, nested: known, stack, as });
    const path = written.span.file.path;
    for (const { name, value } of membersOf(member(expanded.root, "Resources"))) {
      const own = doubtOf(value, name.text, template);
      if (own === "absent") known.add(name.text);
      if (own === "absent" || above.length >= DEEPEST || found.length >= MOST_STACKS) continue;
      const one = nestedIn(value, template, find, [...above, path]);
      if (one === null) continue;
      known.add(name.text);
      const at = { prefix: `${prefix}${name.text}.`, given: one.given, open: doubt ?? own };
      children.set(name.text, open(one.root, [...above, path], at, template.budget));
    }
    return template;
  };
  open(root, [], { prefix: "", given, open: null });
  return found;
};

/** What decides whether the resource is there; null where it certainly is. */
export const doubtOf = (resource: Node, name: string, template: Template): Value | null | "absent" => {
  const condition = stringOf(member(resource, "Condition"));
  const created = condition === undefined ? true : conditionHolds(condition, template);
  if (created === false) return "absent";
  return created === null
    ? unknown(`Condition ${condition ?? ""}`, resource.span)
    : (template.open.get(name) ?? null);
};
