import type { FileNote } from "../../model/snapshot.ts";
import { byCodeUnits } from "../../text/order.ts";
import { lineAndColumn, type SourceFile } from "../written/text.ts";
import { parseFile } from "./parse-file.ts";
import type { CodeKind } from "../written/code-kind.ts";
import type { ParseHcl } from "./parser.ts";
import type { Block, Body, Expression } from "./syntax.ts";
import { written } from "./traverse.ts";

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
  /** `removed` blocks, which have no name. */
  readonly removed: readonly Declared[];
  readonly locals: ReadonlyMap<string, Expression>;
  /** Values that Terraform loads by itself: `terraform.tfvars` and `*.auto.tfvars`. */
  readonly given: ReadonlyMap<string, Expression>;
  /** Files that could not be understood to the end. */
  readonly notes: readonly FileNote[];
}

const isOverride = ({ path }: SourceFile): boolean =>
  /(?:^|\/|_)override\.(?:tf|tofu)(?:\.json)?$/.test(path);

/** Of these Terraform refuses a second one with the same name. */
const UNIQUE: ReadonlySet<string> = new Set(["resource", "data", "variable", "output", "module"]);

/** Reads a folder's files; overriding files come last and replace what they name again. */
export const readModule = (
  folder: string,
  files: readonly SourceFile[],
  variableFiles: readonly SourceFile[],
  parse: ParseHcl,
  { terraform }: CodeKind,
): ModuleSource => {
  const notes: FileNote[] = [];
  const understood = (file: SourceFile): Body => {
    const { body, errors } = parseFile(file, parse, terraform.ownTypes);
    const [first] = errors;
    if (file.flaw !== undefined) notes.push({ path: file.path, status: "not-understood", reason: file.flaw });
    else if (first !== undefined) notes.push(noteOf(file, first));
    return body;
  };
  const kinds = new Map<string, Map<string, Declared>>();
  const locals = new Map<string, Expression>();
  const providers: Declared[] = [];
  const removed: Declared[] = [];
  for (const file of files.toSorted(
    (a, b) => Number(isOverride(a)) - Number(isOverride(b)) || byCodeUnits(a.path, b.path),
  ))
    for (const block of understood(file).blocks) {
      if (block.type === "locals") for (const [name, value] of block.body.attributes) locals.set(name, value);
      else if (block.type === "provider") addProvider(providers, { ...block, file }, isOverride(file));
      else if (block.type === "removed") removed.push(declaredIn(file, block));
      else {
        const named = kinds.get(block.type) ?? new Map<string, Declared>();
        const name = block.labels.join(".");
        const before = named.get(name);
        if (before !== undefined && !isOverride(file) && UNIQUE.has(block.type))
          notes.push(repeatedNote(file, block));
        named.set(
          name,
          before === undefined || !isOverride(file) ? declaredIn(file, block) : overridden(before, block),
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
    removed,
    locals,
    given,
    notes,
  };
};

/** Of a block that is read when it is asked for, the body is not asked for here. */
const declaredIn = (file: SourceFile, block: Block): Declared => ({
  unit: block.unit,
  from: block.from,
  to: block.to,
  type: block.type,
  labels: block.labels,
  get body() {
    return block.body;
  },
  file,
});

/** An overriding provider block is merged into the one with the same name and alias. */
const addProvider = (providers: Declared[], block: Declared, overrides: boolean): void => {
  const at = overrides ? providers.findIndex((other) => keyOf(other) === keyOf(block)) : -1;
  const before = providers[at];
  if (before === undefined) providers.push(block);
  else providers[at] = overridden(before, block);
};

const keyOf = ({ labels, body }: Block): string => {
  const alias = body.attributes.get("alias");
  return JSON.stringify([labels, alias === undefined ? "" : written(alias)]);
};

/** The type of nested block that a block makes: its label where it is `dynamic`. */
const madeType = ({ type, labels }: Block): string => (type === "dynamic" ? (labels[0] ?? type) : type);

/**
 * An overriding block replaces the attributes it names, and all nested blocks of the types it has, whether they are
 * written out or `dynamic`; of `lifecycle` it replaces single arguments.
 */
const overridden = (before: Declared, { body }: Block): Declared => {
  const replaced = new Set(body.blocks.map(madeType));
  const lifecycle = before.body.blocks.find(({ type }) => type === "lifecycle");
  return {
    ...before,
    body: {
      attributes: new Map([...before.body.attributes, ...body.attributes]),
      blocks: [
        ...before.body.blocks.filter((block) => !replaced.has(madeType(block))),
        ...body.blocks.map((block) =>
          block.type === "lifecycle" && lifecycle !== undefined
            ? {
                ...block,
                body: {
                  ...block.body,
                  attributes: new Map([...lifecycle.body.attributes, ...block.body.attributes]),
                },
              }
            : block,
        ),
      ],
    },
  };
};

const repeatedNote = (file: SourceFile, { type, labels, from }: Block): FileNote => ({
  path: file.path,
  status: "not-understood",
  reason: `${[type, ...labels].join(" ")} is declared twice, which Terraform refuses; the last one is judged`,
  line: lineAndColumn(file, from).line,
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
