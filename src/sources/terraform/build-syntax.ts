import type { Node as SyntaxNode, Tree } from "web-tree-sitter";
import type { Text } from "../written/text.ts";
import { buildExpression, textOf } from "./build-expression.ts";
import type { ParseHcl } from "./parser.ts";
import { EMPTY_BODY, type Block, type Body, type Expression, type ParsedFile } from "./syntax.ts";

/** Blocks nested deeper than this are not read; `dynamic` and `content` need some six levels. */
const DEEPEST_BLOCK = 50;

/** How resources that are rarely asked for are read when they are: most of a repository's have nothing to do with the kind. */
export interface Lazily {
  readonly parse: ParseHcl;
  /** Types of resources that are asked for; null where none is known. */
  readonly asked: RegExp | null;
}

/** Reads a syntax tree into plain data, so that the tree can be deleted; `unit` is the text that was parsed. */
export const buildFile = (tree: Tree, unit: Text, lazily: Lazily | null = null): ParsedFile => {
  const { rootNode } = tree;
  const body = rootNode.namedChildren.find((child) => child.type === "body");
  return {
    body: body === undefined ? EMPTY_BODY : buildBody(body, unit, 0, lazily),
    errors: rootNode.hasError ? errorsOf(rootNode) : [],
  };
};

const buildBody = (node: SyntaxNode, unit: Text, depth: number, lazily: Lazily | null = null): Body => {
  const attributes = new Map<string, Expression>();
  const blocks: Block[] = [];
  for (const child of node.namedChildren) {
    if (child.type === "attribute") {
      const [name, value] = child.namedChildren;
      if (name !== undefined && value !== undefined)
        attributes.set(textOf(name, unit), buildExpression(value, unit, 0));
    } else if (child.type === "block" && depth < DEEPEST_BLOCK)
      blocks.push(buildBlock(child, unit, depth, lazily));
  }
  return { attributes, blocks };
};

const buildBlock = (node: SyntaxNode, unit: Text, depth: number, lazily: Lazily | null): Block => {
  const children = node.namedChildren;
  const [type] = children;
  const head = {
    unit,
    from: node.startIndex,
    to: node.endIndex,
    type: textOf(type, unit),
    labels: children
      .slice(1)
      .filter((child) => child.type === "string_lit" || child.type === "identifier")
      .map((child) => (child.type === "identifier" ? textOf(child, unit) : textOf(child, unit).slice(1, -1))),
  };
  if (lazily !== null && isRarelyAsked(head, lazily) && !node.hasError)
    return readWhenAsked(head, lazily.parse);
  const body = children.find((child) => child.type === "body");
  return { ...head, body: body === undefined ? EMPTY_BODY : buildBody(body, unit, depth + 1) };
};

/** Principals of policies are asked for whatever the kind is. */
const isRarelyAsked = ({ type, labels: [label = ""] }: Omit<Block, "body">, { asked }: Lazily): boolean =>
  type === "resource" && !label.startsWith("aws_iam") && asked?.test(label) !== true;

/** A block whose body is parsed again when somebody asks for it. */
const readWhenAsked = (head: Omit<Block, "body">, parse: ParseHcl): Block => {
  const { unit, from, to } = head;
  let body: Body | null = null;
  return {
    ...head,
    get body() {
      return (body ??= parsedAgain());
    },
  };
  /** Blanks in place of what stands before it keep its offsets. */
  function parsedAgain(): Body {
    const tree = parse(" ".repeat(from) + unit.text.slice(from, to));
    try {
      return buildFile(tree, unit).body.blocks[0]?.body ?? EMPTY_BODY;
    } finally {
      tree.delete();
    }
  }
};

/** Where the first few errors begin; walks only into what has one, without recursion. */
const errorsOf = (root: SyntaxNode): readonly number[] => {
  const errors: number[] = [];
  const pending = [root];
  for (let node = pending.pop(); node !== undefined && errors.length < 5; node = pending.pop()) {
    if (node.isError || node.isMissing) errors.push(node.startIndex);
    else if (node.hasError) pending.push(...node.children.toReversed());
  }
  return errors.toSorted((a, b) => a - b);
};
