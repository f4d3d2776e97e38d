import type { FileNote } from "../../model/snapshot.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import { written } from "./traverse.ts";

/**
 * The notes on what one file takes out of the code and leaves in the account, so that nothing tells what its policy is:
 * `removed` blocks that do not destroy. Terraform destroys where nothing is said, and OpenTofu does not.
 */
export const forgottenNotes = (
  source: ModuleSource,
  path: string,
  kind: CodeKind,
  /** Whether the tree holds the kind, so that a module may have held it, whatever it is called. */
  holdsKind: boolean,
): readonly FileNote[] =>
  source.removed
    .filter(
      (block) => block.file.path === path && !isDestroyed(block) && mayHoldPolicy(block, kind, holdsKind),
    )
    .map((block): FileNote => ({
      path,
      ...givenUp(fromOf(block)),
      line: lineAndColumn(block.file, block.from).line,
    }));

const isDestroyed = ({ body }: Declared): boolean =>
  body.blocks.some(({ type, body: { attributes } }) => {
    const destroy = attributes.get("destroy");
    return type === "lifecycle" && destroy?.type === "literal" && destroy.value === true;
  });

/** A policy of the kind, a module whose name speaks of its service, or one of a tree that holds the kind. */
const mayHoldPolicy = (block: Declared, { terraform, speaksOf }: CodeKind, holdsKind: boolean): boolean => {
  const from = fromOf(block);
  const names = from.split(/[^\w-]+/);
  const { policyTypes, types } = terraform;
  return (
    names.some(
      (name) =>
        Object.hasOwn(policyTypes, name) || (Object.hasOwn(types, name) && types[name]?.policy !== undefined),
    ) ||
    (/^module\.[\w-]+(?:\.module\.[\w-]+)*$/.test(from) && holdsKind) ||
    (/^module\b/.test(from) && speaksOf.test(from))
  );
};

/** The address as it is written. */
const fromOf = ({ body }: Declared): string => {
  const from = body.attributes.get("from");
  return from === undefined ? "what it does not name" : written(from).replaceAll('"', "");
};

const MODULE_GIVEN_UP =
  /^[ \t]*removed[ \t]*\{(?:[^{}]|\{[^{}]*\}){0,500}?\bfrom[ \t]*=[ \t]*(module\.[\w-]+)[ \t]*$/gm;

/** The same for modules in a file that was not parsed, because nothing in its folder speaks of the service. */
export const forgottenInUnparsed = (file: SourceFile): readonly FileNote[] =>
  file.text.includes("removed")
    ? Array.from(file.text.matchAll(MODULE_GIVEN_UP)).flatMap(
        ({ 1: from = "", index }): readonly FileNote[] => {
          const block = file.text.slice(index, file.text.indexOf("\n}", index));
          return /\bdestroy[ \t]*=[ \t]*true\b/.test(block)
            ? []
            : [{ path: file.path, ...givenUp(from), line: lineAndColumn(file, index).line }];
        },
      )
    : [];

const givenUp = (from: string): Pick<FileNote, "status" | "reason"> => ({
  status: "not-understood",
  reason: `it gives up ${from} and may leave it in the account, so that its policy is not known`,
});
