import { member, membersOf, type Member, type Node, type ObjectNode } from "../written/node.ts";
import { made } from "../written/text.ts";

/**
 * The `resources` of a service with its `extensions` carried out: their properties and metadata take the place of those with the
 * same name, their other attributes are set. A resource that is not declared here comes from a function or a plugin.
 *
 * Source: merge-custom-provider-resources.js of the Serverless Framework.
 */
export const withExtensions = (resources: Node): Node => {
  const extensions = membersOf(member(resources, "extensions"));
  if (extensions.length === 0 || resources.kind !== "object") return resources;
  const declared = new Map(membersOf(member(resources, "Resources")).map((one) => [one.name.text, one]));
  for (const extension of extensions) {
    const before = declared.get(extension.name.text);
    declared.set(extension.name.text, {
      name: before?.name ?? extension.name,
      value: extended(before?.value ?? generated(extension.value), extension.value),
    });
  }
  const { span } = resources;
  const extendedResources: Member = {
    name: made("Resources", span),
    value: { kind: "object", members: [...declared.values()], span },
  };
  return {
    ...resources,
    members: [
      ...resources.members.filter(({ name }) => !/^(?:Resources|extensions)$/.test(name.text)),
      extendedResources,
    ],
  };
};

/** What the framework or a plugin makes, as far as the configuration says it. */
const generated = ({ span }: Node): ObjectNode => ({
  kind: "object",
  span,
  members: [
    { name: made("Type", span), value: { kind: "string", text: made("Custom::Generated", span), span } },
  ],
});

const extended = (resource: Node, extension: Node): Node =>
  assigned(resource, extension, (name, before, value) =>
    name === "Properties" || name === "Metadata"
      ? assigned(before, value, (_name, _before, one) => one)
      : value,
  );

/** An object whose members another's take the place of; `join` says how. */
const assigned = (
  before: Node,
  after: Node,
  join: (name: string, before: Node, after: Node) => Node,
): Node => {
  if (before.kind !== "object" || after.kind !== "object") return after;
  const members = new Map(before.members.map((one) => [one.name.text, one]));
  for (const one of after.members) {
    const known = members.get(one.name.text);
    members.set(
      one.name.text,
      known === undefined ? one : { ...known, value: join(one.name.text, known.value, one.value) },
    );
  }
  return { ...before, members: [...members.values()] };
};
