import { isDeepStrictEqual } from "node:util";
import type { Pointer } from "../../model/fact.ts";
import type { EditValue } from "../../model/remedy.ts";
import { isObject } from "../../text/is-object.ts";
import { below } from "../../text/pointer.ts";
import { aligned, type Pair } from "./align.ts";
import { editContainer, type EntryChange } from "./edit-container.ts";
import type { Container, Element, Entry, InTheWay, Splice } from "./element.ts";

/** Finds what an expression stands for, where that is written as a constant in one place; null where it is not. */
export type Elsewhere = (at: Pointer) => Element | null;

export type Change = readonly Splice[] | InTheWay;

export const isInTheWay = (change: Change): change is InTheWay => "inTheWay" in change;

type Members = { readonly [name: string]: EditValue };

/**
 * Brings an element from the value that it has to another one by the fewest changes of its text: what is equal is not
 * touched, and members and items keep their order.
 */
export const changeElement = (
  element: Element,
  at: Pointer,
  before: EditValue,
  after: EditValue,
  elsewhere: Elsewhere,
): Change => {
  if (isDeepStrictEqual(before, after)) return [];
  if (element.kind === "expression") {
    const found = elsewhere(at);
    return found === null || found.kind === "expression"
      ? inTheWay(element)
      : changeElement(found, at, before, after, elsewhere);
  }
  if (element.kind === "object" && isMembers(before) && isMembers(after))
    return changeObject(element, at, before, after, elsewhere);
  if (element.kind === "array" && Array.isArray(before) && Array.isArray(after))
    return changeList(element, at, before as readonly EditValue[], after as readonly EditValue[], elsewhere);
  const hidden = expressionIn(element);
  return hidden === null ? replaceWhole(element, after) : inTheWay(hidden);
};

const isMembers = (value: EditValue): value is Members => isObject(value) && !Array.isArray(value);

const inTheWay = ({ carrier, from, to }: Element): InTheWay => ({
  inTheWay: shortened(carrier.file.text.slice(carrier.offset(from), carrier.endOffset(to))),
  file: carrier.file,
  at: carrier.offset(from),
});

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
};

/** An expression among what would be written over; null where all of it is constant. */
const expressionIn = (element: Element): Element | null => {
  const pending = [element];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "expression") return next;
    if (next.kind !== "scalar") pending.push(...next.entries.map(({ value }) => value));
  }
  return null;
};

/** The element is the root of its document or the value of an entry that is handled by its container. */
const replaceWhole = (element: Element, value: EditValue): Change =>
  joined(
    [
      element.carrier.splice(
        element.from,
        element.to,
        element.carrier.notation.value(value, {
          isBlock: false,
          isSpread: false,
          indentation: "",
          unit: "  ",
          newLine: "\n",
          sample: "",
        }),
      ),
    ],
    element,
  );

const joined = (splices: readonly (Splice | null)[], element: Element): Change => {
  const whole = splices.filter((one) => one !== null);
  return whole.length === splices.length ? whole : inTheWay(element);
};

const changeObject = (
  object: Container,
  at: Pointer,
  before: Members,
  after: Members,
  elsewhere: Elsewhere,
): Change => {
  const changed = Object.keys(before).filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const unwritten = changed.find((name) => !object.entries.some((entry) => entry.name === name));
  // A member that comes from somewhere else, such as a merge key.
  if (unwritten !== undefined) return inTheWay(object);
  const pairs = renamed(aligned(Object.entries(before), Object.entries(after), ([a], [b]) => a === b));
  const changes = pairs.map(({ old, now }): EntryChange => {
    const index = old === null ? null : object.entries.findIndex(({ name }) => name === old[0]);
    return {
      index: index === -1 ? null : index,
      isGone: now === null,
      name: now?.[0] ?? null,
      was: old?.[1] ?? null,
      value: now?.[1] ?? null,
      isSame: old !== null && now !== null && isDeepStrictEqual(old, now),
    };
  });
  return changeEntries(
    object,
    at,
    changes.filter(({ index, isSame }) => index !== null || !isSame),
    elsewhere,
  );
};

/** Members have no order: one that is gone and one that is new are one with another name. */
const renamed = <T>(pairs: readonly Pair<T>[]): readonly Pair<T>[] => {
  const added = pairs.filter(({ old }) => old === null).map(({ now }) => now);
  const kept = pairs
    .filter(({ old }) => old !== null)
    .map((pair) => (pair.now === null ? { ...pair, now: added.shift() ?? null } : pair));
  return [...kept, ...added.map((now) => ({ old: null, now }))];
};

const changeList = (
  list: Container,
  at: Pointer,
  before: readonly EditValue[],
  after: readonly EditValue[],
  elsewhere: Elsewhere,
): Change => {
  // An item that comes to nothing, or to several: no index says which item is which.
  if (list.entries.length !== before.length) return inTheWay(expressionIn(list) ?? list);
  const pairs = aligned(before, after, isDeepStrictEqual);
  let index = -1;
  const changes = pairs.map(({ old, now }): EntryChange => {
    if (old !== null) index += 1;
    return {
      index: old === null ? null : index,
      isGone: now === null,
      name: null,
      // Of a new item: that of the item that it comes after, which it may be a copy of.
      was: old ?? before[index] ?? null,
      value: now,
      isSame: old !== null && now !== null && isDeepStrictEqual(old, now),
    };
  });
  return changeEntries(list, at, changes, elsewhere);
};

/** Entries whose value is a container on both sides are changed from inside; the others by their container. */
const changeEntries = (
  container: Container,
  at: Pointer,
  changes: readonly EntryChange[],
  elsewhere: Elsewhere,
): Change => {
  const splices: Splice[] = [];
  const own: EntryChange[] = [];
  for (const change of changes) {
    const entry = change.index === null ? undefined : container.entries[change.index];
    const pointer = below(at, container.kind === "array" ? (change.index ?? 0) : (entry?.name ?? ""));
    if (entry === undefined || change.isSame || change.isGone || !isInner(entry, change)) {
      const hidden = entry === undefined || change.isSame || change.isGone ? null : expressionIn(entry.value);
      if (hidden !== null) return inTheWay(hidden);
      own.push(change);
      continue;
    }
    const inner = changeElement(entry.value, pointer, change.was, change.value, elsewhere);
    if (isInTheWay(inner)) return inner;
    splices.push(...inner);
    own.push({ ...change, isSame: true });
  }
  const outer = editContainer(container, own);
  return outer === null ? inTheWay(container) : [...splices, ...outer];
};

const isInner = (entry: Entry, { name, was, value }: EntryChange): boolean =>
  (name === null || name === entry.name) &&
  (entry.value.kind === "expression" ||
    (entry.value.kind === "object" && isMembers(was) && isMembers(value)) ||
    (entry.value.kind === "array" && Array.isArray(was) && Array.isArray(value)));
