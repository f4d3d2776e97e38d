import type { SyntaxNode } from "@lezer/common";
import type { UnreadPart } from "../written/outcome.ts";
import { canBeOneOf } from "../written/partly-known.ts";
import { lineAndColumn, type Span } from "../written/text.ts";
import { knownText, unknown, type ObjectValue, type Value } from "../written/value.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import { clientOf, clientOfUnnamed, isOwnClient } from "./client.ts";
import { calledName, evaluate, parametersOf } from "./evaluate.ts";
import { sourceOf, spanOfRange, type Program } from "./program.ts";
import type { Expression } from "./syntax.ts";
import { written } from "./written-call.ts";

interface Known {
  readonly policies: readonly WrittenPolicy[];
  readonly handled: readonly Span[];
}

/** A call with its parameters is never longer, in UTF-16 units; services take policies of some KB. */
const LONGEST = 20_000;

/**
 * Policies that are told by their parameters, because the operation's name is put together, is looked up or stands in another
 * file: `getattr(client, "put_" + what)(Identity=…, PolicyName=…, Policy=…)`.
 */
export const policiesByParameters = (program: Program, known: Known): Known => {
  const policies: WrittenPolicy[] = [];
  const handled: Span[] = [];
  // A policy that is not known may be this one, and is reviewed anyway.
  if (known.policies.some(({ policy }) => policy === null || policy.kind === "unknown"))
    return { policies, handled };
  const { calls, objects } = program.language.nodes;
  program.tree.iterate({
    enter: ({ node }) => {
      if ((!calls.has(node.name) && !objects.has(node.name)) || node.to - node.from > LONGEST) return true;
      if (!program.kind.programs.ownWithin.test(sourceOf(node, program))) return false;
      if (known.handled.some((span) => span.from <= node.from && node.to <= span.to)) return false;
      const found = hasOwnParameters(node, program) ? policyOf(node, program) : null;
      if (found === null || isUsed(node, known.policies)) return true;
      policies.push(found);
      handled.push(spanOfRange(node, program));
      return false;
    },
  });
  return { policies, handled };
};

const hasOwnParameters = (node: SyntaxNode, program: Program): boolean => {
  const expression = program.language.build(node, program.file);
  const names =
    expression.type === "object"
      ? expression.members.map(({ key }) => (key === null ? null : knownText(evaluate(key, program))))
      : expression.type === "call"
        ? expression.arguments.map(({ name }) => name)
        : [];
  return program.kind.programs.own.every((parameter) =>
    names.some((name) => name !== null && parameter.test(name)),
  );
};

const policyOf = (node: SyntaxNode, program: Program): WrittenPolicy | null => {
  const expression = program.language.build(node, program.file);
  const parameters = parametersIn(expression, program);
  if (parameters === null) return null;
  const { caller, region } =
    expression.type === "call" ? clientOf(expression, node, program, false) : { caller: null, region: null };
  const label = expression.type === "call" ? calledName(expression) : "";
  const policy = written(parameters, node, program, {
    label: label === "" ? "parameters" : label,
    region,
    caller,
  });
  return isChanged(node, program)
    ? { ...policy, policy: unknown(sourceOf(node, program), spanOfRange(node, program)) }
    : policy;
};

const parametersIn = (expression: Expression, program: Program): ObjectValue | null => {
  if (expression.type === "call") return parametersOf(expression, program);
  const value: Value = evaluate(expression, program);
  return value.kind === "object" ? value : null;
};

/** Whether parameters have a name that is assigned again, or changed in a part. */
const isChanged = ({ parent, prevSibling, from }: SyntaxNode, program: Program): boolean => {
  if (parent === null || !/^(?:AssignStatement|VariableDeclaration)$/.test(parent.name)) return false;
  const target = prevSibling?.prevSibling ?? null;
  return target !== null && program.lookUp(sourceOf(target, program), from) === null;
};

/** Whether a policy that is known already takes its parts from here. */
const isUsed = ({ from, to }: SyntaxNode, policies: readonly WrittenPolicy[]): boolean =>
  policies.some(({ policy, identity }) =>
    [policy, identity].some((value) => value !== null && from <= value.span.from && value.span.to <= to),
  );

/** Calls of a client of the service whose operation is not known and can be one that writes a policy. */
export const unknownOperations = (program: Program, handled: readonly Span[]): readonly UnreadPart[] => {
  const found: UnreadPart[] = [];
  const { words } = program.kind;
  program.tree.iterate({
    enter: ({ node }) => {
      if (!program.language.nodes.calls.has(node.name) || !UNNAMED.test(calleeText(node, program))) return;
      if (handled.some((span) => span.from <= node.from && node.to <= span.to)) return;
      const call = program.language.build(node, program.file);
      const client = call.type === "call" ? clientOfUnnamed(call.callee) : null;
      const name = call.type === "call" ? operationOf(call.callee, program) : null;
      if (client === null || name === null || !isOwnClient(client, program)) return;
      const isWriter = name.kind === "text" ? canBeOneOf(name.text, program.kind.programs.operations) : true;
      if (isWriter)
        found.push({
          reason: `it calls an operation of ${words.service} whose name is not known, which may write the policy of ${words.aShort}`,
          line: lineAndColumn(program.file, node.from).line,
        });
    },
  });
  return found;
};

const UNNAMED = /\bgetattr\s*\(|\]\s*$/;

const calleeText = (node: SyntaxNode, { file }: Program): string =>
  file.text.slice(node.from, node.getChild("ArgList")?.from ?? node.to).slice(-500);

const operationOf = (callee: Expression, program: Program): Value | null => {
  const name =
    callee.type === "index" ? callee.key : callee.type === "call" ? callee.arguments[1]?.value : undefined;
  return name === undefined ? null : evaluate(name, program);
};
