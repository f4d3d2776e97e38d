import { made } from "../written/text.ts";
import { textValue, type Value } from "../written/value.ts";
import { entriesOf, keyText } from "./entries.ts";
import { evaluate } from "./evaluate.ts";
import { spanOfRange } from "./traverse.ts";
import { bind, type Frame } from "./frame.ts";
import { truth } from "./operators.ts";
import { convert } from "./types/convert.ts";
import type { Block, Body } from "./syntax.ts";

/** One of the things that a block with `count` or `for_each` declares. */
export interface Instance {
  /** Null without `count` and `for_each`; `?` stands for those that could not be counted. */
  readonly key: string | number | null;
  readonly frame: Frame;
  /** What is not known about whether there is any. */
  readonly open?: Value;
}

/** More instances of one block than this are not told apart. */
const MOST = 1_000;

/** The instances of a resource or a module call. What cannot be counted is judged once, with its keys unknown. */
export const instancesOf = (block: Block, frame: Frame): readonly Instance[] => {
  const count = block.body.attributes.get("count");
  const each = block.body.attributes.get("for_each");
  if (count !== undefined) return counted(evaluate(count, frame), frame);
  if (each === undefined) return enabled(block, frame);
  const over = evaluate(each, frame);
  const entries = entriesOf(over);
  if (entries === null || entries.length > MOST) return [{ key: "?", frame, open: over }];
  const isList = entries.every(([key]) => key.kind === "number");
  return entries.map(([position, value]) => {
    const key = isList ? value : position;
    return { key: keyText(key) ?? "?", frame: bindObject(frame, "each", { key, value }) };
  });
};

const counted = (count: Value, frame: Frame): readonly Instance[] => {
  if (count.kind === "null") return [{ key: null, frame }];
  const converted = convert(count, "number");
  const number = converted.kind === "number" ? converted.number : booleanCount(count);
  if (number === null || number > MOST) return [{ key: "?", frame, open: count }];
  return Array.from({ length: Math.max(0, Math.floor(number)) }, (_, key) => ({
    key,
    frame: bindObject(frame, "count", { index: { kind: "number", number: key, span: count.span } }),
  }));
};

/** `lifecycle { enabled = … }` is OpenTofu's (1.11): it takes the one instance away. */
const enabled = (block: Block, frame: Frame): readonly Instance[] => {
  const given = block.body.blocks.find(({ type }) => type === "lifecycle")?.body.attributes.get("enabled");
  const one = { key: null, frame };
  if (given === undefined) return [one];
  const value = evaluate(given, frame);
  const known = truth(value);
  return typeof known !== "boolean" ? [{ ...one, open: value }] : known ? [one] : [];
};

const booleanCount = (count: Value): number | null => {
  const known = truth(count);
  return typeof known === "boolean" ? Number(known) : null;
};

/** A frame in which `each` stands for one key, where it is not known what it is a key of. */
export const bindEach = (frame: Frame, key: Value): Frame => bindObject(frame, "each", { key, value: key });

const bindObject = (frame: Frame, name: string, members: Readonly<Record<string, Value>>): Frame => {
  const [first] = Object.values(members);
  return first === undefined
    ? frame
    : bind(
        frame,
        new Map([[name, { kind: "object", entries: new Map(Object.entries(members)), span: first.span }]]),
      );
};

/** A nested block, or the place of blocks that could not be counted. */
export type NestedBlock =
  { readonly body: Body; readonly block: Block; readonly frame: Frame } | { readonly unknown: Value };

/** The nested blocks of a type in their order, those of `dynamic` blocks too. */
export const nestedBlocks = (body: Body, type: string, frame: Frame): readonly NestedBlock[] =>
  body.blocks.flatMap((block): readonly NestedBlock[] => {
    if (block.type === type) return [{ body: block.body, block, frame }];
    return block.type === "dynamic" && block.labels[0] === type ? dynamicBlocks(block, type, frame) : [];
  });

const dynamicBlocks = (block: Block, type: string, frame: Frame): readonly NestedBlock[] => {
  const each = block.body.attributes.get("for_each");
  const content = block.body.blocks.find((inner) => inner.type === "content");
  if (each === undefined || content === undefined) return [];
  const over = evaluate(each, frame);
  const entries = entriesOf(over);
  if (entries === null || entries.length > MOST) return [{ unknown: over }];
  const iterator = block.body.attributes.get("iterator");
  const name = iterator?.type === "variable" ? iterator.name : type;
  return entries.map(([key, value]) =>
    // An element that is not known may stand for none, or for many.
    value.kind === "unknown"
      ? { unknown: value }
      : {
          body: content.body,
          block: content,
          frame: bindObject(frame, name, { key, value }),
        },
  );
};

/** The path of a module's folder as functions that read files take it: from the repository's root. */
export const folderText = (folder: string, block: Block): Value =>
  textValue(made(`//${folder}`, spanOfRange(block)), spanOfRange(block));
