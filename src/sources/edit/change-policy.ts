import type { Pointer } from "../../model/fact.ts";
import type { EditValue } from "../../model/remedy.ts";
import type { Place, PolicyDocument } from "../../model/resource.ts";
import { isObject } from "../../text/is-object.ts";
import { openYaml, type YamlFile } from "../cloudformation/yaml-element.ts";
import { isHcl, isJson, isValueFile, isYaml } from "../file-kinds.ts";
import { changePolicyDocument } from "../terraform/edit-policy-document.ts";
import { jsonInString, jsonInTemplate, openHcl, type HclFile } from "../terraform/hcl-places.ts";
import type { ParseHcl } from "../terraform/parser.ts";
import type { Block } from "../terraform/syntax.ts";
import { fileText, offsetOf, type SourceFile } from "../written/text.ts";
import { changeElement, type Change } from "./change.ts";
import { withPlaceholders } from "../placeholders/placeholders.ts";
import type { Element, Splice } from "./element.ts";
import { elementAt, jsonElement, AS_IT_STANDS } from "./json-text.ts";

/** The source code that policies are changed in; each file is parsed once. */
export interface SourceCode {
  /** Brings a policy, where it is written, to another value. */
  change(policy: PolicyDocument, after: EditValue): Change | { readonly unplaced: string };
  /** Takes out what attaches a policy. */
  remove(policy: PolicyDocument): Change | { readonly unplaced: string };
}

export const openSourceCode = (
  read: (path: string) => SourceFile | null,
  beside: (path: string) => readonly SourceFile[],
  parse: ParseHcl,
): SourceCode => {
  const hcl = once((file: SourceFile): HclFile => openHcl(file, parse));
  const yaml = once((file: SourceFile): YamlFile => openYaml(file));
  const attachedBy = (
    file: SourceFile,
    offset: number,
  ): { readonly from: number; readonly to: number; readonly name: string } | null => {
    if (isHcl(file.path)) {
      const block = hcl(file).attaching(offset);
      return block === null ? null : { from: block.from, to: block.to, name: block.labels.join(".") };
    }
    return isYaml(file.path) ? yaml(file).resourceAt(offset) : null;
  };
  const isInput = (file: SourceFile, offset: number): boolean =>
    isValueFile(file.path) ||
    (isHcl(file.path)
      ? hcl(file).isInput(offset)
      : isYaml(file.path)
        ? yaml(file).isInput(offset)
        : isInParameters(file, offset));
  const at = (place: Place): Element | Block | null => {
    const file = read(place.file);
    if (file === null) return null;
    const from = offsetOf(file, place.startLine, place.startColumn);
    const to = offsetOf(file, place.endLine, place.endColumn);
    if (isHcl(file.path)) return hcl(file).at(from, to);
    if (isYaml(file.path)) return yaml(file).at(from, to);
    const json = jsonIn(file);
    if (json !== null) return elementAt(json, from, to) ?? jsonInString(file, from, to, parse);
    return (
      jsonInTemplate(file, parse, { file, from, to }) ??
      (/^\s*[[{]/.test(file.text) ? null : yaml(file).at(from, to))
    );
  };
  return {
    remove: ({ places = {} }) => {
      const root = places[""];
      const file = root === undefined ? null : read(root.file);
      const offset =
        root === undefined || file === null ? 0 : offsetOf(file, root.startLine, root.startColumn);
      const attached = file === null ? null : attachedBy(file, offset);
      if (file === null || attached === null) return { unplaced: NOTHING_LEFT };
      const { from, to, name } = attached;
      const isUsed = [file, ...beside(file.path).filter(({ path }) => path !== file.path)].some(
        ({ path, text }) => mentions(path === file.path ? text.slice(0, from) + text.slice(to) : text, name),
      );
      return isUsed ? { unplaced: `${NOTHING_LEFT}; ${name} is used elsewhere` } : [takenOut(file, from, to)];
    },
    change: (policy, after) => {
      const { places = {} } = policy;
      const root = places[""];
      const found = root === undefined ? null : at(root);
      const before = JSON.parse(policy.document) as EditValue;
      if (root !== undefined && isMadeByTerraform(read(root.file)))
        return { unplaced: "it was read from a plan or a state: change the code that it is made from" };
      if (found === null || root === undefined)
        return {
          unplaced:
            root === undefined
              ? "it is not known where it is written"
              : `${root.file}:${root.startLine} is computed`,
        };
      const elsewhere = (pointer: Pointer): Element | null => {
        const place = places[pointer];
        const file = place === undefined ? null : read(place.file);
        if (place === undefined || file === null) return null;
        const other = isInput(file, offsetOf(file, place.startLine, place.startColumn)) ? null : at(place);
        return other === null || "labels" in other ? null : other;
      };
      if (!("labels" in found)) return changeElement(found, "", before, after, elsewhere);
      const file = read(root.file);
      return file === null || !isObject(before) || !isObject(after)
        ? { unplaced: "it is not known where it is written" }
        : changePolicyDocument(found, file, before, after, elsewhere);
    },
  };
};

const NOTHING_LEFT = "nothing is left of the policy: take out what attaches it";

/** JSON in which placeholders of whatever tool are no constants. */
const jsonIn = (file: SourceFile): Element | null =>
  jsonElement(withPlaceholders(fileText(file)), file, AS_IT_STANDS) ??
  jsonElement(fileText(file), file, AS_IT_STANDS);

const isMadeByTerraform = (file: SourceFile | null): boolean => {
  if (file === null || !isJson(file.path)) return false;
  const root = jsonIn(file);
  return root?.kind === "object" && root.entries.some(({ name }) => name === "terraform_version");
};

const isInParameters = (file: SourceFile, offset: number): boolean => {
  const root = jsonIn(file);
  const own =
    root?.kind === "object" ? root.entries.find(({ name }) => name === "Parameters")?.value : undefined;
  return (
    own !== undefined && own.carrier.offset(own.from) <= offset && offset < own.carrier.endOffset(own.to)
  );
};

const mentions = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w-])${name.replaceAll(/[^\w]/g, "\\$&")}(?![\\w-])`).test(text);

/** The lines of a block, with the empty line before it, or behind it at the beginning of the file. */
const takenOut = (file: SourceFile, from: number, to: number): Splice => {
  const { text } = file;
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(to))?.[0] ?? "";
  const before = /(?:^|\n)([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, start - 200), start))?.[1] ?? "";
  return { file, from: start - before.length, to: to + rest.length, by: "" };
};

const once = <T extends object, R>(open: (key: T) => R): ((key: T) => R) => {
  const known = new WeakMap<T, R>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = open(key);
    known.set(key, made);
    return made;
  };
};
