import { identitiesOf, type Attached } from "../written/attached.ts";
import { parseIdentityArn, STAND_IN, type Account } from "../written/identity.ts";
import { readJson } from "../written/json.ts";
import { member, membersOf, stringOf, type Node } from "../written/node.ts";
import type { Outcome } from "../written/outcome.ts";
import { hole, placeOf, type SourceFile, type Text } from "../written/text.ts";
import { encodeJson, expressionOf, knownText, unknown, type Value } from "../written/value.ts";
import { nameOf } from "../written/identity-name.ts";
import type { Template } from "./frame.ts";
import { conditionHolds, openTemplate } from "./intrinsics.ts";

/** The template in a file: the whole of it, or the `resources` of a Serverless Framework file. */
export const templateIn = (node: Node): Node | null => {
  const inner = member(node, "resources");
  return (
    [node, ...(inner === undefined ? [] : [inner])].find((candidate) =>
      membersOf(member(candidate, "Resources")).some(
        ({ value }) => stringOf(member(value, "Type")) !== undefined,
      ),
    ) ?? null
  );
};

/** Reads a CloudFormation template: the identities and what custom resources attach to them. */
export const readTemplate = (file: SourceFile, root: Node): Outcome => {
  const identities = identitiesOf((account) => attachedIn(file, root, account));
  return identities.length === 0
    ? {
        status: "skipped",
        reason: "a template without SES identities",
        todo: "Give a template that declares an SES identity or its policy.",
      }
    : { status: "judged", identities };
};

const attachedIn = (file: SourceFile, root: Node, account: Account | null): readonly Attached[] => {
  const template = openTemplate(root, account ?? STAND_IN);
  return membersOf(member(root, "Resources")).flatMap(({ name, value }) => {
    const condition = stringOf(member(value, "Condition"));
    const created = condition === undefined ? true : conditionHolds(condition, template);
    if (created === false) return [];
    return attachments(value, template).map(({ identity, policy }): Attached => {
      const text = knownText(identity);
      const arn = text === null ? null : parseIdentityArn(text);
      return {
        identity: (arn?.name ?? (identity === null ? "" : nameOf(identity))) || name.text,
        arn: arn === null ? null : text,
        policy,
        file: file.path,
        rootFile: file.path,
        address: name.text,
        place: placeOf(value.span),
        open: created === null ? unknown(`Condition ${condition ?? ""}`, value.span) : null,
        account: template.account,
      };
    });
  });
};

/** What a resource says of an identity. */
interface Attachment {
  readonly identity: Value | null;
  readonly policy: { readonly name: string; readonly text: Text } | null;
}

const attachments = (resource: Node, template: Template): readonly Attachment[] => {
  const type = stringOf(member(resource, "Type")) ?? "";
  const properties = member(resource, "Properties");
  if (properties === undefined) return [];
  if (type === "AWS::SES::EmailIdentity") {
    const name = member(properties, "EmailIdentity");
    return [{ identity: name === undefined ? null : template.evaluate(name), policy: null }];
  }
  if (!type.startsWith("Custom::") && type !== "AWS::CloudFormation::CustomResource") return [];
  const calls = ["Create", "Update"].flatMap((event) => sdkCall(member(properties, event), template));
  if (calls.length > 0) return distinct(calls);
  const given = template.evaluate(properties);
  return given === null ? [] : direct(given, properties, /IdentityPolicy/i.test(type));
};

/** The same policy at creation and at update is one. */
const distinct = (found: readonly Attachment[]): readonly Attachment[] =>
  found.filter(
    ({ policy }, index) =>
      !found
        .slice(0, index)
        .some(
          (before) => before.policy?.text.text === policy?.text.text && before.policy?.name === policy?.name,
        ),
  );

const CALLS = /^(?:putIdentityPolicy|(?:create|update)EmailIdentityPolicy)(?:Command)?$/i;

/** The CDK's AwsCustomResource: a call of the SDK as JSON text, `{service, action, parameters}`. */
const sdkCall = (node: Node | undefined, template: Template): readonly Attachment[] => {
  const value = node === undefined ? null : template.evaluate(node);
  if (value === null || node === undefined) return [];
  const read = value.kind === "text" ? readJson(value.text) : { node: null };
  if ("wrong" in read)
    return value.kind === "text" && /IdentityPolicy/i.test(value.text.text)
      ? [{ identity: null, policy: { name: "policy", text: hole("the call's parameters", value.span) } }]
      : [];
  const call = read.node === null ? value : template.evaluate(read.node);
  if (call?.kind !== "object" || !CALLS.test(knownText(call.entries.get("action")) ?? "")) return [];
  const parameters = call.entries.get("parameters");
  return parameters === undefined ? [] : direct(parameters, node, true);
};

const NAMES = {
  identity: ["Identity", "EmailIdentity", "identity"],
  policy: ["Policy", "PolicyDocument", "policy"],
  name: ["PolicyName", "policyName", "Name"],
} as const;

/** The members Identity, PolicyName and Policy, under the names that custom resources give them. */
const direct = (given: Value, { span }: Node, isPolicy: boolean): readonly Attachment[] => {
  if (given.kind !== "object") return [];
  const named = (names: readonly string[]): Value | null =>
    names.map((name) => given.entries.get(name)).find((value) => value !== undefined) ?? null;
  const [identity, policy, name] = [named(NAMES.identity), named(NAMES.policy), named(NAMES.name)];
  if (!isPolicy && (identity === null || policy === null)) return [];
  return [
    {
      identity,
      policy: {
        name: name === null ? "policy" : (knownText(name) ?? expressionOf(name)),
        text: policy === null ? hole("Policy", span) : policyText(policy),
      },
    },
  ];
};

/** A policy is given as JSON text or as an object. */
const policyText = (value: Value): Text => (value.kind === "text" ? value.text : encodeJson(value));
