import { parse, type Command, type ParsedScript, type SyntaxNode } from "unbash";
import type { CodeKind } from "../written/code-kind.ts";
import { STAND_IN } from "../written/identity.ts";
import { made, type Span, type Text } from "../written/text.ts";
import { unknown, type Value } from "../written/value.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import { assignmentsOf, nodesOf } from "./assignments.ts";
import { operationIn, policyOfCommand } from "./command.ts";
import { mayHoldCommand } from "./may-hold-command.ts";
import { openSurroundings } from "./surroundings.ts";
import { filesWritten, heredocText, openFile, pipedText, printedText } from "./parameter-files.ts";
import { spanIn, wordText, type Expansion } from "./word.ts";

/** Where a script stands. */
export interface ScriptContext {
  /** The kind of resource whose policies are looked for. */
  readonly kind: CodeKind;
  /** The text of a file by its path from the tree's root; null where there is none. */
  readonly read: (path: string) => Text | null;
  /** The folder that its relative paths may start from. */
  readonly folder: string;
  /** Variables that its caller sets. */
  readonly environment: ReadonlyMap<string, Text>;
}

/** The policies that a script writes, and the ranges of its file that were understood. */
export interface ScriptPolicies {
  readonly policies: readonly WrittenPolicy[];
  readonly handled: readonly Span[];
}

/** Scripts in scripts (`bash -c "…"`, a heredoc for ssh) are followed this deep. */
const DEEPEST = 4;

/** All that is followed so is at most this many times as long as the script itself. */
const MOST_NESTED = 4;

interface Nesting {
  readonly depth: number;
  /** Characters of inner scripts that may still be read. */
  readonly budget: { left: number };
}

/** Reads a shell script: every command of it that writes a policy of the kind. */
export const policiesInScript = (
  script: Text,
  context: ScriptContext,
  nesting: Nesting = { depth: 0, budget: { left: MOST_NESTED * script.text.length } },
): ScriptPolicies => {
  const { depth, budget } = nesting;
  const { kind } = context;
  if (depth > DEEPEST || budget.left < 0 || !mayHoldCommand(script.text, kind))
    return { policies: [], handled: [] };
  const root = parse(script.text);
  const expansion = expansionOf(root, script, context);
  const written = filesWritten(root, expansion);
  const readFile = (path: Text): Text | null => openFile(path, written, context);
  const open = conditionsOf(root, script);
  const surroundingsOf = openSurroundings(root, expansion);
  const policies: WrittenPolicy[] = [];
  const handled: Span[] = [];
  for (const node of nodesOf(root)) {
    if (node.type !== "Command") continue;
    const words = wordsOf(node).map((word) => wordText(word, expansion));
    const span = spanIn(script, node.pos, node.end);
    if (operationIn(words, kind) >= 0) {
      const surroundings = surroundingsOf(node);
      const policy = policyOfCommand(words, { kind, span, open: open(node), readFile, surroundings });
      if (policy !== null) policies.push(policy);
      handled.push(span);
      continue;
    }
    const inner = innerScripts(node, words, expansion, kind);
    if (inner === null) handled.push(span);
    for (const one of inner ?? []) {
      budget.left -= one.text.length;
      const found = policiesInScript(one, context, { depth: depth + 1, budget });
      policies.push(...found.policies);
      handled.push(...found.handled);
    }
  }
  return { policies, handled };
};

const wordsOf = ({ name, args }: Command): readonly Extract<SyntaxNode, { type: "Word" }>[] => [
  ...(name === undefined ? [] : [name]),
  ...args.filter((argument) => argument.type === "Word"),
];

/** Texts that a command is given and may run (`bash -c`, `ssh host`, a heredoc); null where it only prints them. */
const innerScripts = (
  command: Command,
  words: readonly Text[],
  expansion: Expansion,
  kind: CodeKind,
): readonly Text[] | null => {
  const heredocs = command.redirects.filter((redirection) => redirection.type === "HereDoc");
  const texts = [...words.slice(1), ...heredocs.map((heredoc) => heredocText(heredoc, expansion))].filter(
    ({ text }) => mayHoldCommand(text, kind),
  );
  const printsOnly = /^(?:echo|printf|log\w*|info|warn|error|die|:)$/.test(words[0]?.text ?? "");
  return texts.length > 0 && printsOnly && !isPiped(command) ? null : texts;
};

const isPiped = ({ redirects }: Command): boolean => redirects.some(({ type }) => type === "Redirect");

const expansionOf = (root: ParsedScript, script: Text, context: ScriptContext): Expansion => {
  const assigned = assignmentsOf(root);
  const busy = new Set<string>();
  let written: ReadonlyMap<string, Text | null> | null = null;
  const files = (): ReadonlyMap<string, Text | null> => {
    // Empty while it is being found out: a file that is made from itself is not known.
    if (written === null) {
      written = new Map();
      written = filesWritten(root, expansion);
    }
    return written;
  };
  const expansion: Expansion = {
    script,
    variable: (name) => {
      const word = assigned.get(name);
      if (word === undefined) return context.environment.get(name) ?? null;
      if (word === null || busy.has(name)) return null;
      busy.add(name);
      const text = wordText(word, expansion);
      busy.delete(name);
      return text;
    },
    output: (inner) => outputOf(inner, expansion, context, files),
  };
  return expansion;
};

/** What `$(…)` comes to, for the few commands that say it themselves. */
const outputOf = (
  inner: ParsedScript,
  expansion: Expansion,
  context: ScriptContext,
  written: () => ReadonlyMap<string, Text | null>,
): Text | null => {
  const [statement, second] = inner.commands;
  if (statement === undefined || second !== undefined) return null;
  const { command } = statement;
  if (command.type === "Pipeline") return pipedText(command, expansion);
  if (command.type !== "Command") return null;
  const source = expansion.script.text.slice(command.pos, command.end);
  // The account that runs the script is the identity's own.
  if (/\bsts\s+get-caller-identity\b[^|]*\bAccount\b/.test(source))
    return made(STAND_IN.account, spanIn(expansion.script, command.pos, command.end));
  const file = fileOf(command);
  return file === null
    ? printedText(command, expansion)
    : openFile(wordText(file, expansion), written(), context);
};

/** `cat policy.json`, `< policy.json`, `jq -c . policy.json`. */
const fileOf = (command: Command): Parameters<typeof wordText>[0] | null => {
  const input = command.redirects.find(
    (redirection) => redirection.type === "Redirect" && redirection.operator === "<",
  );
  if (input?.type === "Redirect" && command.args.length === 0) return input.target ?? null;
  const words = wordsOf(command);
  const named = words.slice(1).filter(({ value }) => !value.startsWith("-"));
  if (words[0]?.value === "cat" && named.length === 1) return named[0] ?? null;
  return words[0]?.value === "jq" && named.length === 2 && named[0]?.value === "."
    ? (named[1] ?? null)
    : null;
};

/** What decides whether a node runs: the innermost `if`, `case`, loop or `||` around it. */
const conditionsOf = (root: ParsedScript, script: Text): ((node: SyntaxNode) => Value | null) => {
  const around = [...nodesOf(root)].filter(
    (node) =>
      node.type === "If" ||
      node.type === "Case" ||
      node.type === "While" ||
      (node.type === "AndOr" && node.operators.includes("||")),
  );
  return ({ pos, end }) => {
    const inner = around.findLast((one) => one.pos <= pos && end <= one.end);
    if (inner === undefined) return null;
    const line = script.text.slice(inner.pos, inner.end).split("\n")[0] ?? "";
    return unknown(line, spanIn(script, inner.pos, inner.end));
  };
};

export const NO_ENVIRONMENT: ReadonlyMap<string, Text> = new Map<string, Text>();
