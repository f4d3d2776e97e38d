import type { FileNote } from "../../model/snapshot.ts";
import { mayHoldCommand } from "../shell/may-hold-command.ts";
import { statementsIn } from "../writers/statements.ts";
import { writerUses } from "../writers/writer-uses.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { oneOrMany } from "../written/identity.ts";
import { readJson } from "../written/json.ts";
import { member, membersOf } from "../written/node.ts";
import { fileText, lineAndColumn, type SourceFile } from "../written/text.ts";
import type { ModuleSource } from "./module-source.ts";

/** Terraform's own resources; commands are read where a provisioner runs them. */
const RESOURCE = /^aws_/;

/**
 * What a file of Terraform writes a resource's policy with beside its own resources: code for a function, a template of
 * CloudFormation, a script for an instance. It is named, because nothing here reads it.
 */
export const otherWriters = (
  file: SourceFile,
  source: ModuleSource | null,
  kind: CodeKind,
): readonly FileNote[] => {
  if (file.path.endsWith(".json")) {
    const unknown = jsonHandedOn(file, kind) ?? unknownType(file, source, kind);
    return unknown === null ? [] : [unknown];
  }
  const handedOn = statementsHandedOn(file, kind);
  if (handedOn !== null) return [handedOn];
  if (!kind.terraform.writes.test(file.text)) return [];
  const provisioners = [...(source?.resources.values() ?? [])]
    .filter((block) => block.file.path === file.path)
    .flatMap(({ body }) => body.blocks)
    .filter(({ type }) => type === "provisioner");
  const undeclared = undeclaredImport(file, source, kind) ?? unknownType(file, source, kind);
  if (undeclared !== null) return [undeclared];
  const [first] = writerUses(file.text, kind).filter(
    ({ name, from, to }) =>
      !RESOURCE.test(name) &&
      !(
        kind.commands.operation.test(name) &&
        provisioners.some((block) => block.from <= from && to <= block.to)
      ),
  );
  return first === undefined
    ? []
    : [
        noted(
          file,
          first.from,
          `it writes the policy of ${kind.words.a} (${first.name}) in a way that is not understood`,
        ),
      ];
};

/** A statement about the service with a principal in a resource that is no policy of the kind: what it is handed to may write one. */
const statementsHandedOn = (file: SourceFile, kind: CodeKind): FileNote | null => {
  const { actions, terraform, words } = kind;
  if (!actions.withinAnyCase.test(file.text)) return null;
  const [first] = statementsIn(file.text, kind).filter(({ from }) => {
    const [, type = "", text = ""] =
      /^(?:resource|action)[ \t]+"(\w+)"([^]*)$/.exec(headed(file.text, from)) ?? [];
    return type !== "" && !terraform.ownTypes.test(type) && !mayHoldCommand(text, kind);
  });
  return first === undefined ? null : handedOn(file, first.from, words);
};

const handedOn = (file: SourceFile, at: number, words: CodeKind["words"]): FileNote =>
  noted(
    file,
    at,
    `it hands on a statement about ${words.service} with a principal, and it is not understood which ${words.short} has it`,
  );

/** The same in Terraform's JSON syntax, as the CDK for Terraform writes it. */
const jsonHandedOn = (file: SourceFile, kind: CodeKind): FileNote | null => {
  const { actions, terraform, words } = kind;
  const read = actions.withinAnyCase.test(file.text) ? readJson(fileText(file)) : null;
  if (read === null || "wrong" in read) return null;
  const others = oneOrMany(read.node)
    .flatMap((root) => [member(root, "resource"), member(root, "action")])
    .flatMap(oneOrMany)
    .flatMap(membersOf)
    .filter(({ name }) => !terraform.ownTypes.test(name.text));
  const first = statementsIn(file.text, kind).find(({ from }) =>
    others.some(({ value: { span } }) => span.from <= from && from < span.to),
  );
  return first === undefined ? null : handedOn(file, first.from, words);
};

/** The text from the head of the block that holds an offset, to the end of its line. */
const headed = (text: string, at: number): string => {
  const heads = [...text.slice(0, at).matchAll(HEAD)];
  const end = text.indexOf("\n", at);
  return text.slice(heads.at(-1)?.index ?? 0, end < 0 ? text.length : end);
};

const HEAD =
  /^(?:resource|action|data|ephemeral|locals|module|output|variable|provider|terraform|check|import|moved|removed)\b/gm;

/** An import, with the type and the address that it is to. */
const IMPORT = /\bimport\s{0,9}\{[^{}]{0,500}?\bto\s{0,9}=\s{0,9}((\w{1,100})\.\w{1,100})/g;

/** A policy that Terraform takes over from the account, and whose code it is still to write. */
const undeclaredImport = (
  file: SourceFile,
  source: ModuleSource | null,
  { terraform }: CodeKind,
): FileNote | null => {
  for (const { index, 1: address = "", 2: type = "" } of file.text.matchAll(IMPORT))
    if (Object.hasOwn(terraform.policyTypes, type) && source?.resources.has(address) !== true)
      return noted(
        file,
        index,
        `it imports ${address}, which is not declared here, so that its policy is not known`,
      );
  return null;
};

/** Resources of other providers whose type says that they are such a policy. */
const unknownType = (
  { path }: SourceFile,
  source: ModuleSource | null,
  { terraform, words }: CodeKind,
): FileNote | null => {
  const block = [...(source?.resources.values() ?? [])].find(
    ({ file, labels: [type = ""] }) =>
      file.path === path && terraform.likely.test(type) && !Object.hasOwn(terraform.policyTypes, type),
  );
  return block === undefined
    ? null
    : noted(
        block.file,
        block.from,
        `resources of the type ${block.labels[0] ?? ""} are not known, and could be the policy of ${words.a}`,
      );
};

const noted = (file: SourceFile, at: number, reason: string): FileNote => ({
  path: file.path,
  status: "not-understood",
  line: lineAndColumn(file, at).line,
  reason,
});
