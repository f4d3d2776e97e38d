import type { Element } from "../edit/element.ts";
import { elementAt, jsonElement, type Encoding } from "../edit/json-text.ts";
import { readJson } from "../written/json.ts";
import type { Node } from "../written/node.ts";
import { concat, fileText, hole, type SourceFile, type Span, type Text } from "../written/text.ts";
import { hclElement, hclString } from "./hcl-element.ts";
import { parseFile } from "./parse-file.ts";
import { parseTemplate } from "./json-syntax.ts";
import type { ParseHcl } from "./parser.ts";
import { spanOfRange } from "./traverse.ts";
import type { Block, Body, Expression, TemplatePart } from "./syntax.ts";

/** What stands at the places of a file of Terraform. */
export interface HclFile {
  /** The object or list at a range, the JSON in the template around it, or the block that is there; null where there is none. */
  at(from: number, to: number): Element | Block | null;
  /** Whether an offset lies in the declaration of a variable, which whoever calls the module may set. */
  isInput(offset: number): boolean;
  /** The resource around an offset, or that which has the data source around it as its policy. */
  attaching(offset: number): Block | null;
}

export const openHcl = (file: SourceFile, parse: ParseHcl): HclFile => {
  const { body } = parseFile(file, parse);
  return {
    isInput: (offset) =>
      body.blocks.some(({ type, from, to }) => type === "variable" && from <= offset && offset < to),
    attaching: (offset) => {
      const around = body.blocks.find(({ from, to }) => from <= offset && offset < to);
      if (around?.type !== "data") return around?.type === "resource" ? around : null;
      const address = `data.${around.labels.join(".")}.json`;
      const users = body.blocks.filter(({ type, body: { attributes } }) => {
        const policy = attributes.get("policy");
        return (
          type === "resource" &&
          policy !== undefined &&
          file.text.slice(policy.from, policy.to).trim() === address
        );
      });
      return users.length === 1 ? (users[0] ?? null) : null;
    },
    at: (from, to) => {
      const span = { file, from, to };
      const block = blockAt(body, span);
      if (block !== null) return block;
      const expression = expressionAt(body, span);
      if (expression === null) return null;
      return expression.type === "template" && !isAt(expression, span)
        ? jsonIn(expression, span)
        : hclElement(expression, file);
    },
  };
};

const isAt = (range: { readonly from: number; readonly to: number }, span: Span): boolean =>
  range.from === span.from && range.to === span.to;

const isAround = (range: { readonly from: number; readonly to: number }, span: Span): boolean =>
  range.from <= span.from && range.to >= span.to;

const blockAt = (body: Body, span: Span): Block | null => {
  for (const block of body.blocks) {
    if (isAt(block, span)) return block;
    if (isAround(block, span)) return blockAt(block.body, span);
  }
  return null;
};

/** The innermost expression at the range, or the innermost template around it. */
const expressionAt = (body: Body, span: Span): Expression | null => {
  const around = body.blocks.find((block) => isAround(block, span));
  const within = around === undefined ? null : expressionAt(around.body, span);
  if (within !== null) return within;
  let found: Expression | null = null;
  const pending = [...body.attributes.values()].filter((one) => isAround(one, span));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const isSame =
      isAt(next, span) && (next.type === "object" || next.type === "tuple" || next.type === "template");
    if (isSame || next.type === "template") found = next;
    pending.push(...partsOf(next).filter((one) => isAround(one, span)));
  }
  return found;
};

/** The expressions that an expression is made of. */
const partsOf = (expression: Expression): readonly Expression[] => {
  switch (expression.type) {
    case "template":
      return expression.parts.flatMap(expressionsIn);
    case "tuple":
      return expression.items;
    case "object":
      return expression.elements.flatMap(({ key, value }) => [key, value]);
    case "attribute":
    case "splat":
      return [expression.of];
    case "index":
      return [expression.of, expression.key];
    case "call":
      return expression.arguments;
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "for":
      return [expression.over, expression.result];
    case "literal":
    case "variable":
    case "unknown":
      return [];
  }
};

const expressionsIn = (part: TemplatePart): readonly Expression[] => {
  switch (part.type) {
    case "text":
      return [];
    case "interpolation":
      return [part.expression];
    case "if":
      return [
        part.condition,
        ...part.whenTrue.flatMap(expressionsIn),
        ...part.whenFalse.flatMap(expressionsIn),
      ];
    case "for":
      return [part.over, ...part.parts.flatMap(expressionsIn)];
  }
};

/** Of a template its text, with a hole for each interpolation; null where a directive makes more or less of it. */
const templateText = (parts: readonly TemplatePart[]): Text | null => {
  const texts: Text[] = [];
  for (const part of parts) {
    if (part.type === "text") texts.push(part.text);
    else if (part.type === "interpolation") texts.push(hole("…", spanOfRange(part)));
    else return null;
  }
  return concat(texts);
};

const withoutInterpolations = (text: string): string => text.replaceAll(/([$%])\{/g, "$1$1{");

const HEREDOC: Encoding = { encode: withoutInterpolations, hasLines: true };
const QUOTED: Encoding = { encode: (text) => hclString(text).slice(1, -1), hasLines: false };

const jsonIn = (expression: Expression & { readonly type: "template" }, span: Span): Element | null => {
  const text = templateText(expression.parts);
  if (text === null) return null;
  const isHeredoc = span.file.text.startsWith("<<", expression.from);
  const root = jsonElement(text, span.file, isHeredoc ? HEREDOC : QUOTED);
  return root === null ? null : elementAt(root, span.from, span.to);
};

/** The JSON in a file of `templatefile`, or in any file without a telling name. */
export const jsonInTemplate = (file: SourceFile, parse: ParseHcl, { from, to }: Span): Element | null => {
  const parts = parseTemplate(fileText(file), parse);
  const text = parts === null ? null : templateText(parts);
  const root = text === null ? null : jsonElement(text, file, HEREDOC);
  return root === null ? null : elementAt(root, from, to);
};

const STRING: Encoding = { encode: (text) => JSON.stringify(text).slice(1, -1), hasLines: false };

/** The JSON in a string of a JSON file, which is a template in Terraform's own JSON syntax. */
export const jsonInString = (file: SourceFile, from: number, to: number, parse: ParseHcl): Element | null => {
  const read = readJson(fileText(file));
  if ("wrong" in read) return null;
  const pending: Node[] = [read.node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.span.from > from || next.span.to < to) continue;
    if (next.kind === "array") pending.push(...next.items);
    else if (next.kind === "object") pending.push(...next.members.map(({ value }) => value));
    else if (next.kind === "string") {
      const parts = /\.(?:tf|tofu)\.json$/.test(file.path) ? parseTemplate(next.text, parse) : null;
      const text = parts === null ? next.text : templateText(parts);
      const root = text === null ? null : jsonElement(text, file, STRING);
      return root === null ? null : elementAt(root, from, to);
    }
  }
  return null;
};
