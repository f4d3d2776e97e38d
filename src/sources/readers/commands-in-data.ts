import { posix } from "node:path";
import { withTemplateHoles } from "../placeholders/placeholders.ts";
import { NO_SURROUNDINGS, operationIn, policyOfCommand } from "../shell/command.ts";
import { mayHoldCommand } from "../shell/may-hold-command.ts";
import { openFile } from "../shell/parameter-files.ts";
import { policiesInScript, type ScriptContext, type ScriptPolicies } from "../shell/script.ts";
import { membersOf, type Node } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import { concat, made, type Text } from "../written/text.ts";
import { writtenOutcome } from "../writers/written-outcome.ts";
import type { InputFile, Tree } from "./reader.ts";

/**
 * Commands in the texts of a data file: the steps of CI, the arguments of a container, the scripts of a package. Null where
 * there is none.
 */
export const commandsInData = (file: InputFile, tree: Tree): Outcome | null => {
  const { kind } = file;
  if (!mayHoldCommand(file.text, kind)) return null;
  const context = {
    kind,
    read: tree.use,
    folder: posix.dirname(file.path),
    environment: new Map<string, Text>(),
  };
  const found = file.documents().flatMap((node) => commandsIn(node, context));
  if (found.length === 0) return null;
  const policies = found.flatMap((one) => one.policies);
  return writtenOutcome(file, {
    policies: () => policies,
    handled: found.flatMap(({ handled }) => handled),
  });
};

/** Members that set variables for the commands beside them. */
const ENVIRONMENTS: ReadonlySet<string> = new Set(["env", "variables", "environment"]);

const commandsIn = (root: Node, context: ScriptContext): readonly ScriptPolicies[] => {
  const found: ScriptPolicies[] = [];
  const pending = [{ node: root, context }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, context: around } = next;
    if (node.kind === "string") found.push(...inText(node.text, node, around));
    else if (node.kind === "array") {
      const texts = node.items.map((item) => (item.kind === "string" ? item.text : null));
      if (texts.length > 0 && texts.every((text) => text !== null))
        found.push(...inList(texts, node, around));
      else pending.push(...node.items.map((item) => ({ node: item, context: around })).toReversed());
    } else if (node.kind === "object") {
      const inner = { ...around, environment: new Map([...around.environment, ...environmentOf(node)]) };
      pending.push(...node.members.map(({ value }) => ({ node: value, context: inner })).toReversed());
    }
  }
  return found;
};

const environmentOf = (node: Node): readonly (readonly [string, Text])[] =>
  membersOf(node)
    .filter(({ name }) => ENVIRONMENTS.has(name.text))
    .flatMap(({ value }) => membersOf(value))
    .flatMap(({ name, value }) =>
      value.kind === "string" ? [[name.text, withTemplateHoles(value.text)] as const] : [],
    );

const inText = (text: Text, node: Node, context: ScriptContext): readonly ScriptPolicies[] => {
  if (!mayHoldCommand(text.text, context.kind)) return [];
  const found = policiesInScript(withTemplateHoles(text), context);
  // All of the text is the script, its comments too.
  return [{ policies: found.policies, handled: found.policies.length === 0 ? found.handled : [node.span] }];
};

/** A list of texts: the words of one command, or the lines of a script. */
const inList = (texts: readonly Text[], node: Node, context: ScriptContext): readonly ScriptPolicies[] => {
  if (!mayHoldCommand(texts.map(({ text }) => text).join(" "), context.kind)) return [];
  if (operationIn(texts, context.kind) < 0)
    return inText(concat(texts.flatMap((text) => [text, lineEnd(node)])), node, context);
  const policy = policyOfCommand(texts.map(withTemplateHoles), {
    kind: context.kind,
    span: node.span,
    open: null,
    readFile: (path) => openFile(path, new Map(), context),
    surroundings: NO_SURROUNDINGS,
  });
  return [{ policies: policy === null ? [] : [policy], handled: [node.span] }];
};

const lineEnd = ({ span }: Node): Text => made("\n", { ...span, to: span.from });
