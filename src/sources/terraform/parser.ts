import { readFile } from "node:fs/promises";
import { Language, Parser, type Tree } from "web-tree-sitter";

/** The grammar is the file that npm's @tree-sitter-grammars/tree-sitter-hcl 1.2.0 ships; grammar/README.md says why it is kept here. */
const GRAMMAR = new URL("./grammar/tree-sitter-terraform.wasm", import.meta.url);

/** Gives a text's syntax tree; the caller deletes it. */
export type ParseHcl = (text: string) => Tree;

let loading: Promise<ParseHcl> | null = null;

/** A number with an exponent, where no name, path or digit goes on before or after it. */
const EXPONENT = /(?<![\w.])(?<!\w-)\d+(?:\.\d+)?[eE][+-]?\d+(?![\w-])/g;

/**
 * The grammar takes `1e3` for `1` and a name, and so can lose the block behind it. It gets a number of the same length;
 * what stands there is read from the text itself.
 */
const digitsOnly = (number: string): string => number.replace(/[eE+-]/g, "0");

/** Loads the grammar once in a process. */
export const loadHcl = (): Promise<ParseHcl> => (loading ??= load());

const load = async (): Promise<ParseHcl> => {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(GRAMMAR)));
  return (text) => {
    const tree = parser.parse(text.replace(EXPONENT, digitsOnly));
    if (tree === null) throw new Error("the parser has no language");
    return tree;
  };
};
