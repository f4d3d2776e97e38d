import type { SyntaxNode } from "@lezer/common";
import type { ScriptContext } from "../shell/script.ts";
import type { UnreadPart } from "../written/outcome.ts";
import type { Span } from "../written/text.ts";
import { encodeJson, knownText, type ObjectValue } from "../written/value.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import { policiesByParameters, unknownOperations } from "./by-parameters.ts";
import { policiesOfText, policyOfWords } from "./commands.ts";
import { customPolicies } from "./custom-resource.ts";
import { calledName, evaluate, parametersOf } from "./evaluate.ts";
import { clientOf, stackOf } from "./client.ts";
import { laterChanges } from "./later-changes.ts";
import { headOf, isMocked, isSilent } from "./mentions.ts";
import { inRegionOf, sourceOf, spanOfRange, type Program } from "./program.ts";
import type { Expression } from "./syntax.ts";
import { written } from "./written-call.ts";

/** The policies that a program writes, and the ranges of it that were understood. */
export interface ProgramPolicies {
  readonly policies: readonly WrittenPolicy[];
  readonly handled: readonly Span[];
  readonly unread: readonly UnreadPart[];
}

/** Finds every call, resource and command of a program that writes a policy of its kind. */
export const policiesInProgram = (program: Program, context: ScriptContext): ProgramPolicies => {
  const policies: WrittenPolicy[] = [];
  const handled: Span[] = [];
  const { nodes } = program.language;
  program.tree.iterate({
    enter: ({ node }) => {
      const found = nodes.calls.has(node.name)
        ? policyOfCall(node, program)
        : nodes.objects.has(node.name)
          ? policyOfAction(node, program)
          : nodes.texts.has(node.name)
            ? policiesOfText(node, program, context)
            : nodes.lists.has(node.name)
              ? policyOfWords(node, program, context)
              : null;
      if (found !== null) {
        policies.push(...found);
        handled.push(spanOfRange(node, program));
      } else if (isMocked(node, program)) handled.push(spanOfRange(node, program));
      else if (isSilent(node, program)) handled.push(spanOfRange(headOf(node), program));
    },
  });
  const byParameters = policiesByParameters(program, { policies, handled });
  policies.push(...byParameters.policies);
  handled.push(...byParameters.handled);
  return {
    policies: distinct(policies),
    handled,
    unread: [...unknownOperations(program, handled), ...(policies.length === 0 ? [] : laterChanges(program))],
  };
};

const build = (node: SyntaxNode, program: Program): Expression => program.language.build(node, program.file);

const policyOfCall = (node: SyntaxNode, program: Program): readonly WrittenPolicy[] | null => {
  const head = program.file.text
    .slice(node.from, node.getChild("ArgList")?.from ?? node.to)
    .replace(/<[^()]{0,300}>\s*$/, "")
    .trimEnd();
  const { head: writer, operation, resource } = program.kind.programs;
  if (!writer.test(head) && !/(?:AwsSdkCall|CustomResource|CfnResource)$/i.test(head)) return null;
  const call = build(node, program);
  if (call.type !== "call") return null;
  const name = calledName(call);
  const [first] = call.arguments;
  if (name === "AwsSdkCall") return actionPolicy(parametersOf(call, program), node, program);
  if (/^(?:(?:Cfn)?CustomResource|CfnResource)$/.test(name)) return customPolicies(call, node, program);
  const isResource = resource.test(name);
  if (!isResource && !operation.test(name)) return null;
  const client = clientOf(call, node, program, isResource);
  const region = parametersOf(call, program)?.entries.get("region") ?? client.region;
  const parameters = parametersOf(call, inRegionOf(program, region));
  const label = first === undefined || !isResource ? null : knownText(evaluate(first.value, program));
  return [
    written(parameters, node, program, {
      label: label ?? name,
      region,
      caller: client.caller,
    }),
  ];
};

/** `{service: "SES", action: "putIdentityPolicy", parameters: {…}}`: a call that the CDK's AwsCustomResource makes. */
const policyOfAction = (node: SyntaxNode, program: Program): readonly WrittenPolicy[] | null => {
  const source = sourceOf(node, program);
  if (!program.kind.programs.action.test(source.slice(0, 10_000))) return null;
  const value = evaluate(build(node, program), program);
  return value.kind === "object" ? actionPolicy(value, node, program) : null;
};

const actionPolicy = (
  call: ObjectValue | null,
  node: SyntaxNode,
  program: Program,
): readonly WrittenPolicy[] | null => {
  const action = knownText(call?.entries.get("action"));
  if (action === null || !program.kind.programs.operation.test(action)) return null;
  const parameters = call?.entries.get("parameters");
  return [
    written(parameters?.kind === "object" ? parameters : null, node, program, {
      label: action,
      region: call?.entries.get("region") ?? null,
      caller: stackOf(node, call?.entries.get("assumedRoleArn") ?? null),
    }),
  ];
};

/** The same policy at creation and at update is one. */
const distinct = (policies: readonly WrittenPolicy[]): readonly WrittenPolicy[] => {
  const seen = new Set<string>();
  return policies.filter(({ identity, name, policy, region, caller }) => {
    const key = JSON.stringify([
      caller,
      ...[identity, name, policy, region].map((value) => (value === null ? null : encodeJson(value).text)),
    ]);
    return policy?.kind === "unknown" || policy === null || seen.size !== seen.add(key).size;
  });
};
