import type { Document, YAMLSeq } from "yaml";
import { problem } from "../model/problem.ts";
import { invalidConfig, type WrittenException } from "./read-config.ts";
import { readYaml } from "./yaml-file.ts";
import { yamlLibrary } from "../text/yaml-library.ts";

/** Long lines and flow lists stay as people wrote them. */
const AS_WRITTEN = { lineWidth: 0, flowCollectionPadding: false } as const;

/** Adds an exception to a configuration's text; comments and layout of the rest stay. @throws a usage problem. */
export const withException = (text: string, name: string, exception: WrittenException): string => {
  const { document, value } = readYaml(text, name);
  refuseInvalid(value, name);
  const list = listOf(document);
  list.add(document.createNode(exception));
  const changed = document.toString(AS_WRITTEN);
  refuseInvalid(readYaml(changed, name).value, name);
  return changed;
};

/** Removes exceptions by their place in the list; comments of the others stay. */
export const withoutExceptions = (text: string, name: string, indexes: readonly number[]): string => {
  const { document } = readYaml(text, name);
  const list = listOf(document);
  for (const index of [...indexes].sort((a, b) => b - a)) list.delete(index);
  if (list.items.length === 0) document.delete("exceptions");
  return document.toString(AS_WRITTEN);
};

/** The list of exceptions; it is begun where there is none. */
const listOf = (document: Document): YAMLSeq => {
  const found = document.get("exceptions");
  if (yamlLibrary().isSeq(found)) return found;
  if (!yamlLibrary().isMap(document.contents)) document.contents = document.createNode({});
  const list = document.createNode([]);
  list.flow = false;
  document.set("exceptions", list);
  return list;
};

const refuseInvalid = (value: unknown, name: string): void => {
  const [wrong] = invalidConfig(value);
  if (wrong === undefined) return;
  throw problem({
    what: `${wrong.at}: ${wrong.says}`,
    where: name,
    todo: "Correct it; docs/configuration.md shows the form.",
    kind: "usage",
  });
};
