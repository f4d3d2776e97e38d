import { posix } from "node:path";
import type { PulumiForm } from "../../model/kind-in-code.ts";
import { evaluate, type Program } from "../pulumi/yaml-program.ts";
import type { SettableName } from "../written/settable.ts";
import { member, membersOf, stringOf, type Node } from "../written/node.ts";
import { encodeJson, knownText, textValue, type Value } from "../written/value.ts";
import { objectsIn } from "../writers/objects-in.ts";
import { writtenOutcome } from "../writers/written-outcome.ts";
import { callerOf, type WrittenPolicy } from "../writers/written-policy.ts";
import type { InputFile, Reader, Tree } from "./reader.ts";

/** Pulumi programs in YAML; also a component's, whose resources are `resources` too. */
export const pulumiYaml: Reader = {
  name: "Pulumi YAML",
  readsObjects: true,
  reads: (file) => file.text.includes(file.kind.pulumi.mark) && programsIn(file).length > 0,
  read: (file, tree) => {
    const programs = programsIn(file);
    const { pulumi: form } = file.kind;
    return writtenOutcome(file, {
      policies: (account, given) =>
        programs.flatMap((root) => policiesOf(openProgram(root, { account, given }, file, tree))),
      settable: programs.flatMap(configurationOf),
      handled: programs.flatMap((root) => policyResources(root, form).map(({ node }) => node.span)),
    });
  },
};

/** Every object with `resources` of which one is a policy. */
const programsIn = (file: InputFile): readonly Node[] =>
  [...objectsIn(file.documents())].filter((node) => policyResources(node, file.kind.pulumi).length > 0);

const policyResources = (
  root: Node,
  { policyType }: PulumiForm,
): readonly { readonly name: string; readonly node: Node }[] =>
  membersOf(member(root, "resources"))
    .filter(({ value }) => policyType.test(stringOf(member(value, "type")) ?? ""))
    .map(({ name, value }) => ({ name: name.text, node: value }));

/** Names of the configuration with a default, which each stack may set otherwise. */
const configurationOf = (root: Node): readonly SettableName[] =>
  [member(root, "config"), member(root, "configuration")]
    .flatMap(membersOf)
    .filter(({ value }) => member(value, "default") !== undefined)
    .map(({ name }) => ({ name: name.text, ways: ["parameter"] }));

const openProgram = (
  root: Node,
  { account, given }: Pick<Program, "account" | "given">,
  file: InputFile,
  tree: Tree,
): Program => ({
  root,
  kind: file.kind,
  account,
  given,
  read: (path) => tree.use(posix.join(posix.dirname(file.path), path)),
  busy: new Set(),
});

const policiesOf = (program: Program): readonly WrittenPolicy[] =>
  policyResources(program.root, program.kind.pulumi).map(({ name, node }) => {
    const region = regionOf(node, program);
    const known = knownText(region);
    const deployed =
      known === null ? program : { ...program, account: { ...program.account, region: known } };
    const given = (...names: readonly string[]): Value | null => {
      const found = names.map((one) => member(node, "properties", one)).find((one) => one !== undefined);
      return found === undefined ? null : evaluate(found, deployed);
    };
    return {
      identity: given(...program.kind.pulumi.resource),
      name: given(...program.kind.pulumi.name),
      policy: given(...program.kind.pulumi.policy),
      region,
      caller: callerIn(node, program),
      label: name,
      span: node.span,
      open: null,
    };
  });

/** The region that a resource names, or the provider in its options. */
const regionOf = (node: Node, program: Program): Value | null => {
  const region =
    member(node, "properties", "region") ?? member(providerOf(node, program), "properties", "region");
  return region === undefined ? null : evaluate(region, program);
};

/** The provider that a resource's options name, where the program declares it. */
const providerOf = (node: Node, { root }: Program): Node | undefined => {
  const name = /^\$\{(\w+)\}$/.exec(stringOf(member(node, "options", "provider")) ?? "")?.[1];
  return name === undefined ? undefined : member(root, "resources", name);
};

/** Who a provider acts as; one that the program does not declare, by its name. */
const callerIn = (node: Node, program: Program): string | null => {
  const named = member(node, "options", "provider");
  if (named === undefined) return null;
  const properties = member(providerOf(node, program), "properties");
  if (properties === undefined) return stringOf(named) ?? "a provider";
  return callerOf(
    membersOf(properties)
      .filter(({ name }) => !/^(?:region|defaultTags|skip\w*|maxRetries)$/.test(name.text))
      .map(({ value }) => textValue(encodeJson(evaluate(value, program)), value.span)),
  );
};
