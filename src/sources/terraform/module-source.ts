import type { FileNote } from "../../model/snapshot.ts";
import { byCodeUnits } from "../../text/order.ts";
import { fileText, lineAndColumn, type SourceFile } from "../written/text.ts";
import { buildFile } from "./build-syntax.ts";
import { parseJsonSyntax } from "./json-syntax.ts";
import type { ParseHcl } from "./parser.ts";
import type { Block, Body, Expression, ParsedFile } from "./syntax.ts";

/** A block and the file that declares it. */
export interface Declared extends Block {
  readonly file: SourceFile;
}

/** The declarations of one folder, by name. */
export interface ModuleSource {
  /** Relative to the repository's root; empty for the root itself. */
  readonly folder: string;
  /** `resource` and `data` blocks by `type.name`. */
  readonly resources: ReadonlyMap<string, Declared>;
  readonly data: ReadonlyMap<string, Declared>;
  readonly variables: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
  readonly calls: ReadonlyMap<string, Declared>;
  readonly providers: readonly Declared[];
  readonly locals: ReadonlyMap<string, Expression>;
  /** Values that Terraform loads by itself: `terraform.tfvars` and `*.auto.tfvars`. */
  readonly given: ReadonlyMap<string, Expression>;
  /** Files that could not be understood to the end. */
  readonly notes: readonly FileNote[];
}

const isJson = (path: string): boolean => path.endsWith(".json");

/** Parses one file of Terraform, in either of its syntaxes. */
const parseFile = (file: SourceFile, parse: ParseHcl): ParsedFile => {
  const unit = fileText(file);
  if (isJson(file.path)) return parseJsonSyntax(unit, parse);
  const tree = parse(file.text);
  try {
    return buildFile(tree, unit);
  } finally {
    tree.delete();
  }
};

const isOverride = ({ path }: SourceFile): boolean =>
  /(?:^|\/|_)override\.(?:tf|tofu)(?:\.json)?$/.test(path);

/** Reads a folder's files; overriding files come last and replace what they name again. */
export const readModule = (
  folder: string,
  files: readonly SourceFile[],
  variableFiles: readonly SourceFile[],
  parse: ParseHcl,
): ModuleSource => {
  const notes: FileNote[] = [];
  const understood = (file: SourceFile): Body => {
    const { body, errors } = parseFile(file, parse);
    const [first] = errors;
    if (first !== undefined) notes.push(noteOf(file, first));
    return body;
  };
  const kinds = new Map<string, Map<string, Declared>>();
  const locals = new Map<string, Expression>();
  const providers: Declared[] = [];
  for (const file of files.toSorted(
    (a, b) => Number(isOverride(a)) - Number(isOverride(b)) || byCodeUnits(a.path, b.path),
  ))
    for (const block of understood(file).blocks) {
      if (block.type === "locals") for (const [name, value] of block.body.attributes) locals.set(name, value);
      else if (block.type === "provider") providers.push({ ...block, file });
      else {
        const named = kinds.get(block.type) ?? new Map<string, Declared>();
        const name = block.labels.join(".");
        const before = named.get(name);
        named.set(
          name,
          before === undefined || !isOverride(file) ? { ...block, file } : overridden(before, block),
        );
        kinds.set(block.type, named);
      }
    }
  const given = new Map<string, Expression>();
  for (const file of variableFiles)
    for (const [name, value] of understood(file).attributes) given.set(name, value);
  const ofKind = (kind: string): ReadonlyMap<string, Declared> =>
    kinds.get(kind) ?? new Map<string, Declared>();
  return {
    folder,
    resources: ofKind("resource"),
    data: ofKind("data"),
    variables: ofKind("variable"),
    outputs: ofKind("output"),
    calls: ofKind("module"),
    providers,
    locals,
    given,
    notes,
  };
};

/** An overriding block replaces the attributes it names, and all nested blocks of the types it has. */
const overridden = (before: Declared, { body }: Block): Declared => ({
  ...before,
  body: {
    attributes: new Map([...before.body.attributes, ...body.attributes]),
    blocks: [
      ...before.body.blocks.filter(({ type }) => !body.blocks.some((block) => block.type === type)),
      ...body.blocks,
    ],
  },
});

const noteOf = (file: SourceFile, offset: number): FileNote => ({
  path: file.path,
  status: "not-understood",
  reason: "a part of it is not Terraform that can be parsed; the rest is judged",
  line: lineAndColumn(file, offset).line,
});

/** The order in which Terraform loads a root module's variable files; a later one wins. */
export const loadedVariableFiles = (names: readonly string[]): readonly string[] => [
  ...["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name)),
  ...names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)).toSorted(byCodeUnits),
];
