import type { SyntaxNode } from "@lezer/common";
import { NO_SURROUNDINGS, operationIn, policyOfCommand } from "../shell/command.ts";
import { mayHoldCommand } from "../shell/may-hold-command.ts";
import { openFile } from "../shell/parameter-files.ts";
import { policiesInScript, type ScriptContext } from "../shell/script.ts";
import { encodeJson, type Value } from "../written/value.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import { evaluate } from "./evaluate.ts";
import { sourceOf, spanOfRange, type Program } from "./program.ts";
import { conditionOf } from "./written-call.ts";

/** A command line in a text, such as one for `os.system`. */
export const policiesOfText = (
  node: SyntaxNode,
  program: Program,
  context: ScriptContext,
): readonly WrittenPolicy[] | null => {
  const source = sourceOf(node, program);
  if (!mayHoldCommand(source, program.kind) || !/\s/.test(source.trim())) return null;
  const value = evaluate(program.language.build(node, program.file), program);
  if (value.kind !== "text") return null;
  const { policies } = policiesInScript(value.text, context);
  return policies.length === 0
    ? null
    : policies.map((policy) => ({ ...policy, open: policy.open ?? conditionOf(node, program) }));
};

/** The words of one command, such as those for `subprocess.run`. */
export const policyOfWords = (
  node: SyntaxNode,
  program: Program,
  context: ScriptContext,
): readonly WrittenPolicy[] | null => {
  if (!mayHoldCommand(sourceOf(node, program), program.kind)) return null;
  const value = evaluate(program.language.build(node, program.file), program);
  const words = value.kind === "list" ? value.items.map(wordOf) : [];
  if (operationIn(words, program.kind) < 0) return null;
  const policy = policyOfCommand(words, {
    kind: program.kind,
    span: spanOfRange(node, program),
    open: conditionOf(node, program),
    readFile: (path) => openFile(path, new Map(), context),
    surroundings: NO_SURROUNDINGS,
  });
  return policy === null ? [] : [policy];
};

const wordOf = (value: Value): ReturnType<typeof encodeJson> =>
  value.kind === "text" ? value.text : encodeJson(value);
