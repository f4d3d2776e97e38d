import { readJson } from "../written/json.ts";
import { membersOf, type Member, type Node } from "../written/node.ts";
import { concat, made, slice, type Text } from "../written/text.ts";
import { buildFile } from "./build-syntax.ts";
import type { ParseHcl } from "./parser.ts";
import {
  EMPTY_BODY,
  type Block,
  type Body,
  type Expression,
  type ParsedFile,
  type Range,
  type TemplatePart,
} from "./syntax.ts";

/** How many labels a block of the top level has; in JSON each is a level of objects. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
};

/** Nested blocks that are read; in JSON they look like attributes, and are kept as both. */
const NESTED: ReadonlySet<string> = new Set([
  "statement",
  "principals",
  "not_principals",
  "condition",
  "dynamic",
  "content",
  "lifecycle",
  "assume_role",
  "assume_role_with_web_identity",
]);

/** Reads Terraform's JSON syntax, `.tf.json` and `.tfvars.json`: strings are templates. */
export const parseJsonSyntax = (unit: Text, parse: ParseHcl): ParsedFile => {
  const read = readJson(unit);
  if ("wrong" in read) return { body: EMPTY_BODY, errors: [read.wrong.at] };
  const reading = { unit, parse };
  return {
    body: {
      attributes: attributesOf(membersOf(read.node), reading),
      blocks: membersOf(read.node).flatMap(({ name, value }) => {
        const depth = Object.hasOwn(LABELS, name.text) ? LABELS[name.text] : undefined;
        return depth === undefined ? [] : labelled(name.text, value, depth, [], reading);
      }),
    },
    errors: [],
  };
};

interface Reading {
  readonly unit: Text;
  readonly parse: ParseHcl;
}

const rangeOf = (node: Node, { unit }: Reading): Range => ({
  unit,
  from: node.range?.[0] ?? 0,
  to: node.range?.[1] ?? 0,
});

const eachOf = (node: Node): readonly Node[] => (node.kind === "array" ? node.items : [node]);

const labelled = (
  type: string,
  node: Node,
  depth: number,
  labels: readonly string[],
  reading: Reading,
): readonly Block[] =>
  eachOf(node).flatMap((item) =>
    depth === 0
      ? [{ ...rangeOf(item, reading), type, labels, body: bodyOf(item, reading) }]
      : membersOf(item).flatMap(({ name, value }) =>
          labelled(type, value, depth - 1, [...labels, name.text], reading),
        ),
  );

const bodyOf = (node: Node, reading: Reading): Body => ({
  attributes: attributesOf(membersOf(node), reading),
  blocks: membersOf(node)
    .filter(({ name }) => NESTED.has(name.text))
    .flatMap(({ name, value }) => labelled(name.text, value, name.text === "dynamic" ? 1 : 0, [], reading)),
});

const attributesOf = (members: readonly Member[], reading: Reading): ReadonlyMap<string, Expression> =>
  new Map(members.map(({ name, value }) => [name.text, expressionOf(value, reading)]));

/** JSON as an expression; the depth is bounded by its reader. */
const expressionOf = (node: Node, reading: Reading): Expression => {
  const range = rangeOf(node, reading);
  switch (node.kind) {
    case "object":
      return {
        ...range,
        type: "object",
        elements: node.members.map(({ name, value }) => ({
          key: template(name, range, reading),
          value: expressionOf(value, reading),
        })),
      };
    case "array":
      return { ...range, type: "tuple", items: node.items.map((item) => expressionOf(item, reading)) };
    case "string":
      return template(node.text, range, reading);
    case "number":
      return { ...range, type: "literal", value: node.value };
    case "boolean":
      return { ...range, type: "literal", value: node.value };
    case "null":
      return { ...range, type: "literal", value: null };
    case "unknown":
      return { ...range, type: "unknown" };
  }
};

const template = (text: Text, range: Range, { parse }: Reading): Expression => ({
  ...range,
  type: "template",
  parts: parseTemplate(text, parse) ?? [{ type: "text", text }],
});

/** A word that no line of the template consists of. */
const delimiter = (text: string): string => {
  let word = "END";
  while (text.includes(word)) word += "_";
  return word;
};

/**
 * Parses a template that stands alone: a file of `templatefile`, a string of the JSON syntax. It is put into a heredoc,
 * the one place of the grammar where no quote has to be escaped. Null where it cannot be parsed.
 */
export const parseTemplate = (text: Text, parse: ParseHcl): readonly TemplatePart[] | null => {
  if (!/[$%]\{/.test(text.text)) return [{ type: "text", text }];
  const word = delimiter(text.text);
  const nowhere = { file: { path: "", text: "" }, from: 0, to: 0 };
  const unit = concat([made(`t = <<${word}\n`, nowhere), text, made(`\n${word}\n`, nowhere)]);
  const tree = parse(unit.text);
  try {
    const { body, errors } = buildFile(tree, unit);
    const value = body.attributes.get("t");
    return errors.length === 0 && value?.type === "template" ? withoutLastLineFeed(value.parts) : null;
  } finally {
    tree.delete();
  }
};

/** The heredoc's last line feed is not the template's. */
const withoutLastLineFeed = (parts: readonly TemplatePart[]): readonly TemplatePart[] => {
  const last = parts.at(-1);
  if (last?.type !== "text") return parts;
  const text = slice(last.text, 0, last.text.text.length - 1);
  return [...parts.slice(0, -1), ...(text.text === "" ? [] : [{ type: "text", text } as const])];
};
