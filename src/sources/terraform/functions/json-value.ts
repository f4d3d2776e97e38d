import { readJson } from "../../written/json.ts";
import type { Node } from "../../written/node.ts";
import type { Text } from "../../written/text.ts";
import { encodeJson, textValue, unknown, type Value } from "../../written/value.ts";
import { convert } from "../types/convert.ts";
import { parseNumber } from "../number.ts";
import { refusedCall, refusedOrOpen, unresolvedCall, type TerraformFunction } from "./arguments.ts";

/** Go's encoder writes these as escapes, so that the text can stand in HTML. */
const ESCAPED = /\\.|[<>&\u2028\u2029]/g;

const quote = (text: string): string =>
  JSON.stringify(text).replace(ESCAPED, (part) =>
    part === "\\b"
      ? "\\u0008"
      : part === "\\f"
        ? "\\u000c"
        : part.startsWith("\\")
          ? part
          : `\\u${part.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A value as jsonencode prints it. */
export const jsonText = (value: Value): Text => encodeJson(value, quote);

export const jsonencode: TerraformFunction = (args, call) => {
  const [value] = args;
  if (value === undefined || args.length > 1) return refusedCall(call);
  return textValue(jsonText(value), value.span);
};

export const jsondecode: TerraformFunction = (args, call) => {
  const [given] = args;
  const value = given === undefined ? undefined : convert(given, "string");
  if (value?.kind !== "text" || args.length > 1) return refusedOrOpen(args, call);
  const read = readJson(value.text);
  if ("node" in read) return nodeValue(read.node);
  return value.text.pieces.some(({ hole }) => hole !== undefined)
    ? unresolvedCall([value], call)
    : refusedCall(call);
};

/** JSON as a value; the depth is bounded by its reader. */
export const nodeValue = (node: Node): Value => {
  switch (node.kind) {
    case "object":
      return {
        kind: "object",
        entries: new Map(node.members.map(({ name, value }) => [name.text, nodeValue(value)])),
        span: node.span,
      };
    case "array":
      return { kind: "list", items: node.items.map(nodeValue), span: node.span };
    case "string":
      return textValue(node.text, node.span);
    case "number": {
      const number = parseNumber(node.written);
      return typeof number === "number"
        ? { kind: "number", number, span: node.span }
        : unknown(node.written, node.span);
    }
    case "boolean":
      return { kind: "boolean", boolean: node.value, span: node.span };
    case "null":
    case "unknown":
      return node;
  }
};
