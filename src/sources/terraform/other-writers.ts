import type { FileNote } from "../../model/snapshot.ts";
import { mayHoldCommand } from "../../services/ses/in-code/names.ts";
import { sesStatements } from "../../services/ses/in-code/statements.ts";
import { writerUses } from "../../services/ses/in-code/writer-names.ts";
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
  if (file.path.endsWith(".json")) return [];
  const handedOn = statementsHandedOn(file);
  if (handedOn !== null) return [handedOn];
  if (!/dentity[-_]?[Pp]olic/.test(file.text)) return [];
  const provisioners = [...(source?.resources.values() ?? [])]
    .filter((block) => block.file.path === file.path)
    .flatMap(({ body }) => body.blocks)
    .filter(({ type }) => type === "provisioner");
  const undeclared = undeclaredImport(file, source) ?? unknownType(file, source);
  if (undeclared !== null) return [undeclared];
  const [first] = writerUses(file.text).filter(
    ({ name, from, to }) =>
      !RESOURCE.test(name) &&
      !(COMMAND.test(name) && provisioners.some((block) => block.from <= from && to <= block.to)),
  );
  return first === undefined
    ? []
    : [
        noted(
          file,
          first.from,
          `it writes the policy of an SES identity (${first.name}) in a way that is not understood`,
        ),
      ];
};

/** A statement about SES with a principal in a resource that is no policy of an identity: what it is handed to may write one. */
const statementsHandedOn = (file: SourceFile): FileNote | null => {
  if (!/\bses:/.test(file.text)) return null;
  const [first] = sesStatements(file.text).filter(({ from }) => {
    const [, type = "", text = ""] = /^resource[ \t]+"(\w+)"([^]*)$/.exec(headed(file.text, from)) ?? [];
    return type !== "" && !OWN_TYPES.test(type) && !mayHoldCommand(text);
  });
  return first === undefined
    ? null
    : noted(
        file,
        first.from,
        "it hands on a statement about SES with a principal, and it is not understood which identity has it",
      );
};

/** The text from the head of the block that holds an offset, to the end of its line. */
const headed = (text: string, at: number): string => {
  const heads = [...text.slice(0, at).matchAll(HEAD)];
  const end = text.indexOf("\n", at);
  return text.slice(heads.at(-1)?.index ?? 0, end < 0 ? text.length : end);
};

const HEAD =
  /^(?:resource|data|ephemeral|locals|module|output|variable|provider|terraform|check|import|moved|removed)\b/gm;

const OWN_TYPES = /^aws_sesv?2?_/;

const IMPORT =
  /\bimport\s{0,9}\{[^{}]{0,500}?\bto\s{0,9}=\s{0,9}((?:aws_ses_identity_policy|aws_sesv2_email_identity_policy)\.\w{1,100})/g;

/** A policy that Terraform takes over from the account, and whose code it is still to write. */
const undeclaredImport = (file: SourceFile, source: ModuleSource | null): FileNote | null => {
  for (const { index, 1: address = "" } of file.text.matchAll(IMPORT))
    if (source?.resources.has(address) !== true)
      return noted(
        file,
        index,
        `it imports ${address}, which is not declared here, so that its policy is not known`,
      );
  return null;
};

/** Resources of other providers whose type says that they are such a policy. */
const OTHER_TYPE = /^(?!aws_ses_identity_policy$|aws_sesv2_email_identity_policy$)\w*ses\w*identity_?policy$/;

const unknownType = ({ path }: SourceFile, source: ModuleSource | null): FileNote | null => {
  const block = [...(source?.resources.values() ?? [])].find(
    ({ file, labels }) => file.path === path && OTHER_TYPE.test(labels[0] ?? ""),
  );
  return block === undefined
    ? null
    : noted(
        block.file,
        block.from,
        `resources of the type ${block.labels[0] ?? ""} are not known, and could be the policy of an SES identity`,
      );
};

const noted = (file: SourceFile, at: number, reason: string): FileNote => ({
  path: file.path,
  status: "not-understood",
  line: lineAndColumn(file, at).line,
  reason,
});
