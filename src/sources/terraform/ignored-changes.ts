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
    .filter((block) => block.file.path === path && ignoresPolicy(block, kind))
    .map((block): FileNote => ({
      path,
      status: "not-understood",
      line: lineAndColumn(block.file, block.from).line,
      reason: `Terraform ignores changes of ${block.labels.join(".")}, so that the policy in the account may be another one`,
    }));

const ignoresPolicy = ({ labels: [type = ""], body }: Declared, { terraform }: CodeKind): boolean => {
  const policy = Object.hasOwn(terraform.policyTypes, type) ? terraform.policyTypes[type] : undefined;
  const declared = Object.hasOwn(terraform.types, type) ? terraform.types[type] : undefined;
  const names = [
    ...(policy === undefined ? [] : [policy.policy ?? "policy", policy.resource]),
    ...(declared?.policy === undefined ? [] : [declared.policy]),
  ];
  return body.blocks.some((block) => {
    const ignored = block.type === "lifecycle" ? block.body.attributes.get("ignore_changes") : undefined;
    const words = ignored === undefined ? [] : written(ignored).split(/\W+/);
    return names.length > 0 && words.some((word) => word === "all" || names.includes(word));
  });
};
