import type { SyntaxNode } from "@lezer/common";
import {
  COMMAND_OPERATION,
  COMMAND_OPERATION_WITHIN,
  PARAMETERS,
  PROGRAM_RESOURCE,
  SDK_OPERATION,
} from "../../services/ses/in-code/names.ts";
import { NO_SURROUNDINGS, policyOfCommand } from "../shell/command.ts";
import { openFile } from "../shell/parameter-files.ts";
import { policiesInScript, type ScriptContext } from "../shell/script.ts";
import { attachmentsOf } from "../cloudformation/custom-resource.ts";
import type { UnreadPart } from "../written/outcome.ts";
import { hole, type Span } from "../written/text.ts";
import {
  encodeJson,
  knownText,
  madeText,
  textValue,
  unknown,
  type ObjectValue,
  type Value,
} from "../written/value.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import { calledName, evaluate, parametersOf } from "./evaluate.ts";
import { clientOf, stackOf } from "./client.ts";
import { laterChanges } from "./later-changes.ts";
import { inRegionOf, sourceOf, spanOfRange, type Program } from "./program.ts";
import { around, type Expression } from "./syntax.ts";

/** The policies that a program writes, and the ranges of it that were understood. */
export interface ProgramPolicies {
  readonly policies: readonly WrittenPolicy[];
  readonly handled: readonly Span[];
  readonly unread: readonly UnreadPart[];
}

/** Finds every call, resource and command of a program that writes the policy of an SES identity. */
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
  return {
    policies: distinct(policies),
    handled,
    unread: policies.length === 0 ? [] : laterChanges(program),
  };
};

/** What uses none of the names in it: comments, imports, types, and what a test says of a mock. */
const isSilent = (node: SyntaxNode, program: Program): boolean =>
  (program.language.nodes.silent.has(node.name) && !RENAMED.test(sourceOf(node, program))) ||
  node.name === "FunctionDefinition" ||
  (node.name === "ClassDefinition" &&
    !INHERITED.test(sourceOf(node.getChild("ArgList") ?? node, program).slice(0, 1_000))) ||
  (node.name === "MemberExpression" &&
    /identity_?policy\s*\.\s*(?:assert\w*|return_value|side_effect|mock\w*|call\w*)$/i.test(
      sourceOf(node, program),
    ));

/** What another name or another class is made of, by which it writes policies unseen. */
const RENAMED = /\b(?:Email)?IdentityPolicy\s+as\s+(?!\w*IdentityPolicy\b)\w/;
const INHERITED = /\b(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy\s*[,)]/;

/** A command's name that a test hands over to say what is expected of it: `mock.on(PutIdentityPolicyCommand)`. */
const isMocked = (node: SyntaxNode, program: Program): boolean => {
  if (node.name !== "VariableName") return false;
  if (node.prevSibling?.name === "instanceof") return true;
  const call = node.parent?.name === "ArgList" ? node.parent.parent : null;
  const callee = call?.firstChild ?? null;
  return (
    callee?.name === "MemberExpression" &&
    /\.(?:on|commandCalls|toHaveReceived\w*|toBeInstanceOf)$/.test(sourceOf(callee, program))
  );
};

/** A definition up to its body. */
const headOf = (node: SyntaxNode): { readonly from: number; readonly to: number } => {
  const body = node.getChild("Body");
  return body === null ? node : { from: node.from, to: body.from };
};

const build = (node: SyntaxNode, program: Program): Expression => program.language.build(node, program.file);

const policyOfCall = (node: SyntaxNode, program: Program): readonly WrittenPolicy[] | null => {
  const head = program.file.text
    .slice(node.from, node.getChild("ArgList")?.from ?? node.to)
    .replace(/<[^()]{0,300}>\s*$/, "")
    .trimEnd();
  if (!/(?:identity_?policy(?:Command)?|AwsSdkCall|CustomResource|CfnResource)$/i.test(head)) return null;
  const call = build(node, program);
  if (call.type !== "call") return null;
  const name = calledName(call);
  const [first] = call.arguments;
  if (name === "AwsSdkCall") return actionPolicy(parametersOf(call, program), node, program);
  if (/^(?:(?:Cfn)?CustomResource|CfnResource)$/.test(name)) return customPolicies(call, node, program);
  if (!PROGRAM_RESOURCE.test(name) && !SDK_OPERATION.test(name)) return null;
  const client = clientOf(call, node, program, PROGRAM_RESOURCE.test(name));
  const region = parametersOf(call, program)?.entries.get("region") ?? client.region;
  const parameters = parametersOf(call, inRegionOf(program, region));
  const label =
    first === undefined || !PROGRAM_RESOURCE.test(name) ? null : knownText(evaluate(first.value, program));
  return [
    written(parameters, node, program, {
      label: label ?? name,
      region,
      caller: client.caller,
    }),
  ];
};

/** A custom resource that the CDK declares, by the same members as in a template. */
const customPolicies = (
  call: Extract<Expression, { readonly type: "call" }>,
  node: SyntaxNode,
  program: Program,
): readonly WrittenPolicy[] | null => {
  const given = parametersOf(call, program)?.entries;
  const type = ["resourceType", "resource_type", "type"]
    .map((name) => knownText(given?.get(name)) ?? "")
    .join("");
  // Troposphere hands the properties themselves over.
  const properties =
    given?.get("properties") ?? (given?.has("ServiceToken") === true ? parametersOf(call, program) : null);
  const isPolicy = /IdentityPolicy/i.test(type);
  if (properties === null) return null;
  const span = spanOfRange(node, program);
  const found = attachmentsOf(properties, span, isPolicy).filter(({ policy }) => policy !== null);
  const [label] = call.arguments
    .map(({ value }) => knownText(evaluate(value, program)))
    .filter((text) => text !== null);
  return found.length === 0
    ? null
    : found.map(({ identity, policy }) => ({
        identity,
        name: madeText(policy?.name ?? "policy", span),
        policy: textValue(policy?.text ?? hole("Policy", span), span),
        region: null,
        caller: stackOf(node, null),
        label: label ?? calledName(call),
        span,
        open: conditionOf(node, program),
      }));
};

/** `{service: "SES", action: "putIdentityPolicy", parameters: {…}}`: a call that the CDK's AwsCustomResource makes. */
const policyOfAction = (node: SyntaxNode, program: Program): readonly WrittenPolicy[] | null => {
  const source = sourceOf(node, program);
  if (!/["']?action["']?\s*:\s*["'`](?:ses:)?\w*identity_?policy/i.test(source.slice(0, 10_000))) return null;
  const value = evaluate(build(node, program), program);
  return value.kind === "object" ? actionPolicy(value, node, program) : null;
};

const actionPolicy = (
  call: ObjectValue | null,
  node: SyntaxNode,
  program: Program,
): readonly WrittenPolicy[] | null => {
  const action = knownText(call?.entries.get("action"));
  if (action === null || !SDK_OPERATION.test(action)) return null;
  const parameters = call?.entries.get("parameters");
  return [
    written(parameters?.kind === "object" ? parameters : null, node, program, {
      label: action,
      region: call?.entries.get("region") ?? null,
      caller: stackOf(node, call?.entries.get("assumedRoleArn") ?? null),
    }),
  ];
};

const written = (
  parameters: ObjectValue | null,
  node: SyntaxNode,
  program: Program,
  { label, region, caller }: Pick<WrittenPolicy, "label" | "region" | "caller">,
): WrittenPolicy => {
  const given = (names: readonly string[]): Value | null =>
    names.map((name) => parameters?.entries.get(name)).find((value) => value !== undefined) ?? null;
  const identity = given(PARAMETERS.identity);
  return {
    // A resource of an identity, where its ARN or name is meant.
    identity: identity?.kind === "object" ? (identity.entries.get("id") ?? identity) : identity,
    name: given(PARAMETERS.name),
    policy: TRANSFORMED.test(sourceOf(node, program))
      ? unknown("a policy that is transformed", spanOfRange(node, program))
      : given(PARAMETERS.policy),
    region,
    caller,
    label,
    span: spanOfRange(node, program),
    open: conditionOf(node, program),
  };
};

/** Options of Pulumi whose functions change what the resource is given. */
const TRANSFORMED = /\btransform(?:ation)?s["']?\s{0,9}[:=]/;

const conditionOf = (node: SyntaxNode, program: Program): Value | null => {
  const condition = node.parent === null ? null : around(node.parent, program.language.nodes.conditional);
  if (condition === null) return null;
  const [line = ""] = sourceOf(condition, program).split("\n");
  return unknown(line, spanOfRange(condition, program));
};

/** A command line in a text, such as one for `os.system`. */
const policiesOfText = (
  node: SyntaxNode,
  program: Program,
  context: ScriptContext,
): readonly WrittenPolicy[] | null => {
  const source = sourceOf(node, program);
  if (!COMMAND_OPERATION_WITHIN.test(source) || !/\s/.test(source.trim())) return null;
  const value = evaluate(build(node, program), program);
  if (value.kind !== "text") return null;
  const { policies } = policiesInScript(value.text, context);
  return policies.length === 0
    ? null
    : policies.map((policy) => ({ ...policy, open: policy.open ?? conditionOf(node, program) }));
};

/** The words of one command, such as those for `subprocess.run`. */
const policyOfWords = (
  node: SyntaxNode,
  program: Program,
  context: ScriptContext,
): readonly WrittenPolicy[] | null => {
  if (!COMMAND_OPERATION_WITHIN.test(sourceOf(node, program))) return null;
  const value = evaluate(build(node, program), program);
  const words = value.kind === "list" ? value.items.map(wordOf) : [];
  if (!words.some(({ text }) => COMMAND_OPERATION.test(text))) return null;
  const policy = policyOfCommand(words, {
    span: spanOfRange(node, program),
    open: conditionOf(node, program),
    readFile: (path) => openFile(path, new Map(), context),
    surroundings: NO_SURROUNDINGS,
  });
  return policy === null ? [] : [policy];
};

const wordOf = (value: Value): ReturnType<typeof encodeJson> =>
  value.kind === "text" ? value.text : encodeJson(value);

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
