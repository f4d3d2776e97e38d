import type { FileNote } from "../../model/snapshot.ts";
import { writerUses } from "../writers/writer-names.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";
import type { ModuleSource } from "./module-source.ts";

/** Terraform's own resources, and commands, which are read where a provisioner runs them. */
const RESOURCE = /^aws_/;
const COMMAND = /^(?:put-identity-policy|(?:create|update)-email-identity-policy)$/;

/**
 * What a file of Terraform writes an identity's policy with beside its own resources: code for a function, a template of
 * CloudFormation, a script for an instance. It is named, because nothing here reads it.
 */
export const otherWriters = (file: SourceFile, source: ModuleSource | null): readonly FileNote[] => {
  if (!/dentity[-_]?[Pp]olic/.test(file.text) || file.path.endsWith(".json")) return [];
  const provisioners = [...(source?.resources.values() ?? [])]
    .filter((block) => block.file.path === file.path)
    .flatMap(({ body }) => body.blocks)
    .filter(({ type }) => type === "provisioner");
  const [first] = writerUses(file.text).filter(
    ({ name, from, to }) =>
      !RESOURCE.test(name) &&
      !(COMMAND.test(name) && provisioners.some((block) => block.from <= from && to <= block.to)),
  );
  return first === undefined
    ? []
    : [
        {
          path: file.path,
          status: "not-understood",
          line: lineAndColumn(file, first.from).line,
          reason: `it writes the policy of an SES identity (${first.name}) in a way that is not understood`,
        },
      ];
};
