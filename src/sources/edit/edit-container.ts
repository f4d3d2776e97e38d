import { isDeepStrictEqual } from "node:util";
import type { EditValue } from "../../model/remedy.ts";
import { isObject } from "../../text/is-object.ts";
import type { Container, Entry, Splice, Style } from "./element.ts";
import {
  commaAfter,
  commaOf,
  indentationOf,
  isOnOwnLines,
  lineEndOf,
  needsCommas,
  styleOf,
} from "./layout.ts";

/** What becomes of one entry of a container, in their order; of an object's, where members have no order, by `index` alone. */
export interface EntryChange {
  /** Of the entry as it is written; null for a new one. */
  readonly index: number | null;
  readonly isGone: boolean;
  /** The member's new name; null for an item, and for a member that keeps its own. */
  readonly name: string | null;
  readonly was: EditValue | null;
  readonly value: EditValue | null;
  /** Nothing is left to be done here. */
  readonly isSame: boolean;
}

/** Takes entries out, puts others in their place, and adds some; null where the text does not let it. */
export const editContainer = (
  container: Container,
  changes: readonly EntryChange[],
): readonly Splice[] | null => {
  const open = changes.filter(({ isSame }) => !isSame);
  if (open.length === 0) return [];
  const gone = new Set(open.filter(({ isGone }) => isGone).map(({ index }) => index ?? -1));
  const added = additions(container, changes, gone);
  // Nothing is left to tell how entries are written here.
  if (gone.size === container.entries.length || container.entries.length === 0) return null;
  const ranges = [
    ...open
      .filter(({ index, isGone }) => index !== null && !isGone)
      .map((change) => replaced(container, change)),
    ...removed(container, gone),
    ...added.flatMap(([after, some]) => addedAfter(container, after, some)),
  ];
  const splices = ranges.map((range) =>
    range === null ? null : container.carrier.splice(range.from, range.to, range.by),
  );
  const whole = splices.filter((one) => one !== null);
  return whole.length === splices.length ? whole : null;
};

interface Range {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** New entries, with the index of the entry that they come after: -1 for the beginning. A member comes last. */
const additions = (
  { kind, entries }: Container,
  changes: readonly EntryChange[],
  gone: ReadonlySet<number>,
): readonly (readonly [number, readonly EntryChange[]])[] => {
  const all = new Map<number, EntryChange[]>();
  const last = entries.findLastIndex((_, index) => !gone.has(index));
  let at = -1;
  for (const change of changes) {
    if (change.index !== null && !change.isGone) at = change.index;
    if (change.index !== null) continue;
    const after = kind === "object" ? last : at;
    all.set(after, [...(all.get(after) ?? []), change]);
  }
  return [...all];
};

const replaced = (container: Container, change: EntryChange): Range | null => {
  const entry = container.entries[change.index ?? -1];
  if (entry === undefined || change.value === null) return null;
  const { carrier, kind } = container;
  const style = styleOf(container, entry);
  if (kind === "object" && change.name !== null && change.name !== entry.name)
    return { from: entry.from, to: entry.slot.to, by: printed(container, change, style, null) };
  const by = carrier.notation.value(change.value, style);
  const before = entry.afterName === null ? null : carrier.text.slice(entry.afterName, entry.slot.from);
  if (!container.isBlock || entry.afterName === null || before?.trim() !== "")
    return { from: entry.slot.from, to: entry.slot.to, by };
  // Behind the colon of a block's member a collection begins on the next line.
  return { from: entry.afterName, to: entry.slot.to, by: by.startsWith(style.newLine) ? by : ` ${by}` };
};

/** One entry as text, without what separates it from others. */
const printed = (
  { carrier: { notation, text }, kind, entries, isBlock }: Container,
  { name, value }: EntryChange,
  style: Style,
  beside: { readonly value: EditValue; readonly entry: Entry } | null,
): string => {
  if (value === null) return "";
  if (kind === "array") {
    const inner = isBlock ? { ...style, indentation: `${style.indentation}  ` } : style;
    const body = copied(text, value, beside) ?? notation.value(value, inner).trimStart();
    return isBlock ? `- ${body}` : body;
  }
  const body = notation.value(value, style);
  const sample = entries.at(-1);
  const named = notation.name(name ?? "", {
    ...style,
    sample: sample === undefined ? "" : text.slice(sample.from, sample.slot.to),
  });
  return isBlock && body.startsWith(style.newLine) ? `${named.trimEnd()}${body}` : `${named}${body}`;
};

/**
 * A copy of the item before it, with the text of those members that are equal: an expression stays one. Null where
 * nothing is to be copied.
 */
const copied = (
  text: string,
  value: EditValue,
  beside: { readonly value: EditValue; readonly entry: Entry } | null,
): string | null => {
  if (beside === null || !isObject(value) || !isObject(beside.value)) return null;
  const original = beside.entry.value;
  if (original.kind !== "object" || original.entries.length === 0) return null;
  const before = beside.value;
  const members = value;
  const others = Object.keys(members).filter(
    (name) => !original.entries.some((entry) => entry.name === name),
  );
  const open = original.entries.filter(({ name }) => !isDeepStrictEqual(members[name], before[name]));
  const inner = editContainer(
    { ...original, carrier: { ...original.carrier, splice: plainSplice(original) } },
    [
      ...open.map(({ name }): EntryChange => ({
        index: original.entries.findIndex((entry) => entry.name === name),
        isGone: !Object.hasOwn(members, name),
        name,
        was: before[name] ?? null,
        value: members[name] ?? null,
        isSame: false,
      })),
      ...others.map((name): EntryChange => ({
        index: null,
        isGone: false,
        name,
        was: null,
        value: members[name] ?? null,
        isSame: false,
      })),
    ],
  );
  if (inner === null) return null;
  const edits = inner.toSorted((a, b) => b.from - a.from || b.to - a.to);
  const whole = edits.reduce((now, { from, to, by }) => now.slice(0, from) + by + now.slice(to), text);
  const end = original.to + whole.length - text.length;
  return whole.slice(original.from, end);
};

/** For a copy in memory: offsets stay those of the carrier's text. */
const plainSplice =
  ({ carrier: { file } }: Container) =>
  (from: number, to: number, by: string): Splice => ({ file, from, to, by });

/** Entries on lines of their own go with these; others with what separates them. */
const removed = (container: Container, gone: ReadonlySet<number>): readonly Range[] => {
  const { entries, carrier } = container;
  const last = entries.findLastIndex((_, index) => !gone.has(index));
  const ranges: Range[] = [];
  const tail = entries.slice(last + 1);
  const isTailSpread = tail.every((entry) => isOnOwnLines(container, entry));
  for (const [index, entry] of entries.entries()) {
    if (!gone.has(index) || (index > last && !isTailSpread)) continue;
    const indentation = indentationOf(container, entry.from);
    const end = lineEndOf(container, entry.slot.to);
    const next = entries[index + 1];
    if (indentation !== null && end !== null)
      ranges.push({ from: entry.from - indentation.length, to: end, by: "" });
    else if (next !== undefined) ranges.push({ from: entry.from, to: next.from, by: "" });
  }
  const kept = entries[last];
  const end = tail.at(-1);
  if (kept === undefined || end === undefined) return ranges;
  if (!isTailSpread) return [...ranges, { from: kept.slot.to, to: end.slot.to, by: "" }];
  const comma =
    carrier.notation.commas === "needed" && !container.isBlock ? commaAfter(container, kept.slot.to) : null;
  return comma === null ? ranges : [...ranges, { from: comma, to: comma + 1, by: "" }];
};

const addedAfter = (
  container: Container,
  after: number,
  some: readonly EntryChange[],
): readonly (Range | null)[] => {
  const { entries } = container;
  const neighbour = entries[Math.max(after, 0)];
  if (neighbour === undefined) return [null];
  const style = styleOf(container, neighbour);
  const beside = besideOf(some, neighbour);
  const texts = some.map((change) => printed(container, change, style, beside));
  const needed = needsCommas(container);
  const { newLine } = style;
  if (after < 0) {
    const between = `,${style.isSpread ? newLine + style.indentation : " "}`;
    return [
      { from: neighbour.from, to: neighbour.from, by: texts.map((text) => `${text}${between}`).join("") },
    ];
  }
  const end = style.isSpread ? lineEndOf(container, neighbour.slot.to) : null;
  if (end === null) {
    const at = neighbour.slot.to;
    const comma = style.isSpread ? `,${newLine}${style.indentation}` : commaOf(container);
    return [{ from: at, to: at, by: texts.map((text) => `${comma}${text}`).join("") }];
  }
  const comma = commaAfter(container, neighbour.slot.to);
  const hasComma = comma !== null && comma < end;
  const closing = hasComma ? "," : "";
  const lines = texts.map(
    (text, index) =>
      `${style.indentation}${text}${index < texts.length - 1 ? (needed || hasComma ? "," : "") : closing}`,
  );
  const isOpenEnd = container.carrier.text[end - 1] !== "\n";
  return [
    ...(needed && !hasComma ? [{ from: neighbour.slot.to, to: neighbour.slot.to, by: "," }] : []),
    {
      from: end,
      to: end,
      by: isOpenEnd
        ? lines.map((line) => `${newLine}${line}`).join("")
        : lines.map((line) => `${line}${newLine}`).join(""),
    },
  ];
};

/** The value of the item that new ones come after, as it was before. */
const besideOf = (
  some: readonly EntryChange[],
  entry: Entry,
): { readonly value: EditValue; readonly entry: Entry } | null => {
  const value = some[0]?.was ?? null;
  return value === null ? null : { value, entry };
};
