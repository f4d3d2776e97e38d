import type { FileNote } from "../../model/snapshot.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { lineAndColumn } from "../written/text.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import { written } from "./traverse.ts";

/**
 * The notes on policies of one file whose changes Terraform ignores (`lifecycle { ignore_changes }`): the code's policy is
 * what a new resource begins with, and an older one keeps what it has.
 */
export const ignoredChanges = (source: ModuleSource, path: string, kind: CodeKind): readonly FileNote[] =>
  [...source.resources.values()]
    // Most files have none, and a block's body is parsed when it is first asked for.
    .filter(({ file }) => file.path === path && file.text.includes(IGNORES))
    .filter((block) => ignoresPolicy(block, kind))
    .map((block): FileNote => ({
      path,
      status: "not-understood",
      line: lineAndColumn(block.file, block.from).line,
      reason: `Terraform ignores changes of ${block.labels.join(".")}, so that the policy in the account may be another one`,
    }));

const IGNORES = "ignore_changes";

const ignoresPolicy = (declaration: Declared, { terraform }: CodeKind): boolean => {
  const [type = ""] = declaration.labels;
  const policy = Object.hasOwn(terraform.policyTypes, type) ? terraform.policyTypes[type] : undefined;
  const declared = Object.hasOwn(terraform.types, type) ? terraform.types[type] : undefined;
  const names = [
    ...(policy === undefined ? [] : [policy.policy ?? "policy", policy.resource]),
    ...(declared?.policy === undefined ? [] : [declared.policy]),
  ];
  if (names.length === 0) return false;
  return declaration.body.blocks.some((block) => {
    const ignored = block.type === "lifecycle" ? block.body.attributes.get(IGNORES) : undefined;
    const words = ignored === undefined ? [] : written(ignored).split(/\W+/);
    return words.some((word) => word === "all" || names.includes(word));
  });
};
