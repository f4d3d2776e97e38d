import { posix } from "node:path";
import type { CodeKind } from "../written/code-kind.ts";
import { itemsOf, member, membersOf, stringOf, type Node } from "../written/node.ts";
import type { UnreadPart } from "../written/outcome.ts";
import { lineAndColumn } from "../written/text.ts";
import { knownText, type Value } from "../written/value.ts";
import type { Template } from "./frame.ts";
import { isModule } from "./resource-types.ts";

/**
 * Finds a template by its path from the tree's root. `adopt`: it is judged as a part of the stack that nests it, and not by
 * itself. Null where there is none, or it is no template.
 */
export type FindTemplate = (path: string, adopt: boolean) => Node | null;

/** Types of resource that nest a stack, and the property that names its template. */
const LOCATIONS: Readonly<Record<string, string>> = {
  "AWS::CloudFormation::Stack": "TemplateURL",
  "AWS::CloudFormation::StackSet": "TemplateURL",
  "AWS::Serverless::Application": "Location",
};

const locationOf = (resource: Node): Node | undefined => {
  const type = stringOf(member(resource, "Type")) ?? "";
  const property = Object.hasOwn(LOCATIONS, type) ? LOCATIONS[type] : undefined;
  return property === undefined ? undefined : member(resource, "Properties", property);
};

const isSet = (resource: Node): boolean =>
  stringOf(member(resource, "Type")) === "AWS::CloudFormation::StackSet";

/** A template that a resource nests. */
export interface Nested {
  readonly root: Node;
  /** What the resource gives to its parameters. */
  readonly given: ReadonlyMap<string, Value>;
}

/** What a resource of a template nests, other than the templates `above` it; null where it is no stack, or its template is not in the tree. */
export const nestedIn = (
  resource: Node,
  template: Template,
  find: FindTemplate,
  above: readonly string[],
): Nested | null => {
  const location = locationOf(resource);
  if (location === undefined) return null;
  const root = foundAt(resource, location, template, (path, adopt) => {
    const found = find(path, false);
    // A template that nests itself, which CloudFormation refuses.
    if (found === null || above.includes(found.span.file.path)) return null;
    // A set's template is also deployed elsewhere than the stack that holds it, so it is judged by itself too.
    return adopt && !isSet(resource) ? find(path, true) : found;
  });
  if (root === null) return null;
  return {
    root,
    given: new Map(
      givenParameters(resource).flatMap(([name, value]) => {
        const one = template.evaluate(value);
        return one === null ? [] : [[name, one] as const];
      }),
    ),
  };
};

/** A stack's parameters are a map, and those of a set of stacks a list. */
const givenParameters = (resource: Node): readonly (readonly [name: string, value: Node])[] => {
  const given = member(resource, "Properties", "Parameters");
  const listed = itemsOf(given).flatMap((item) => {
    const [name, value] = [stringOf(member(item, "ParameterKey")), member(item, "ParameterValue")];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return [...membersOf(given).map(({ name, value }) => [name.text, value] as const), ...listed];
};

const foundAt = (resource: Node, location: Node, template: Template, find: FindTemplate): Node | null => {
  const folder = posix.dirname(location.span.file.path);
  const within = (path: string, adopt: boolean): Node | null => {
    const joined = posix.join(folder, path);
    return joined.startsWith("..") || posix.isAbsolute(path) ? null : find(joined, adopt);
  };
  // The CDK packages the template as an asset beside the stack's own.
  const asset = stringOf(member(resource, "Metadata", "aws:asset:path"));
  if (asset !== undefined) return within(asset, true);
  const value = template.evaluate(location);
  const path = knownText(value);
  if (path !== null && !path.includes("://")) return within(path, true);
  // Of a URL the end of its path: the file as it stands in the tree before it is uploaded.
  const url = value?.kind === "text" ? value.text.text : "";
  const steps = url
    .replace(/[?#].*$/, "")
    .split("/")
    .slice(3);
  return (
    steps.map((_, index) => within(steps.slice(index).join("/"), false)).find((found) => found !== null) ??
    null
  );
};

/**
 * Stacks whose template is not in the tree, and that could hold a policy of the kind because they speak of its service; and in a
 * template that writes such, every module of the registry.
 */
export const nestedElsewhere = (
  root: Node,
  { speaksOf, words }: CodeKind,
  isFound: (resource: string) => boolean,
  writes: boolean,
): readonly UnreadPart[] =>
  membersOf(member(root, "Resources"))
    .filter(({ name, value }) => (locationOf(value) !== undefined || isModule(value)) && !isFound(name.text))
    .filter(
      ({ name, value }) =>
        (writes && isModule(value)) ||
        speaksOf.test(`${name.text} ${value.span.file.text.slice(value.span.from, value.span.to)}`),
    )
    .map(({ name, value: { span } }) => ({
      reason: `it nests a stack or a module from elsewhere (${name.text}), which could hold ${words.service} policies and is not read`,
      line: lineAndColumn(span.file, span.from).line,
    }));
