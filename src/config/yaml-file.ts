import type { Document, Node } from "yaml";
import type { Pointer } from "../model/fact.ts";
import { problem } from "../model/problem.ts";
import { tokens } from "../text/pointer.ts";
import { yamlLibrary } from "../text/yaml-library.ts";

/** A YAML (or JSON) file that was read: its value, its editable document, and where each element stands. */
export interface YamlFile {
  readonly value: unknown;
  readonly document: Document;
  /** The line of an element, or of its nearest ancestor that is there; from 1. */
  readonly line: (at: Pointer) => number;
}

/** A file of settings is written by people; a bigger one is the wrong file. */
const LARGEST = 1_000_000;

/**
 * Reads a text as YAML 1.2.
 *
 * @throws a usage problem with file and line where it is not YAML, has a key twice, or is too big or too deep.
 */
export const readYaml = (text: string, name: string): YamlFile => {
  const refuse = (what: string, line?: number): Error =>
    problem({
      what,
      where: line === undefined ? name : `${name}:${line}`,
      todo: "Correct the file; docs/configuration.md shows its form.",
      kind: "usage",
    });
  if (text.length > LARGEST) throw refuse(`the file is larger than ${LARGEST} characters`);
  const lines = new (yamlLibrary().LineCounter)();
  const document = deepSafe(
    () => yamlLibrary().parseDocument(text, { lineCounter: lines, prettyErrors: false }),
    refuse,
  );
  const [first] = document.errors;
  if (first !== undefined)
    throw refuse(
      first.code === "RESOURCE_EXHAUSTION" ? TOO_DEEP : oneLine(first.message),
      lines.linePos(first.pos[0]).line,
    );
  const value = deepSafe((): unknown => document.toJS({ maxAliasCount: 100 }), refuse);
  return { value, document, line: (at) => lines.linePos(offsetOf(document, at)).line };
};

const TOO_DEEP = "the file is nested too deeply";

const oneLine = (message: string): string => (message.split("\n")[0] ?? message).replace(/\.$/, "");

/** The library reads by recursion and counts aliases; what overflows either is no settings file. */
const deepSafe = <T>(read: () => T, refuse: (what: string) => Error): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw refuse(TOO_DEEP);
    throw refuse(error instanceof Error ? oneLine(error.message) : "the file cannot be read");
  }
};

/** Where a key (or an element of a list) begins, as deep as the pointer leads. */
const offsetOf = (document: Document, at: Pointer): number => {
  let node: unknown = document.contents;
  let offset = start(document.contents);
  for (const token of tokens(at)) {
    if (yamlLibrary().isMap(node)) {
      const pair = node.items.find(({ key }) => yamlLibrary().isScalar(key) && String(key.value) === token);
      if (pair === undefined) return offset;
      offset = start(pair.key as Node | null);
      node = pair.value;
    } else if (yamlLibrary().isSeq(node)) {
      node = node.items[Number(token)];
      offset = start(node as Node | null);
    } else return offset;
  }
  return offset;
};

const start = (node: Node | null | undefined): number => node?.range?.[0] ?? 0;
