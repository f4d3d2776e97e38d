import type { FileNote } from "../../model/snapshot.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";
import { localFolder } from "./module.ts";
import type { Declared, ModuleSource } from "./module-source.ts";
import { constantText, written } from "./traverse.ts";

/** Whether a file may call a module that could hold a policy of the kind, so that its folder must be parsed. */
export const mayCallForKind = (text: string, { speaksOf }: CodeKind): boolean =>
  (text.includes("module") || text.includes("template_url")) && speaksOf.test(text);

const NOT_READ = "it calls a module from elsewhere, which is not read";

/** The notes on calls in one file of modules that are not in the tree: one that could hold the service leaves the scope partial. */
export const calledElsewhere = (
  source: ModuleSource,
  path: string,
  { speaksOf, words }: CodeKind,
  /** Whether the tree holds policies, so that a source that is not constant may lead to one of its modules. */
  holdsPolicies: boolean,
): readonly FileNote[] =>
  Array.from(source.calls.values())
    .filter((call) => call.file.path === path && localFolder(source.folder, call) === null)
    .map((call): FileNote => {
      const place = { path, line: lineAndColumn(call.file, call.from).line };
      const from = call.body.attributes.get("source");
      if (holdsPolicies && from !== undefined && constantText(from) === null)
        return {
          ...place,
          status: "not-understood",
          reason: `the source of module "${call.labels[0] ?? ""}" is not constant (${sourceOf(call)}), so that what it calls is not known`,
        };
      return speaksOf.test(written(call))
        ? {
            ...place,
            status: "not-understood",
            reason: `it calls module "${call.labels[0] ?? ""}" from elsewhere (${sourceOf(call)}), which could hold ${words.service} policies and is not read`,
          }
        : { ...place, status: "skipped", reason: NOT_READ };
    });

/** A stack of CloudFormation whose template is not in the code, and that could hold the service because it speaks of it. */
export const stacksElsewhere = (
  { resources }: ModuleSource,
  path: string,
  { speaksOf, words }: CodeKind,
): readonly FileNote[] =>
  [...resources.values()]
    .filter(
      (block) =>
        block.file.path === path &&
        /^aws_cloudformation_stack(?:_set)?$/.test(block.labels[0] ?? "") &&
        block.body.attributes.has("template_url") &&
        speaksOf.test(written(block)),
    )
    .map((block): FileNote => ({
      path,
      status: "not-understood",
      line: lineAndColumn(block.file, block.from).line,
      reason: `it deploys a template from elsewhere (${block.labels.join(".")}), which could hold ${words.service} policies and is not read`,
    }));

/** The longest source that is shown, in UTF-16 units. */
const LONGEST = 120;

/** As written, without the credentials that a URL may hold. */
const sourceOf = (call: Declared): string => {
  const source = call.body.attributes.get("source");
  return source === undefined
    ? "without a source"
    : written(source)
        .replace(/^"|"$/g, "")
        .replace(/\/\/[^/@\s]*@/, "//")
        .slice(0, LONGEST);
};

const CALL = /^[ \t]*module[ \t]+"?[\w-]+"?[ \t]*\{[^}]*?\bsource[ \t]*=[ \t]*"(?!\.\.?[/"])/gm;

/** The same notes for a file that was not parsed, because nothing in its folder speaks of the service. */
export const calledInUnparsed = (file: SourceFile): readonly FileNote[] =>
  file.text.includes("module")
    ? Array.from(file.text.matchAll(CALL), ({ index }): FileNote => ({
        path: file.path,
        status: "skipped",
        reason: NOT_READ,
        line: lineAndColumn(file, index).line,
      }))
    : [];
