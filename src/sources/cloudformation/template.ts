import type { CloudFormationPolicyType, CloudFormationType } from "../../model/kind-in-code.ts";
import { concernsKind } from "../policy-files/policy-file.ts";
import { objectsIn } from "../writers/objects-in.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { identitiesOf, type Attached } from "../written/attached.ts";
import { judgedAs, STAND_IN, type Account, type WrittenIdentity } from "../written/identity.ts";
import { namedIdentity } from "../written/identity-name.ts";
import { member, membersOf, stringOf, type Node } from "../written/node.ts";
import type { SettableName } from "../written/settable.ts";
import type { Outcome, UnreadPart } from "../written/outcome.ts";
import { hole, lineAndColumn, placeOf, type SourceFile, type Span, type Text } from "../written/text.ts";
import { encodeJson, expressionOf, knownText, type Value } from "../written/value.ts";
import { inRegion } from "../written/in-region.ts";
import { knownTags, withoutStandIns, type WrittenTags } from "../written/tags.ts";
import { customAttachments, type Attachment } from "./custom-resource.ts";
import type { Template } from "./frame.ts";
import { declaredName } from "./references.ts";
import { nestedElsewhere, type FindTemplate } from "./nested-stacks.ts";
import { doubtOf, openStacks, type Stack } from "./stacks.ts";
import { isCustom, typeOf } from "./resource-types.ts";
import { openTransforms, transformsIn, TRANSFORM, unreadTransform } from "./transforms.ts";

/** The template in a file: the whole of it, or the `resources` of a Serverless Framework file. */
export const templateIn = (node: Node): Node | null =>
  [node, ...[member(node, "resources")].filter((inner) => inner !== undefined)].find((candidate) =>
    membersOf(member(candidate, "Resources")).some(
      ({ name, value }) =>
        stringOf(member(value, "Type")) !== undefined || /^Fn::(?:ForEach::|Transform$)/.test(name.text),
    ),
  ) ?? null;

/**
 * Reads a CloudFormation template and what it nests: the identities and what custom resources attach to them. A function's
 * code in a template serves the template's own custom resources; where none of these gives a policy, what its code, or a
 * template in it, writes is not handled. A statement that its code holds is none of theirs.
 */
export const readTemplate = (
  file: SourceFile,
  root: Node,
  find: FindTemplate,
  kind: CodeKind,
  standIn: Account = STAND_IN,
): Outcome => {
  const identitiesWith = (given: ReadonlyMap<string, Value>): readonly WrittenIdentity[] =>
    identitiesOf(kind, (account) => attachedIn(file, openStacks(root, find, standIn, account, kind, given)));
  const identities = identitiesWith(new Map());
  const stacks = openStacks(root, find, standIn, null, kind);
  const { words, cloudFormation } = kind;
  const writes =
    identities.length > 0 || stacks.some(({ written }) => cloudFormation.writes.test(textOf(written)));
  const unread = stacks.flatMap((stack) => [
    ...(writes ? unreadParts(stack) : []),
    ...policiesElsewhere(stack),
    ...newProperties(stack),
    ...nestedElsewhere(stack.template.root, kind, (name) => stack.nested.has(name), writes),
  ]);
  const found: Outcome =
    identities.length === 0 && unread.length === 0
      ? {
          status: "skipped",
          reason: `a template without ${words.many}`,
          todo: `Give a template that declares ${words.a} or its policy.`,
        }
      : {
          status: "judged",
          identities,
          unread,
          settable: { path: file.path, names: parametersOf(root), identitiesWith },
        };
  const handled = stacks.flatMap(notDeployed);
  return identities.some(({ policies }) => policies.length > 0)
    ? { ...found, handled, serves: true }
    : { ...found, handled };
};

/** Parameters without a default are open as it is. */
const parametersOf = (root: Node): readonly SettableName[] =>
  membersOf(member(root, "Parameters"))
    .filter(({ value }) => member(value, "Default") !== undefined)
    .map(({ name }) => ({ name: name.text, ways: ["parameter"] }));

/** A condition keeps them out, so nothing that they write counts. */
const notDeployed = ({ template }: Stack): readonly Span[] =>
  membersOf(member(template.root, "Resources"))
    .filter(({ name, value }) => doubtOf(value, name.text, template) === "absent")
    .map(({ value }) => value.span);

const textOf = ({ span: { file, from, to } }: Node): string => file.text.slice(from, to);

const unreadParts = ({ written, template, unread }: Stack): readonly UnreadPart[] => {
  const resources = membersOf(member(template.root, "Resources")).filter(({ value }) =>
    isCustom(typeOf(value)),
  );
  return [
    ...openTransforms(written, template.kind.cloudFormation.transforms),
    ...unread,
    ...resources
      .flatMap(({ value }) => [...transformsIn(value), ...transformsIn(member(value, "Properties"))])
      .map(unreadTransform),
  ];
};

/** Types of AWS that hold policies with principals which are of no resource: of roles, of accounts, of endpoints. */
const HOLDS_OTHER_POLICIES = /^AWS::(?:IAM|Organizations|SSO)::|^AWS::EC2::VPCEndpoint$/;

/** Policies of the kind in resources of AWS that are not known to have any: a type or a property that is new. */
const policiesElsewhere = ({ template }: Stack): readonly UnreadPart[] => {
  const { kind, root } = template;
  return membersOf(member(root, "Resources"))
    .filter(({ value }) => {
      const type = typeOf(value);
      return (
        !isCustom(type) &&
        !HOLDS_OTHER_POLICIES.test(type) &&
        !Object.hasOwn(kind.cloudFormation.policyTypes ?? {}, type) &&
        kind.cloudFormation.types[type]?.policy === undefined
      );
    })
    .flatMap(({ name, value }) => {
      const [held] = [...objectsIn([value])].filter((node) => concernsKind(node, kind));
      return held === undefined
        ? []
        : [
            {
              line: lineAndColumn(held.span.file, held.span.from).line,
              reason: `${name.text} (${typeOf(value)}) holds a policy about ${kind.words.service}, and it is not known which ${kind.words.short} has it`,
            },
          ];
    });
};

/** Properties of a resource of the kind that its type did not have when its table was made. */
const newProperties = ({ template }: Stack): readonly UnreadPart[] => {
  const { types } = template.kind.cloudFormation;
  return membersOf(member(template.root, "Resources")).flatMap(({ name, value }) => {
    const type = typeOf(value);
    const known = Object.hasOwn(types, type) ? types[type]?.properties : undefined;
    const added = membersOf(withoutTransforms(member(value, "Properties"))).find(
      (property) => known?.includes(property.name.text) === false && !property.name.text.startsWith("Fn::"),
    );
    return added === undefined
      ? []
      : [
          {
            line: lineAndColumn(added.value.span.file, added.value.span.from).line,
            reason: `${name.text} (${type}) has a property that is not known (${added.name.text}), and it may say who can use the ${template.kind.words.short}`,
          },
        ];
  });
};

const attachedIn = (file: SourceFile, stacks: readonly Stack[]): readonly Attached[] =>
  stacks.flatMap(({ template, prefix, open, stack, as }) =>
    membersOf(member(template.root, "Resources")).flatMap(({ name, value }) => {
      const doubt = doubtOf(value, name.text, template);
      if (doubt === "absent") return [];
      const address = `${prefix}${name.text}`;
      return attachments(name.text, value, template).map((attachment): Attached => {
        const { identity, policy, tags } = attachment;
        const account = judgedAs(accountOf(attachment, stack), as);
        return {
          ...namedIdentity(identity, address, template.kind),
          policy,
          file: value.span.file.path,
          rootFile: file.path,
          address,
          place: placeOf(value.span),
          open: open ?? doubt,
          account,
          ...(tags === undefined ? {} : knownTags(withoutStandIns(tags, account))),
        };
      });
    }),
  );

const attachments = (name: string, resource: Node, template: Template): readonly Attachment[] => {
  const type = typeOf(resource);
  const { types, policyTypes = {} } = template.kind.cloudFormation;
  const properties = withoutTransforms(member(resource, "Properties"));
  const declared = Object.hasOwn(types, type) ? types[type] : undefined;
  if (declared !== undefined && (properties !== undefined || declared.unnamed === true))
    return declaredAttachments(
      declaredName(name, resource, declared, template),
      properties,
      declared,
      template,
    );
  if (properties === undefined) return [];
  const policy = Object.hasOwn(policyTypes, type) ? policyTypes[type] : undefined;
  if (policy !== undefined) return policyAttachments(properties, policy, template);
  return isCustom(type) ? customAttachments(properties, type, template) : [];
};

/** A resource of the kind, and the policy in it. */
const declaredAttachments = (
  identity: Value | null,
  properties: Node | undefined,
  { policy, tags }: CloudFormationType,
  template: Template,
): readonly Attachment[] => {
  const listed = tags === undefined ? undefined : member(properties, tags);
  const own: Attachment = {
    identity,
    policy: null,
    ...(listed === undefined ? {} : { tags: tagsIn(template.evaluate(listed)) }),
  };
  const given = policy === undefined ? undefined : member(properties, policy);
  const text = given === undefined ? null : policyText(given, template);
  return text === null ? [own] : [own, { identity, policy: { name: "policy", text } }];
};

/** A list of `Key` and `Value`; a tag whose key is not known is left out. */
const tagsIn = (list: Value | null): WrittenTags =>
  new Map(
    (list?.kind === "list" ? list.items : []).flatMap((item): (readonly [string, string | null])[] => {
      const tag = item.kind === "object" ? item.entries : null;
      const key = knownText(tag?.get("Key"));
      return key === null ? [] : [[key, knownText(tag?.get("Value"))]];
    }),
  );

/** A policy as an object or as its text; null where it is `AWS::NoValue`. */
const policyText = (node: Node, template: Template): Text | null => {
  const value = template.evaluate(node);
  return value === null ? null : value.kind === "text" ? value.text : encodeJson(value);
};

/** What a resource that is a policy attaches to each resource that it names. */
const policyAttachments = (
  properties: Node,
  form: CloudFormationPolicyType,
  template: Template,
): readonly Attachment[] => {
  const [resource, given] = [form.resources, form.policy].map((name) => member(properties, name));
  const named = resource === undefined ? null : template.evaluate(resource);
  const text =
    (given === undefined ? null : policyText(given, template)) ?? hole(form.policy, properties.span);
  const resources = named?.kind === "list" ? named.items : [named];
  return resources.map((identity) => ({ identity, policy: { name: "policy", text } }));
};

/** What stands beside a transform is read; that more may be there is said of the template. */
const withoutTransforms = (properties: Node | undefined): Node | undefined =>
  properties?.kind === "object"
    ? { ...properties, members: properties.members.filter(({ name }) => name.text !== TRANSFORM) }
    : properties;

/** As the stack is deployed; a custom resource may go to the region that it names, as the role that it assumes. */
const accountOf = ({ region, assumedRole }: Attachment, stack: Account): Account => {
  const unsaid: Account = {
    ...stack,
    accountKey: stack.account === STAND_IN.account ? "?" : stack.account,
    regionKey: stack.regionKnown === true ? stack.region : "?",
  };
  const named = inRegion(unsaid, region ?? null);
  if (assumedRole === undefined) return named;
  const assumed = /^arn:[a-z-]+:iam::(\d{12}):/.exec(knownText(assumedRole) ?? "")?.[1];
  return assumed === undefined
    ? { ...named, accountKey: `?${knownText(assumedRole) ?? expressionOf(assumedRole)}` }
    : { ...named, account: assumed, accountKey: assumed };
};
