import { knownText, encodeJson, textValue, type Value } from "../../written/value.ts";
import { readJson } from "../../written/json.ts";
import type { Node } from "../../written/node.ts";
import { unresolvedCall } from "./arguments.ts";
import type { TerraformFunction } from "./terraform-function.ts";

const file: TerraformFunction = (args, call) => {
  const path = knownText(args[0]);
  const text = path === null ? null : call.frame.files.read(path);
  return text === null ? unresolvedCall(args, call) : textValue(text, call.span);
};

/** A template sees its variables alone. */
const templatefile: TerraformFunction = (args, call) => {
  const [path, variables] = args;
  const text = file([path ?? variables ?? { kind: "null", span: call.span }], call);
  if (text.kind !== "text" || variables?.kind !== "object") return unresolvedCall(args, call);
  const rendered = call.frame.files.render(text.text, variables.entries, call.frame);
  return rendered === null ? unresolvedCall([], call) : textValue(rendered, call.span);
};

const jsonencode: TerraformFunction = (args, call) => {
  const [value] = args;
  return value === undefined ? unresolvedCall([], call) : textValue(encodeJson(value), value.span);
};

const jsondecode: TerraformFunction = (args, call) => {
  const [value] = args;
  if (value?.kind !== "text") return unresolvedCall(args, call);
  const read = readJson(value.text);
  return "node" in read ? nodeValue(read.node) : unresolvedCall([value], call);
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
    case "number":
      return { kind: "number", number: node.value, span: node.span };
    case "boolean":
      return { kind: "boolean", boolean: node.value, span: node.span };
    case "null":
    case "unknown":
      return node;
  }
};

export const FILE_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  file,
  templatefile,
  jsonencode,
  jsondecode,
};
