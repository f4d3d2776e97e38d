import type { Document, Node as YamlNode, Pair } from "yaml";
import type { EditValue } from "../../model/remedy.ts";
import type { Carrier, Element, Entry, Notation, Style } from "../edit/element.ts";
import { jsonElement, type Encoding } from "../edit/json-text.ts";
import type { SourceFile } from "../written/text.ts";
import { scalarText } from "./yaml-scalar.ts";
import { yamlLibrary } from "../../text/yaml-library.ts";

/** The elements of a YAML file by where they stand. The file has been read before, so that it is neither too deep nor broken. */
export interface YamlFile {
  /** The map or list at a range; the JSON in the scalar around it; null where there is neither. */
  at(from: number, to: number): Element | null;
  /** The resource of a template around an offset. */
  resourceAt(offset: number): Named | null;
  /** Whether an offset lies in a parameter, which whoever deploys the template may set. */
  isInput(offset: number): boolean;
}

/** A member of a map: its name, and the lines of it from the name on. */
interface Named {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The member of a section (`Resources`, `Parameters`) around an offset. */
const memberAround = (root: unknown, offset: number, section: string, text: string): Named | null => {
  const sections = yamlLibrary().isMap(root) ? root.items : [];
  for (const { key, value } of sections) {
    if (!yamlLibrary().isScalar(key) || !yamlLibrary().isMap(value)) continue;
    const inner = key.value === section ? value : null;
    const found =
      inner === null
        ? key.value === "resources"
          ? memberAround(value, offset, section, text)
          : null
        : (inner.items
            .map((pair) => namedOf(pair as Pair<YamlNode, YamlNode | null>, text))
            .find(({ from, to }) => from <= offset && offset < to) ?? null);
    if (found !== null) return found;
  }
  return null;
};

const namedOf = ({ key, value }: Pair<YamlNode, YamlNode | null>, text: string): Named => ({
  name: yamlLibrary().isScalar(key) ? String(key.value) : "",
  from: spanOf(key, text).from,
  to: spanOf(value ?? key, text).to,
});

export const openYaml = (file: SourceFile): YamlFile => {
  const documents = yamlLibrary().parseAllDocuments(file.text, { uniqueKeys: false, logLevel: "error" });
  const carrier: Carrier = {
    file,
    text: file.text,
    notation: YAML,
    offset: (at) => at,
    endOffset: (at) => at,
    splice: (from, to, by) => ({ file, from, to, by }),
  };
  return {
    at: (from, to) => {
      for (const document of Array.isArray(documents) ? documents : []) {
        const found = nodeAt(document, from, to, file.text);
        if (found === null) continue;
        const span = spanOf(found, file.text);
        return yamlLibrary().isScalar(found) && (span.from !== from || span.to !== to)
          ? jsonIn(found, file)
          : elementOf(found, document, carrier);
      }
      return null;
    },
    resourceAt: (offset) => {
      for (const document of Array.isArray(documents) ? documents : []) {
        const around = memberAround(document.contents, offset, "Resources", file.text);
        if (around !== null) return around;
      }
      return null;
    },
    isInput: (offset) =>
      Array.isArray(documents) &&
      documents.some((document) => memberAround(document.contents, offset, "Parameters", file.text) !== null),
  };
};

/** The collection at a range, or the scalar around it. */
const nodeAt = (document: Document, from: number, to: number, text: string): YamlNode | null => {
  let found: YamlNode | null = null;
  yamlLibrary().visit(document, (_, node) => {
    if (!yamlLibrary().isMap(node) && !yamlLibrary().isSeq(node) && !yamlLibrary().isScalar(node))
      return undefined;
    const span = spanOf(node, text);
    if (span.from > from || span.to < to)
      return yamlLibrary().isScalar(node) ? undefined : yamlLibrary().visit.SKIP;
    if (
      yamlLibrary().isScalar(node) ? typeof node.value === "string" : span.from === from && span.to === to
    ) {
      found ??= node;
      return yamlLibrary().visit.BREAK;
    }
    return undefined;
  });
  return found;
};

/** A block's range reaches to the next line that has something; it ends with what it holds. */
const spanOf = ({ range }: YamlNode, text: string): { readonly from: number; readonly to: number } => {
  const [from, end] = range ?? [0, 0];
  let to = end;
  while (to > from + 1 && /\s/.test(text[to - 1] ?? "x")) to -= 1;
  return { from, to };
};

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  BLOCK_LITERAL: { encode: (text) => text, hasLines: true },
  BLOCK_FOLDED: { encode: oneLine, hasLines: false },
  QUOTE_DOUBLE: { encode: (text) => JSON.stringify(text).slice(1, -1), hasLines: false },
  QUOTE_SINGLE: { encode: (text) => oneLine(text.replaceAll("'", "''")), hasLines: false },
};

function oneLine(text: string): string | null {
  return /[\r\n]/.test(text) ? null : text;
}

const jsonIn = (node: YamlNode, file: SourceFile): Element | null => {
  if (!yamlLibrary().isScalar(node) || typeof node.value !== "string") return null;
  const encoding = ENCODINGS[node.type ?? "PLAIN"];
  const text = scalarText(node.value, node.type ?? "PLAIN", { file, ...spanOf(node, file.text) });
  return encoding === undefined ? null : jsonElement(text, file, encoding);
};

const elementOf = (node: YamlNode, document: Document, carrier: Carrier): Element => {
  const { from, to } = spanOf(node, carrier.text);
  const place = { carrier, from, to };
  const isTagged = node.tag?.startsWith("!") === true && !node.tag.startsWith("!!");
  if (isTagged || yamlLibrary().isAlias(node))
    return { ...place, from: tagStart(from, carrier.text), kind: "expression" };
  if (yamlLibrary().isMap(node)) {
    const names = node.items.map(({ key }) => String(yamlLibrary().isScalar(key) ? key.value : key));
    if (names.length === 1 && /^(?:Ref|Condition|Fn::.*)$/.test(names[0] ?? ""))
      return { ...place, kind: "expression" };
    return lazily({ ...place, kind: "object", isBlock: node.flow !== true }, () =>
      node.items.map((pair, index) =>
        memberOf(pair as Pair<YamlNode, YamlNode | null>, names[index] ?? "", document, carrier),
      ),
    );
  }
  if (yamlLibrary().isSeq(node))
    return lazily({ ...place, kind: "array", isBlock: node.flow !== true }, () =>
      node.items.map((item, index) => itemOf(item as YamlNode, index, node.flow !== true, document, carrier)),
    );
  return { ...place, kind: "scalar" };
};

/** A tag stands before the range of its node. */
const tagStart = (from: number, text: string): number =>
  from - (/![^\s!]*\s*$/.exec(text.slice(Math.max(0, from - 200), from))?.[0].length ?? 0);

/** An alias may lead to much: entries are made when they are asked for. */
const lazily = (
  container: Omit<Extract<Element, { readonly kind: "object" | "array" }>, "entries">,
  entries: () => readonly Entry[],
): Element => {
  let known: readonly Entry[] | null = null;
  return {
    ...container,
    get entries() {
      return (known ??= entries());
    },
  };
};

/** A collection behind an alias is changed where it is written; another value where the alias stands. */
const valueOf = (node: YamlNode, document: Document, carrier: Carrier): Element => {
  const target = yamlLibrary().isAlias(node) ? node.resolve(document) : undefined;
  if (target === undefined) return elementOf(node, document, carrier);
  return yamlLibrary().isMap(target) || yamlLibrary().isSeq(target)
    ? elementOf(target, document, carrier)
    : { carrier, ...spanOf(node, carrier.text), kind: "scalar" };
};

const memberOf = (
  { key, value }: Pair<YamlNode, YamlNode | null>,
  name: string,
  document: Document,
  carrier: Carrier,
): Entry => {
  const { from, to } = spanOf(key, carrier.text);
  const afterName = to + (/^\s*:/.exec(carrier.text.slice(to, to + 1000))?.[0].length ?? 0);
  const slot = value === null ? { from: afterName, to: afterName } : spanOf(value, carrier.text);
  return {
    name,
    from,
    afterName,
    slot,
    value: value === null ? { carrier, ...slot, kind: "scalar" } : valueOf(value, document, carrier),
  };
};

/** An item of a block begins with its dash. */
const itemOf = (
  node: YamlNode,
  index: number,
  isBlock: boolean,
  document: Document,
  carrier: Carrier,
): Entry => {
  const slot = spanOf(node, carrier.text);
  const from = isBlock ? carrier.text.lastIndexOf("-", slot.from - 1) : slot.from;
  return { name: String(index), from, afterName: null, slot, value: valueOf(node, document, carrier) };
};

const YAML: Notation = {
  commas: "needed",
  value: (value, style) => (style.isBlock ? block(value, style, style.indentation) : flow(value, style)),
  name: (name, style) => `${key(name, style)}: `,
};

const isList = (value: EditValue): value is readonly EditValue[] => Array.isArray(value);

/** In the quotes that stand beside it. */
const scalar = (value: EditValue, { sample }: Style): string => {
  if (typeof value !== "string") return JSON.stringify(value);
  const isSingle = sample.includes("'") && !sample.includes('"');
  return isSingle && /^[ -~]*$/.test(value) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
};

const key = (name: string, style: Style): string =>
  /^["']/.test(style.sample) || !/^[A-Za-z_][\w.-]*$/.test(name) ? scalar(name, style) : name;

const flow = (value: EditValue, style: Style): string => {
  if (typeof value !== "object" || value === null) return scalar(value, style);
  if (isList(value)) return `[${value.map((one) => flow(one, style)).join(", ")}]`;
  const members = Object.entries(value).map(([name, one]) => `${key(name, style)}: ${flow(one, style)}`);
  return members.length === 0 ? "{}" : `{${members.join(", ")}}`;
};

/** Collections begin on the next line, below the name or the dash that they belong to. */
const block = (value: EditValue, style: Style, indentation: string): string => {
  if (typeof value !== "object" || value === null) return scalar(value, style);
  const inner = indentation + style.unit;
  const lines = isList(value)
    ? value.map((one) => `- ${block(one, style, `${inner}  `).trimStart()}`)
    : Object.entries(value).map(([name, one]) => {
        const text = block(one, style, inner);
        return `${key(name, style)}:${text.startsWith(style.newLine) ? "" : " "}${text}`;
      });
  if (lines.length === 0) return isList(value) ? "[]" : "{}";
  return lines.map((line) => `${style.newLine}${inner}${line}`).join("");
};
