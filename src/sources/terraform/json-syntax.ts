import { readJson } from "../written/json.ts";
import { membersOf, type Member, type Node } from "../written/node.ts";
import { concat, made, slice, type Text } from "../written/text.ts";
import { buildFile } from "./build-syntax.ts";
import { parseNumber } from "./number.ts";
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
  removed: 0,
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

/** Reads Terraform's JSON syntax: strings are templates in `.tf.json`, and what they say in `.tfvars.json`. */
export const parseJsonSyntax = (unit: Text, parse: ParseHcl, strings: "templates" | "texts"): ParsedFile => {
  const read = readJson(unit);
  if ("wrong" in read) return { body: EMPTY_BODY, errors: [read.wrong.at] };
  const reading = { unit, parse, strings };
  // The root may be a list of objects, each a part of the file.
  const members = eachOf(read.node).flatMap(membersOf);
  return {
    body: {
      attributes: attributesOf(members, reading),
      blocks: members.flatMap(({ name, value }) => {
        const depth = Object.hasOwn(LABELS, name.text) ? LABELS[name.text] : undefined;
        const blocks = depth === undefined ? [] : labelled(name.text, value, depth, [], reading);
        return name.text === "variable" ? blocks.map((block) => withType(block, reading)) : blocks;
      }),
    },
    errors: [],
  };
};

interface Reading {
  readonly unit: Text;
  readonly parse: ParseHcl;
  readonly strings: "templates" | "texts";
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
    case "number": {
      const value = parseNumber(node.written);
      return typeof value === "number" ? { ...range, type: "literal", value } : { ...range, type: "unknown" };
    }
    case "boolean":
      return { ...range, type: "literal", value: node.value };
    case "null":
      return { ...range, type: "literal", value: null };
    case "unknown":
      return { ...range, type: "unknown" };
  }
};

const template = (text: Text, range: Range, { parse, strings }: Reading): Expression => {
  const parts = strings === "texts" ? [{ type: "text", text } as const] : parseTemplate(text, parse);
  return parts === null ? { ...range, type: "unknown" } : { ...range, type: "template", parts };
};

/** A variable's type is an expression of HCL in a string. */
const withType = (block: Block, { parse }: Reading): Block => {
  const type = block.body.attributes.get("type");
  const [only] = type?.type === "template" ? type.parts : [];
  if (type === undefined || only?.type !== "text") return block;
  const parsed = parseExpression(only.text, parse) ?? { ...type, type: "unknown" };
  return {
    ...block,
    body: { ...block.body, attributes: new Map(block.body.attributes).set("type", parsed) },
  };
};

/** Parses an expression that stands alone: a type in the JSON syntax, a value of the command line. Null where it is none. */
export const parseExpression = (text: Text, parse: ParseHcl): Expression | null => {
  const unit = concat([made("t = ", NOWHERE), text, made("\n", NOWHERE)]);
  const tree = parse(unit.text);
  try {
    const { body, errors } = buildFile(tree, unit);
    const isAlone = body.attributes.size === 1 && body.blocks.length === 0 && errors.length === 0;
    return isAlone ? (body.attributes.get("t") ?? null) : null;
  } finally {
    tree.delete();
  }
};

const NOWHERE = { file: { path: "", text: "" }, from: 0, to: 0 };

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
  const unit = concat([made(`t = <<${word}\n`, NOWHERE), text, made(`\n${word}\n`, NOWHERE)]);
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
