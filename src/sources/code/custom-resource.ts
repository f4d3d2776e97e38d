import type { SyntaxNode } from "@lezer/common";
import { attachmentsOf } from "../cloudformation/custom-resource.ts";
import { hole } from "../written/text.ts";
import { knownText, madeText, textValue } from "../written/value.ts";
import type { WrittenPolicy } from "../writers/written-policy.ts";
import { stackOf } from "./client.ts";
import { calledName, evaluate, parametersOf } from "./evaluate.ts";
import { spanOfRange, type Program } from "./program.ts";
import type { Expression } from "./syntax.ts";
import { conditionOf } from "./written-call.ts";

/** A custom resource that the CDK declares, by the same members as in a template. */
export const customPolicies = (
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
  const isPolicy = program.kind.custom.type.test(type);
  if (properties === null) return null;
  const span = spanOfRange(node, program);
  const found = attachmentsOf(properties, span, isPolicy, program.kind).filter(
    ({ policy }) => policy !== null,
  );
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
