import { itemsOf, stringOf, type Member, type Node } from "../written/node.ts";
import { concat, hole, lineAndColumn, made, slice, spanOf, type Span, type Text } from "../written/text.ts";
import { expressionOf, knownText, unknown, type UnknownValue, type Value } from "../written/value.ts";
import type { UnreadPart } from "../written/outcome.ts";

/** A template whose loops are written out. */
export interface Expanded {
  readonly root: Node;
  /** Resources of a loop over a collection that is not known: one stands for all of them. */
  readonly open: ReadonlyMap<string, UnknownValue>;
  /** Loops of which it is not known how often they run, or that are malformed. */
  readonly unread: readonly UnreadPart[];
}

const LOOP = "Fn::ForEach::";

/** Nodes that loops may make in all: CloudFormation takes 500 resources, each of some hundred nodes. */
const MOST_NODES = 200_000;

interface Run {
  /** What the collection of a loop comes to. */
  readonly evaluate: (node: Node) => Value | null;
  readonly open: Map<string, UnknownValue>;
  readonly unread: UnreadPart[];
  left: number;
}

/**
 * Writes out every `Fn::ForEach` as the language extensions do: the body once for each value of the collection, with
 * `${Identifier}`, `&{Identifier}` (letters and digits alone) and `Ref: Identifier` replaced in names and values.
 *
 * Source: CloudFormation's user guide, intrinsic-function-reference-foreach.
 */
export const expandLoops = (root: Node, evaluate: Run["evaluate"]): Expanded => {
  const run: Run = { evaluate, open: new Map(), unread: [], left: MOST_NODES };
  const expanded = root.span.file.text.includes(LOOP) ? expand(root, run, []) : root;
  return { root: expanded, open: run.open, unread: run.unread };
};

const isLoop = ({ name }: Member): boolean => name.text.startsWith(LOOP);

/** `path`: the names that lead to the node. Depth is bounded by the reader of the file. */
const expand = (node: Node, run: Run, path: readonly string[]): Node => {
  if (node.kind === "array")
    return { ...node, items: node.items.map((item) => expand(item, run, [...path, ""])) };
  if (node.kind !== "object") return node;
  const members: Member[] = [];
  for (const member of node.members) {
    const written = isLoop(member)
      ? loop(member, run, path)
      : [{ name: member.name, value: expand(member.value, run, [...path, member.name.text]) }];
    // How many members an object has decides what it says; how many resources there are does not.
    if (written === null) return unknown(member.name.text, member.value.span);
    members.push(...written);
  }
  return { ...node, members };
};

const loop = ({ name, value }: Member, run: Run, path: readonly string[]): readonly Member[] | null => {
  const [identifier, collection, body] = itemsOf(value);
  const variable = stringOf(identifier);
  if (variable === undefined || collection === undefined || body?.kind !== "object") {
    note(run, value.span, `${name.text} is not [identifier, collection, {key: value}]`);
    return [];
  }
  const values = run.evaluate(collection);
  const texts = values?.kind === "list" ? values.items.map(knownText) : [null];
  const isResources = path.join() === "Resources";
  const members: Member[] = [];
  for (const text of texts) {
    if (text === null && !isResources) return null;
    const missing = text === null ? unknown(collectionOf(name, values), collection.span) : null;
    const each = substitute(body, run, {
      variable,
      by: (span) => (missing === null ? made(text ?? "", span) : hole(missing.expression, span)),
      known: text,
    });
    if (run.left < 0) {
      note(run, value.span, `${name.text} makes more than ${MOST_NODES} parts`);
      return members;
    }
    const written = expand(each, run, path);
    const instances = written.kind === "object" ? written.members : [];
    if (missing !== null) {
      note(run, value.span, `the values of ${name.text} are not known (${missing.expression})`);
      for (const one of instances) run.open.set(one.name.text, missing);
    }
    members.push(...instances);
  }
  return members;
};

const collectionOf = (name: Text, values: Value | null): string =>
  values === null || values.kind === "list" ? name.text : expressionOf(values);

const note = (run: Run, { file, from }: Span, reason: string): void => {
  run.unread.push({ reason, line: lineAndColumn(file, from).line });
};

interface Substitution {
  readonly variable: string;
  readonly by: (span: Span) => Text;
  /** Null where the value is not known. */
  readonly known: string | null;
}

const substitute = (node: Node, run: Run, substitution: Substitution): Node => {
  run.left -= 1;
  if (run.left < 0) return node;
  if (node.kind === "array")
    return { ...node, items: node.items.map((item) => substitute(item, run, substitution)) };
  if (node.kind === "string") return { ...node, text: replaced(node.text, node.span, substitution) };
  if (node.kind !== "object") return node;
  const [only] = node.members;
  if (
    node.members.length === 1 &&
    only?.name.text === "Ref" &&
    stringOf(only.value) === substitution.variable
  )
    return { kind: "string", text: substitution.by(only.value.span), span: node.span };
  return {
    ...node,
    members: node.members.map(({ name, value }) => ({
      // A name that is not known keeps its variable, by which people know it.
      name: substitution.known === null ? name : replaced(name, node.span, substitution),
      value: substitute(value, run, substitution),
    })),
  };
};

/** `${Name}` and `&{Name}`; the latter without what is neither a letter nor a digit. */
const replaced = (text: Text, within: Span, { variable, by, known }: Substitution): Text => {
  const parts: Text[] = [];
  let at = 0;
  for (const { 0: whole, 1: name, index } of text.text.matchAll(/[$&]\{([^{}]{1,255})\}/g)) {
    if (name !== variable) continue;
    const span = spanOf(text, index, index + whole.length) ?? within;
    const plain = whole.startsWith("&") && known !== null;
    parts.push(slice(text, at, index), plain ? made(known.replaceAll(/[^A-Za-z0-9]/g, ""), span) : by(span));
    at = index + whole.length;
  }
  return at === 0 ? text : concat([...parts, slice(text, at, text.text.length)]);
};
