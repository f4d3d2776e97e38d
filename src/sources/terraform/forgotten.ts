import type { FileNote } from "../../model/snapshot.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { lineAndColumn } from "../written/text.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import { written } from "./traverse.ts";

/**
 * The notes on what one file takes out of the code and leaves in the account, so that nothing tells what its policy is:
 * `removed` blocks that do not destroy. Terraform destroys where nothing is said, and OpenTofu does not.
 */
export const forgottenNotes = (source: ModuleSource, path: string, kind: CodeKind): readonly FileNote[] =>
  source.removed
    .filter((block) => block.file.path === path && !isDestroyed(block) && mayHoldPolicy(block, kind))
    .map((block): FileNote => ({
      path,
      status: "not-understood",
      line: lineAndColumn(block.file, block.from).line,
      reason: `it gives up ${fromOf(block)} and may leave it in the account, so that its policy is not known`,
    }));

const isDestroyed = ({ body }: Declared): boolean =>
  body.blocks.some(({ type, body: { attributes } }) => {
    const destroy = attributes.get("destroy");
    return type === "lifecycle" && destroy?.type === "literal" && destroy.value === true;
  });

/** A policy of the kind, or a module whose name speaks of its service. */
const mayHoldPolicy = (block: Declared, { terraform, speaksOf }: CodeKind): boolean => {
  const from = fromOf(block);
  const names = from.split(/[^\w-]+/);
  const { policyTypes, types } = terraform;
  return (
    names.some(
      (name) =>
        Object.hasOwn(policyTypes, name) || (Object.hasOwn(types, name) && types[name]?.policy !== undefined),
    ) ||
    (/^module\b/.test(from) && speaksOf.test(from))
  );
};

/** The address as it is written. */
const fromOf = ({ body }: Declared): string => {
  const from = body.attributes.get("from");
  return from === undefined ? "what it does not name" : written(from).replaceAll('"', "");
};
