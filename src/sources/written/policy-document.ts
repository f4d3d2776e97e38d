import type { Pointer } from "../../model/fact.ts";
import type { Hole, Place, PolicyDocument } from "../../model/resource.ts";
import { below } from "../../text/pointer.ts";
import { readJson } from "./json.ts";
import type { Node } from "./node.ts";
import { concat, holesOf, made, placeOf, slice, spanOf, type Text } from "./text.ts";

/**
 * A policy's text as a document with the place of each element.
 *
 * A value that holds a hole is written as null and named in `unresolved`; where a name holds one, or where the text is no
 * JSON because of one, the enclosing object or the whole document is. Text without holes is kept to the letter.
 */
export const policyDocument = (name: string, text: Text): PolicyDocument => {
  const holes = holesOf(text);
  const read = readJson(text);
  if ("wrong" in read)
    return holes.length === 0
      ? { name, document: text.text, ...placesOfWhole(text) }
      : { name, document: "null", ...placesOfWhole(text), unresolved: holes.map(asHole("")) };
  if (holes.length === 0) return { name, document: text.text, places: placesOf(read.node) };
  const filled = withNulls(text, read.node);
  const again = readJson(filled.text);
  return {
    name,
    document: filled.text.text,
    ...("node" in again ? { places: placesOf(again.node) } : placesOfWhole(text)),
    unresolved: filled.unresolved,
  };
};

const placesOfWhole = (text: Text): { readonly places?: Readonly<Record<string, Place>> } => {
  const span = spanOf(text, 0, text.text.length);
  return span === null ? {} : { places: { "": placeOf(span) } };
};

/** A node, where it stands in the document, and where its text does. */
interface Visit {
  readonly node: Node;
  readonly at: Pointer;
}

const childrenOf = ({ node, at }: Visit): readonly Visit[] => {
  if (node.kind === "array") return node.items.map((item, index) => ({ node: item, at: below(at, index) }));
  if (node.kind !== "object") return [];
  return node.members.map(({ name, value }) => ({ node: value, at: below(at, name.text) }));
};

/** Every element of the tree before its children. */
function* visits(root: Node): Iterable<Visit> {
  const stack: Visit[] = [{ node: root, at: "" }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    yield visit;
    stack.push(...childrenOf(visit).toReversed());
  }
}

/** Where each element is written; of members with one name, the last one's, whose value a reader would take. */
const placesOf = (root: Node): Readonly<Record<string, Place>> => {
  const places = new Map<string, Place>();
  for (const { node, at } of visits(root)) places.set(at, placeOf(node.span));
  return Object.fromEntries(places);
};

const asHole =
  (at: Pointer, parts?: Hole["parts"]) =>
  (piece: ReturnType<typeof holesOf>[number]): Hole => ({
    at,
    expression: piece.hole,
    place: placeOf(piece),
    ...(parts === undefined ? {} : { parts }),
  });

/** What is known of a string, and the expressions between; undefined where nothing of it is known. */
const partsOf = (node: Node): Hole["parts"] =>
  node.kind === "string" && node.text.pieces.some(({ hole }) => hole === undefined)
    ? node.text.pieces.map(({ at, length, hole }) =>
        hole === undefined ? node.text.text.slice(at, at + length) : { expression: hole },
      )
    : undefined;

/** Writes null in place of each value that holds a hole. */
const withNulls = (text: Text, root: Node): { readonly text: Text; readonly unresolved: readonly Hole[] } => {
  const parts: Text[] = [];
  const unresolved: Hole[] = [];
  let written = 0;
  const stack: Visit[] = [{ node: root, at: "" }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { node, at } = visit;
    if (node.range === undefined) continue;
    if (!isHoled(node)) {
      stack.push(...childrenOf(visit).toReversed());
      continue;
    }
    const [from, to] = node.range;
    unresolved.push(...holesOf(slice(text, from, to)).map(asHole(at, partsOf(node))));
    parts.push(slice(text, written, from), made("null", node.span));
    written = to;
  }
  parts.push(slice(text, written, text.text.length));
  return { text: concat(parts), unresolved };
};

const hasHole = (text: Text): boolean => text.pieces.some(({ hole }) => hole !== undefined);

const isHoled = (node: Node): boolean =>
  node.kind === "unknown" ||
  (node.kind === "string" && hasHole(node.text)) ||
  (node.kind === "object" && node.members.some(({ name }) => hasHole(name)));
