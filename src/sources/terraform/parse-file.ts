import { isValueFile } from "../file-kinds.ts";
import { fileText, type SourceFile } from "../written/text.ts";
import { buildFile, type Lazily } from "./build-syntax.ts";
import { parseJsonSyntax } from "./json-syntax.ts";
import type { ParseHcl } from "./parser.ts";
import type { ParsedFile } from "./syntax.ts";

/** Parses one file of Terraform, in either of its syntaxes; resources of the types `asked` are read at once. */
export const parseFile = (file: SourceFile, parse: ParseHcl, asked: Lazily["asked"] = null): ParsedFile => {
  const unit = fileText(file);
  if (file.path.endsWith(".json"))
    return parseJsonSyntax(unit, parse, isValueFile(file.path) ? "texts" : "templates");
  const tree = parse(file.text);
  try {
    return buildFile(tree, unit, { parse, asked });
  } finally {
    tree.delete();
  }
};
