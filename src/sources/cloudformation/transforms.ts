import { objectsIn } from "../writers/objects-in.ts";
import { itemsOf, member, membersOf, stringOf, type Node } from "../written/node.ts";
import type { UnreadPart } from "../written/outcome.ts";
import { lineAndColumn, type Span } from "../written/text.ts";
import { isCustom, isModule, typeOf } from "./resource-types.ts";

/**
 * Transforms that bring no policy, unless the kind says so: the language extensions, whose functions are evaluated here, and
 * AWS's own that write other resources.
 *
 * Source: CloudFormation's user guide, transform-reference.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  "AWS::LanguageExtensions",
  "AWS::Serverless-2016-10-31",
  "AWS::CodeDeployBlueGreen",
  "AWS::SecretsManager-2020-07-23",
  "AWS::SecretsManager-2024-09-16",
]);

export const TRANSFORM = "Fn::Transform";

/** What a macro or `AWS::Include` is called: the `Name` of `Fn::Transform`. */
export const transformName = (transform: Node | undefined): string =>
  stringOf(transform) ?? stringOf(member(transform, "Name")) ?? "a macro";

/**
 * Macros and includes that may change or add any resource of the template, at its top and among its resources; `transforms`
 * are those of AWS's own that add policies of the kind.
 */
export const openTransforms = (root: Node, transforms: readonly string[] = []): readonly UnreadPart[] => {
  const stated = member(root, "Transform");
  const whole = [
    ...(stated === undefined ? [] : stated.kind === "array" ? itemsOf(stated) : [stated]),
    ...transformsIn(root),
  ]
    .map((transform) => ({ transform, name: transformName(transform) }))
    .filter(({ name }) => !HARMLESS.has(name) || transforms.includes(name))
    .map(({ transform }) => transform);
  return [...whole, ...transformsIn(member(root, "Resources"))].map((transform) =>
    unreadTransform(transform),
  );
};

/** Modules, and what macros and includes bring into the properties of custom resources: either may hold any policy. */
export const openResources = (root: Node): readonly UnreadPart[] =>
  membersOf(member(root, "Resources")).flatMap(({ value }) => {
    if (isModule(value))
      return [{ reason: `what the module ${typeOf(value)} holds is not known`, line: lineOf(value.span) }];
    return isCustom(typeOf(value)) ? [...objectsIn([value])].flatMap(transformsIn).map(unreadTransform) : [];
  });

/** The `Fn::Transform` members of one object. */
export const transformsIn = (node: Node | undefined): readonly Node[] =>
  membersOf(node)
    .filter(({ name }) => name.text === TRANSFORM)
    .map(({ value }) => value);

export const unreadTransform = (transform: Node): UnreadPart => ({
  reason: `what ${transformName(transform)} brings into the template is not known`,
  line: lineOf(transform.span),
});

const lineOf = ({ file, from }: Span): number => lineAndColumn(file, from).line;
