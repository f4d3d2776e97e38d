import type { CodeKind } from "../written/code-kind.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";

/** `terraform { source = "git::https://…" }` */
const SOURCE = /^[ \t]*terraform\s{0,20}\{[^{}]{0,2000}?\bsource\s{0,20}=\s{0,20}"([^"\n]{1,500})/m;

/** A folder of the repository, by a path or by a function of Terragrunt. */
const LOCAL = /^(?:\.{0,2}\/|\$\{(?:get_|path_|find_))/;

/**
 * Where a configuration of Terragrunt takes a module from that is not in the tree and could hold policies of the kind,
 * since the configuration speaks of the service; null for any other.
 */
export const terragruntElsewhere = (
  file: SourceFile,
  { speaksOf, words }: CodeKind,
): { readonly line: number; readonly reason: string } | null => {
  const text = file.text.replaceAll(/^[ \t]*(?:#|\/\/)[^\n]*/gm, (comment) => " ".repeat(comment.length));
  const [whole = "", source = ""] = SOURCE.exec(text) ?? [];
  if (source === "" || LOCAL.test(source) || !speaksOf.test(text)) return null;
  const at = text.indexOf(whole) + whole.length - source.length;
  const shown = source.replace(/\/\/[^/@\s]*@/, "//").slice(0, 120);
  return {
    line: lineAndColumn(file, at).line,
    reason: `it takes a module from elsewhere (${shown}), which could hold ${words.service} policies and is not read`,
  };
};
