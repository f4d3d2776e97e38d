import { posix } from "node:path";
import { jinjaValue, type JinjaContext } from "../ansible/jinja.ts";
import type { AnsibleForm } from "../../model/kind-in-code.ts";
import { member, membersOf, stringOf, type Node, type ObjectNode } from "../written/node.ts";
import { knownText, unknown, type Value } from "../written/value.ts";
import { objectsIn } from "../writers/objects-in.ts";
import { writtenOutcome } from "../writers/written-outcome.ts";
import { callerOf, type WrittenPolicy } from "../writers/written-policy.ts";
import type { InputFile, Reader, Tree } from "./reader.ts";

export const ansible: Reader = {
  name: "Ansible",
  readsObjects: true,
  reads: (file) =>
    file.text.includes(file.kind.ansible.mark) &&
    [...objectsIn(file.documents())].some((node) => argumentsOf(node, file.kind.ansible) !== null),
  read: (file, tree) => {
    const { ansible: form } = file.kind;
    const tasks = [...objectsIn(file.documents())].filter((node) => argumentsOf(node, form) !== null);
    const variables = variablesOf(file);
    return writtenOutcome(file, {
      policies: (_account, given) => {
        const context = contextOf(file, tree, variables, given);
        return tasks.flatMap((task) => policyOf(task, context, form));
      },
      settable: Array.from(variables.keys(), (name) => ({ name, ways: ["parameter"] })),
      handled: tasks.map(({ span }) => span),
    });
  },
};

/** The arguments of a task that runs the module; null for any other object. */
const argumentsOf = (node: ObjectNode, { module }: AnsibleForm): Node | null => {
  for (const { name, value } of node.members) {
    if (module.test(name.text)) return member(node, "args") ?? value;
    if ((name.text === "action" || name.text === "local_action") && isModule(value, module))
      return member(node, "args") ?? value;
  }
  return null;
};

const isModule = (value: Node, module: RegExp): boolean =>
  module.test(stringOf(member(value, "module")) ?? stringOf(value)?.split(" ")[0] ?? "");

const policyOf = (task: ObjectNode, context: JinjaContext, form: AnsibleForm): readonly WrittenPolicy[] => {
  const given = argumentsOf(task, form);
  const value = (...names: readonly string[]): Value | null => {
    const node = names.map((name) => member(given ?? task, name)).find((one) => one !== undefined);
    return node === undefined ? null : jinjaValue(node, context);
  };
  const state = value("state");
  const condition = member(task, "when");
  if (knownText(state) === "absent") return [];
  return [
    {
      identity: value(...form.resource),
      name: value(...form.name),
      policy: value(...form.policy),
      region: value("region", "aws_region", "ec2_region"),
      caller: callerOf(CREDENTIALS.flatMap((name) => value(name) ?? [])),
      label: stringOf(member(task, "name")) ?? form.mark,
      span: task.span,
      open:
        condition !== undefined
          ? unknown(`when: ${stringOf(condition) ?? "…"}`, condition.span)
          : state !== null && knownText(state) === null
            ? unknown("state", state.span)
            : null,
    },
  ];
};

/** Arguments that say as whom the module calls, with their aliases. */
const CREDENTIALS = [
  "profile",
  "aws_profile",
  "access_key",
  "aws_access_key",
  "aws_access_key_id",
  "ec2_access_key",
  "endpoint_url",
  "aws_endpoint_url",
];

type Variables = ReadonlyMap<string, Node | null>;

/** The variables that a file sets; null for one that it sets twice. */
const variablesOf = (file: InputFile): Variables => {
  const variables = new Map<string, Node | null>();
  for (const node of objectsIn(file.documents()))
    for (const { name, value } of membersOf(member(node, "vars")))
      variables.set(name.text, variables.has(name.text) ? null : value);
  return variables;
};

const contextOf = (
  file: InputFile,
  tree: Tree,
  variables: Variables,
  given: ReadonlyMap<string, Value>,
): JinjaContext => {
  const folder = posix.dirname(file.path);
  return {
    given: (name) => given.get(name),
    variable: (name) => variables.get(name) ?? undefined,
    lookUp: (kind, path) => {
      const texts = SEARCHED.map((place) => posix.join(folder, place.replace("KIND", `${kind}s`), path))
        .filter((place) => !place.startsWith(".."))
        .map(tree.use);
      return texts.find((text) => text !== null) ?? null;
    },
  };
};

/** Where Ansible looks, from a role's or a play's folder. */
const SEARCHED = ["../KIND", "KIND", "..", "."];
