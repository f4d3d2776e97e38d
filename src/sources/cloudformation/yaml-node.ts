import type { Document, Node as YamlNode, Scalar } from "yaml";
import type { Member, Node } from "../written/node.ts";
import { lineAndColumn, made, type SourceFile, type Span } from "../written/text.ts";
import { scalarText } from "./yaml-scalar.ts";
import { yamlLibrary } from "../../text/yaml-library.ts";

/** A template that is larger after its aliases are followed is not read. */
const MOST_NODES = 200_000;
/** Finding what an alias means takes as long as some hundred nodes. */
const ALIAS_COST = 200;

export type ReadYaml =
  { readonly node: Node } | { readonly wrong: { readonly line: number; readonly says: string } };

/** Reads the one YAML document of a file; see `readYamlDocuments`. */
export const readYaml = (file: SourceFile): ReadYaml => {
  const read = readYamlDocuments(file);
  if ("wrong" in read) return read;
  const [node = { kind: "null", span: { file, from: 0, to: 0 } }, second] = read.nodes;
  return second === undefined
    ? { node }
    : {
        wrong: {
          line: lineAndColumn(file, second.span.from).line,
          says: "a second document begins here",
        },
      };
};

/** Reads YAML into nodes with their places; a short tag (`!Sub x`) becomes the long form (`Fn::Sub: x`). */
export const readYamlDocuments = (
  file: SourceFile,
): { readonly nodes: readonly Node[] } | Extract<ReadYaml, { readonly wrong: unknown }> => {
  const deep = tooDeepAt(file.text);
  if (deep !== null)
    return { wrong: { line: lineAndColumn(file, deep).line, says: "it is nested too deeply" } };
  const lineCounter = new (yamlLibrary().LineCounter)();
  try {
    const documents = yamlLibrary().parseAllDocuments(file.text, {
      lineCounter,
      uniqueKeys: false,
      logLevel: "error",
    });
    const error = documents.flatMap(({ errors }) => errors)[0];
    if (error !== undefined)
      return {
        wrong: { line: lineCounter.linePos(error.pos[0]).line, says: error.message.split("\n")[0] ?? "" },
      };
    return { nodes: documents.map((document) => toNode(document, file)) };
  } catch (error) {
    // A hostile template overflows the count of nodes.
    if (!(error instanceof RangeError)) throw error;
    return { wrong: { line: 1, says: "its aliases make it too large" } };
  }
};

/**
 * Where a text is nested deeper than is read, or null. The library's tokens are read in a loop, but its composer calls
 * itself for each level, and near the stack's end even a regular expression can bring the process down.
 */
const tooDeepAt = (text: string): number | null => {
  const parser = new (yamlLibrary().Parser)();
  for (const lexeme of new (yamlLibrary().Lexer)().lex(text)) {
    Array.from(parser.next(lexeme));
    if (parser.stack.length > DEEPEST) return parser.offset;
  }
  return null;
};

interface Reading {
  readonly document: Document;
  readonly file: SourceFile;
  left: number;
}

const toNode = (document: Document, file: SourceFile): Node =>
  document.contents === null
    ? { kind: "null", span: { file, from: 0, to: 0 } }
    : convert(document.contents, { document, file, left: MOST_NODES }, 0);

/** Deeper templates are refused; AWS' own have some dozen levels. */
const DEEPEST = 200;

const convert = (yaml: YamlNode, reading: Reading, depth: number): Node => {
  reading.left -= 1;
  if (reading.left < 0 || depth > DEEPEST) throw new RangeError("too many nodes");
  if (yamlLibrary().isAlias(yaml)) {
    reading.left -= ALIAS_COST;
    const target = yaml.resolve(reading.document);
    return target === undefined
      ? { kind: "unknown", expression: `*${yaml.source}`, span: spanOf(yaml, reading) }
      : convert(target, reading, depth + 1);
  }
  const node = untagged(yaml, reading, depth);
  const name = tagName(yaml.tag);
  return name === null
    ? node
    : { kind: "object", span: node.span, members: [{ name: made(name, node.span), value: node }] };
};

/** A block's range reaches to the next line that has something; it ends with what it holds. */
const spanOf = ({ range }: YamlNode, { file }: Reading): Span => {
  const [from, end] = range ?? [0, 0];
  let to = end;
  while (to > from + 1 && /\s/.test(file.text[to - 1] ?? "x")) to -= 1;
  return { file, from, to };
};

const untagged = (yaml: YamlNode, reading: Reading, depth: number): Node => {
  const span = spanOf(yaml, reading);
  if (yamlLibrary().isMap(yaml))
    return {
      kind: "object",
      span,
      members: merged(
        yaml.items.map((pair): Member => {
          const { key, value } = pair as { readonly key: YamlNode | null; readonly value: YamlNode | null };
          return {
            name: yamlLibrary().isScalar(key) ? nameText(key, reading) : made("", span),
            value: value === null ? { kind: "null", span } : convert(value, reading, depth + 1),
          };
        }),
      ),
    };
  if (yamlLibrary().isSeq(yaml))
    return {
      kind: "array",
      span,
      items: yaml.items.map((item) => convert(item as YamlNode, reading, depth + 1)),
    };
  return yamlLibrary().isScalar(yaml) ? scalar(yaml, span) : { kind: "unknown", expression: "?", span };
};

/**
 * `<<: *defaults` takes in the members of a map, or of several, that are not given beside it; of several the first wins
 * (yaml.org/type/merge.html).
 */
const merged = (members: readonly Member[]): readonly Member[] => {
  if (!members.some(isMerge)) return members;
  const own = members.filter((one) => !isMerge(one));
  const names = new Set(own.map(({ name }) => name.text));
  const taken: Member[] = [];
  for (const { value } of members.filter(isMerge))
    for (const source of value.kind === "array" ? value.items : [value])
      for (const one of source.kind === "object" ? source.members : [])
        if (!names.has(one.name.text)) {
          names.add(one.name.text);
          taken.push(one);
        }
  return [...taken, ...own];
};

const isMerge = ({ name, value }: Member): boolean =>
  name.text === "<<" && (value.kind === "object" || value.kind === "array");

const nameText = (key: Scalar, reading: Reading): ReturnType<typeof made> =>
  made(String(key.value), spanOf(key, reading));

const scalar = (yaml: Scalar, span: Span): Node => {
  const { value } = yaml;
  if (value === null) return { kind: "null", span };
  if (typeof value === "boolean") return { kind: "boolean", value, span };
  if (typeof value === "number" || typeof value === "bigint")
    return { kind: "number", value: Number(value), written: yaml.source ?? String(value), span };
  return {
    kind: "string",
    text: scalarText(typeof value === "string" ? value : (yaml.source ?? ""), yaml.type ?? "PLAIN", span),
    span,
  };
};

/** `!Ref` and `!Condition` are what they are called; every other short tag is a function. */
const tagName = (tag: string | undefined): string | null => {
  if (tag === undefined || !tag.startsWith("!") || tag.startsWith("!!")) return null;
  const name = tag.slice(1);
  return name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
};
