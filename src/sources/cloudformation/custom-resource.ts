import type { CodeKind } from "../written/code-kind.ts";
import { oneOrMany } from "../written/identity.ts";
import { readJson } from "../written/json.ts";
import { member, type Node } from "../written/node.ts";
import type { WrittenTags } from "../written/tags.ts";
import { hole, type Span, type Text } from "../written/text.ts";
import {
  encodeJson,
  expressionOf,
  knownText,
  madeText,
  type ObjectValue,
  type Value,
} from "../written/value.ts";
import type { Template } from "./frame.ts";

/** What a resource says of an identity. */
export interface Attachment {
  readonly identity: Value | null;
  readonly policy: { readonly name: string; readonly text: Text } | null;
  /** The region that it names, and of a call of the SDK the role that it assumes. */
  readonly region?: Value;
  readonly assumedRole?: Value;
  /** Of the identity's own resource. */
  readonly tags?: WrittenTags;
}

/** What a custom resource attaches: by the calls of the CDK's AwsCustomResource, by members of known names, or by any policy in it. */
export const customAttachments = (
  properties: Node,
  type: string,
  template: Template,
): readonly Attachment[] => {
  const calls = ["Create", "Update"].flatMap((event) => sdkCall(member(properties, event), template));
  if (calls.length > 0) return distinct(calls);
  const { kind } = template;
  const given = template.evaluate(properties);
  if (given === null) return [];
  const region = given.kind === "object" ? regionIn(given, kind) : undefined;
  return attachmentsOf(given, properties.span, kind.custom.type.test(type), kind).map((attachment) => ({
    ...attachment,
    ...(region === undefined ? {} : { region }),
  }));
};

/** A custom resource for an identity in another region than its stack's. */
const regionIn = ({ entries }: ObjectValue, { custom }: CodeKind): Value | undefined =>
  [...entries].find(([name]) => custom.region.test(name))?.[1];

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

/** A call of the SDK as JSON text, `{service, action, parameters, region, assumedRoleArn}`. */
const sdkCall = (node: Node | undefined, template: Template): readonly Attachment[] => {
  const { kind } = template;
  const value = node === undefined ? null : template.evaluate(node);
  if (value === null || node === undefined) return [];
  const read = value.kind === "text" ? readJson(value.text) : { node: null };
  if ("wrong" in read)
    return value.kind === "text" && kind.custom.type.test(value.text.text)
      ? [{ identity: null, policy: { name: "policy", text: hole("the call's parameters", value.span) } }]
      : [];
  const call = read.node === null ? value : template.evaluate(read.node);
  if (call?.kind !== "object" || !kind.programs.operation.test(knownText(call.entries.get("action")) ?? ""))
    return [];
  const parameters = call.entries.get("parameters");
  if (parameters === undefined) return [];
  const region = call.entries.get("region");
  const assumedRole = call.entries.get("assumedRoleArn");
  return attachmentsOf(parameters, node.span, true, kind).map((attachment) => ({
    ...attachment,
    ...(region === undefined ? {} : { region }),
    ...(assumedRole === undefined ? {} : { assumedRole }),
  }));
};

/** What the properties of a custom resource attach; `isPolicy` where its type says that it is a policy. */
export const attachmentsOf = (
  given: Value,
  span: Span,
  isPolicy: boolean,
  kind: CodeKind,
): readonly Attachment[] => {
  const { custom } = kind;
  if (given.kind !== "object") return [];
  const named = (names: readonly string[]): Value | null =>
    names.map((name) => given.entries.get(name)).find((value) => value !== undefined) ?? null;
  const [identity, policy, name] = [named(custom.resource), named(custom.policy), named(custom.name)];
  if (policy !== null && (isPolicy || identity !== null))
    return [{ identity, policy: { name: nameOf(name, "policy"), text: policyText(policy) } }];
  const found = policiesWithin(given, kind);
  if (found.length === 0 && !isPolicy && !namesPrincipals(given, kind)) return [];
  const likely = identity ?? likelyResource(given, kind);
  if (found.length === 0)
    return [{ identity: likely, policy: { name: nameOf(name, "policy"), text: hole("Policy", span) } }];
  return found.map(({ path, text }) => ({
    identity: likely,
    policy: { name: found.length === 1 ? nameOf(name, path) : path, text },
  }));
};

const likelyResource = ({ entries }: ObjectValue, { custom }: CodeKind): Value | null =>
  [...entries].find(([name, value]) => custom.likely.test(name) && value.kind !== "object")?.[1] ?? null;

const nameOf = (name: Value | null, otherwise: string): string =>
  name === null ? otherwise : (knownText(name) ?? expressionOf(name));

/** A policy is given as JSON text or as an object. */
const policyText = (value: Value): Text => {
  const text = value.kind === "text" ? value.text : encodeJson(asTexts(value));
  return text.text.length > LONGEST_POLICY ? hole("a policy that is too long", value.span) : text;
};

/** In UTF-16 units: services take some KB, the rest is room for white space. */
const LONGEST_POLICY = 200_000;

/** CloudFormation hands every number and boolean of a custom resource over as text. */
const asTexts = (value: Value): Value => {
  switch (value.kind) {
    case "number":
      return madeText(String(value.number), value.span);
    case "boolean":
      return madeText(String(value.boolean), value.span);
    case "list":
      return { ...value, items: value.items.map(asTexts) };
    case "object":
      return {
        ...value,
        entries: new Map([...value.entries].map(([name, member]) => [name, asTexts(member)])),
      };
    case "text":
    case "null":
    case "entity":
    case "unknown":
      return value;
  }
};

/** Every policy about the service in the properties, under whatever name, with the path to it. */
const policiesWithin = (
  given: Value,
  kind: CodeKind,
): readonly { readonly path: string; readonly text: Text }[] => {
  const found: { readonly path: string; readonly text: Text }[] = [];
  const pending: (readonly [path: string, value: Value])[] = [["", given]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [path, value] = next;
    const below = (name: string | number): string => (path === "" ? String(name) : `${path}.${name}`);
    if (value.kind === "text" && /"Statement"|"Principal"/.test(value.text.text)) {
      if (isAbout(kind, value.text)) found.push({ path, text: value.text });
    } else if (value.kind === "object" && value.entries.has("Statement")) {
      const text = policyText(value);
      if (isAbout(kind, text)) found.push({ path, text });
    } else if (isStatement(value) || (value.kind === "list" && value.items.some(isStatement))) {
      // Statements without a document around them: the resource makes one.
      const text = policyText({ kind: "object", entries: new Map([["Statement", value]]), span: value.span });
      if (isAbout(kind, text)) found.push({ path, text });
    } else if (value.kind === "object")
      pending.push(...[...value.entries].map(([name, item]) => [below(name), item] as const).toReversed());
    else if (value.kind === "list")
      pending.push(...value.items.map((item, index) => [below(index), item] as const).toReversed());
  }
  return found;
};

/** Whether principals and actions of the service are given to a resource that makes a policy of them by rules of its own. */
const namesPrincipals = (given: Value, { actions }: CodeKind): boolean => {
  const text = encodeJson(given).text;
  return /"(?:not)?principals?":/i.test(text) && actions.given.test(text);
};

const isStatement = (value: Value): boolean =>
  value.kind === "object" &&
  (value.entries.has("Principal") || value.entries.has("NotPrincipal")) &&
  (value.entries.has("Action") || value.entries.has("NotAction"));

/** Whether a text is a policy with principals for the service, or for the ARN of a resource; parts of it may be holes. */
const isAbout = ({ actions }: CodeKind, text: Text): boolean => {
  const read = readJson(text);
  if ("wrong" in read) return false;
  return oneOrMany(member(read.node, "Statement")).some(
    (statement) =>
      (member(statement, "Principal") ?? member(statement, "NotPrincipal")) !== undefined &&
      [
        ...oneOrMany(member(statement, "Action") ?? member(statement, "NotAction")),
        ...oneOrMany(member(statement, "Resource") ?? member(statement, "NotResource")),
      ].some((value) => value.kind === "string" && actions.orArn.test(value.text.text)),
  );
};
