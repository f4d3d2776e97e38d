import { knownText, textValue } from "../../written/value.ts";
import { unresolvedCall, type TerraformFunction } from "./arguments.ts";

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
  return call.frame.files.render(text.text, variables.entries, call.frame) ?? unresolvedCall([], call);
};

/** Terraform's functions of files. A new function is a member here, made as its neighbours are, and nothing else. */
export const FILE_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = { file, templatefile };
