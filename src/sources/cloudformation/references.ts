import type { CloudFormationType } from "../../model/kind-in-code.ts";
import type { Account } from "../written/identity.ts";
import { arnOfIdentity } from "../written/identity-name.ts";
import { member, stringOf, type Node } from "../written/node.ts";
import { concat, hole, made, type Span } from "../written/text.ts";
import { interpolated, madeText, textValue, type Value } from "../written/value.ts";
import { guarded, type Template } from "./frame.ts";

const PSEUDO: Readonly<Record<string, (account: Account) => string>> = {
  "AWS::AccountId": ({ account }) => account,
  "AWS::Region": ({ region }) => region,
  "AWS::Partition": ({ partition }) => partition,
  "AWS::URLSuffix": ({ partition }) => (partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"),
};

/** What `Ref` gives: a pseudo parameter, a parameter's default, a resource's own name; null where it is not known. */
export const referenceTo = (name: string, template: Template, at: Span): Value | null => {
  if (Object.hasOwn(PSEUDO, name)) return madeText(PSEUDO[name]?.(template.account) ?? "", at);
  const parameter = member(template.root, "Parameters", name);
  const given = parameter === undefined ? undefined : template.given.get(name);
  if (given !== undefined) return given;
  if (parameter !== undefined) return parameterValue(parameter, template);
  const resource = member(template.root, "Resources", name);
  const declared = ofKind(resource, template);
  return declared === undefined || resource === undefined
    ? property(resource, REF_NAMES, template)
    : attributeOfKind(name, resource, declared, declared.ref ?? "name", template, at);
};

/** How the kind's own types are referred to; undefined for any other resource. */
const ofKind = (resource: Node | undefined, { kind }: Template): CloudFormationType | undefined => {
  const { types } = kind.cloudFormation;
  const type = stringOf(member(resource, "Type")) ?? "";
  return Object.hasOwn(types, type) ? types[type] : undefined;
};

/** The name of a resource of the kind; one that AWS makes up is called by the reference to it. */
export const declaredName = (
  name: string,
  resource: Node,
  { name: property, unnamed }: CloudFormationType,
  template: Template,
): Value | null => {
  const node = member(resource, "Properties", property);
  if (node === undefined)
    return unnamed === true ? textValue(hole(`!Ref ${name}`, resource.span), resource.span) : null;
  return guarded(template, `${node.span.from}`, () => template.evaluate(node));
};

const attributeOfKind = (
  name: string,
  resource: Node,
  declared: CloudFormationType,
  wanted: "name" | "arn",
  template: Template,
  at: Span,
): Value | null => {
  const own = declaredName(name, resource, declared, template);
  return own === null || wanted === "name" ? own : arnOfIdentity(own, template.account, at, template.kind);
};

/** Types of resource whose `Ref` is one of their own properties. */
const REF_NAMES: Readonly<Record<string, string>> = {
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::User": "UserName",
};

const parameterValue = (parameter: Node, template: Template): Value | null => {
  const type = stringOf(member(parameter, "Type")) ?? "";
  const standard = member(parameter, "Default");
  if (standard === undefined || type.startsWith("AWS::SSM::")) return null;
  const value =
    standard.kind === "number" ? madeText(standard.written, standard.span) : template.evaluate(standard);
  const text = value?.kind === "text" ? value.text.text : null;
  return text !== null && (type === "CommaDelimitedList" || type.startsWith("List<"))
    ? {
        kind: "list",
        items: text.split(",").map((item) => madeText(item.trim(), standard.span)),
        span: standard.span,
      }
    : value;
};

const property = (
  resource: Node | undefined,
  names: Readonly<Record<string, string>>,
  template: Template,
): Value | null => {
  const type = stringOf(member(resource, "Type")) ?? "";
  const name = Object.hasOwn(names, type) ? names[type] : undefined;
  const node = name === undefined ? undefined : member(resource, "Properties", name);
  return node === undefined ? null : guarded(template, `${node.span.from}`, () => template.evaluate(node));
};

const PRINCIPALS: Readonly<Record<string, string>> = {
  "AWS::IAM::Role": "role",
  "AWS::IAM::User": "user",
};

/**
 * What `Fn::GetAtt` gives: the ARN of a role or user. One without a name gets a name when it is made, and is the
 * template's own account's all the same.
 */
export const attributeOf = (name: string, attribute: string, template: Template, at: Span): Value | null => {
  const resource = member(template.root, "Resources", name);
  const type = stringOf(member(resource, "Type")) ?? impliedType(name, resource, template);
  const principal = Object.hasOwn(PRINCIPALS, type) ? PRINCIPALS[type] : undefined;
  if (attribute.startsWith("Outputs."))
    return outputOf(template.nested(name), attribute.slice("Outputs.".length));
  const declared = ofKind(resource, template);
  const wanted = declared?.attributes?.[attribute];
  if (declared !== undefined && wanted !== undefined && resource !== undefined)
    return attributeOfKind(name, resource, declared, wanted, template, at);
  if (principal === undefined || attribute !== "Arn") return null;
  const own = property(resource, REF_NAMES, template);
  const path = member(resource, "Properties", "Path");
  const folder = path === undefined ? madeText("/", at) : template.evaluate(path);
  if (folder === null) return null;
  const { partition, account } = template.account;
  return textValue(
    concat([
      made(`arn:${partition}:iam::${account}:${principal}`, at),
      interpolated(folder, at),
      own === null ? hole(`!GetAtt ${name}.${attribute}`, at) : interpolated(own, at),
    ]),
    at,
  );
};

/** An output of a nested stack. */
const outputOf = (nested: Template | null, name: string): Value | null => {
  const value = nested === null ? undefined : member(nested.root, "Outputs", name, "Value");
  return value === undefined || nested === null
    ? null
    : guarded(nested, `output ${name}`, () => nested.evaluate(value));
};

/** Roles that a transform adds: SAM's for a function, and the one of the Serverless Framework. */
const impliedType = (name: string, resource: Node | undefined, template: Template): string => {
  const owner = member(template.root, "Resources", name.replace(/Role$/, ""));
  const isFunction = stringOf(member(owner, "Type")) === "AWS::Serverless::Function";
  return resource === undefined &&
    (name === "IamRoleLambdaExecution" || (name.endsWith("Role") && isFunction))
    ? "AWS::IAM::Role"
    : "";
};
