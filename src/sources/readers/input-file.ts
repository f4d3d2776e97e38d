import { readYamlDocuments } from "../cloudformation/yaml-node.ts";
import { isDataFile, isJson, isLooseJson, isNoData, isYaml } from "../file-kinds.ts";
import { withPlaceholders } from "../placeholders/placeholders.ts";
import type { CodeKind } from "../written/code-kind.ts";
import { readJson } from "../written/json.ts";
import type { Node } from "../written/node.ts";
import { fileText, lineAndColumn, type SourceFile } from "../written/text.ts";
import { blankComments } from "./json-comments.ts";
import type { InputFile, NotData } from "./reader.ts";

interface Parsed {
  readonly documents: readonly Node[];
  readonly notData: NotData | null;
}

const NONE: Parsed = { documents: [], notData: null };

/** Opens a file for the readers; `form` is its name unless it is a part of another file. */
export const inputFile = (
  file: SourceFile,
  kind: CodeKind,
  named: boolean,
  form: string = file.path,
): InputFile => {
  let parsed: Parsed | null = null;
  const parse = (): Parsed =>
    (parsed ??= isDataFile(form) || (named && !isNoData(form)) ? parseData(file, form, named) : NONE);
  return { ...file, form, named, kind, documents: () => parse().documents, notData: () => parse().notData };
};

const parseData = (file: SourceFile, form: string, named: boolean): Parsed =>
  isYamlText(form, file.text) ? parseYaml(file) : parseJson(file, !named || isLooseJson(form));

/** By its name; standard input and files without a telling name by how the text begins. */
const isYamlText = (form: string, text: string): boolean =>
  isYaml(form) || (!isJson(form) && !/^\s*["[{]/.test(text));

const parseYaml = (file: SourceFile): Parsed => {
  const read = readYamlDocuments(file);
  if ("nodes" in read) return { documents: read.nodes, notData: null };
  const filled = file.text.includes("{{")
    ? readYamlDocuments({ ...file, text: plainTemplates(file.text) })
    : read;
  return "nodes" in filled
    ? { documents: filled.nodes, notData: null }
    : { documents: [], notData: { format: "YAML", ...read.wrong } };
};

/** A template of Helm or Jinja with its expressions as plain words, `__ .Values.x __`, and no lines of control; every offset stays. */
const plainTemplates = (text: string): string =>
  text
    .replaceAll(/^[ \t]*(?:\{\{-?[^\n]*\}\}|\{%[^\n]*%\})[ \t]*$/gm, (line) => " ".repeat(line.length))
    .replaceAll(
      /\{\{([^\n]{0,500}?)\}\}/g,
      (_, inner: string) => `__${inner.replaceAll(/[^\w .-]/g, "_")}__`,
    );

/** `lax`: with the comments and trailing commas that editors and compilers take; a policy that is given for one may have none. */
const parseJson = (file: SourceFile, lax: boolean): Parsed => {
  const text = fileText(file);
  const read = readJson(text);
  if ("node" in read) return { documents: [read.node], notData: null };
  const blanked = lax ? blankComments(file.text) : file.text;
  const again = blanked === file.text ? read : readJson({ ...text, text: blanked });
  if ("node" in again) return { documents: [again.node], notData: null };
  // A policy whose placeholders stand in the place of values: `"Resource": ${arns}`.
  const filled = /\bStatement\b/.test(file.text)
    ? readJson(withPlaceholders({ ...text, text: blanked }))
    : read;
  if ("node" in filled) return { documents: [filled.node], notData: null };
  const { line } = lineAndColumn(file, read.wrong.at);
  return { documents: [], notData: { format: "JSON", line, says: read.wrong.says } };
};
